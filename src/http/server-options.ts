import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import type { Key } from '../core/key.ts';
import type { Dialect } from '../dialects/contract/dialect.ts';
import type { Services } from '../services/services.ts';
import type { Metrics } from './metrics.ts';

/** The settings that the server obeys. */
export type ServerSettings = Pick<
  Settings,
  | 'host'
  | 'port'
  | 'maxPhotoBytes'
  | 'maxBodyBytes'
  | 'maxUploadsAtOnce'
  | 'maxUploadBytesAtOnce'
  | 'maxConnections'
  | 'keyRequestsPerMinute'
  | 'addressRequestsPerMinute'
  | 'requestTimeoutMs'
  | 'bodyIdleTimeoutMs'
  | 'shutdownTimeoutMs'
>;

export interface ServerOptions {
  readonly dialects: readonly Dialect[];
  readonly services: Services;
  /** The services as the holder of a key may use them. */
  servicesFor(key: Key): Services;
  readonly settings: ServerSettings;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** What is not loaded yet, such as `models` or `index`; nothing when the server is ready. */
  missing(): readonly string[];
}
