import { onTestFinished } from 'vitest';
import type { Dialect } from '../../src/dialects/contract/dialect.ts';
import { createServer, type LikenessServer } from '../../src/http/create-server.ts';
import { createLogger } from '../../src/http/logger.ts';
import { type MetricReadings, Metrics } from '../../src/http/metrics.ts';
import type { ServerSettings } from '../../src/http/server-options.ts';
import type { Services } from '../../src/services/services.ts';
import { fakeServices, SECRET } from './http-services.ts';
import { type ToyHooks, toyDialect } from './http-toy-dialect.ts';

const SETTINGS: ServerSettings = {
  host: '127.0.0.1',
  port: 0,
  maxPhotoBytes: 10_000,
  maxBodyBytes: 100_000,
  maxUploadsAtOnce: 4,
  maxUploadBytesAtOnce: 400_000,
  maxConnections: 100,
  keyRequestsPerMinute: 0,
  addressRequestsPerMinute: 0,
  requestTimeoutMs: 10_000,
  bodyIdleTimeoutMs: 5000,
  shutdownTimeoutMs: 5000,
};

export interface ToyServerOptions {
  readonly settings?: Partial<ServerSettings>;
  readonly hooks?: ToyHooks;
  readonly dialects?: readonly Dialect[];
  readonly readings?: MetricReadings;
  readonly missing?: () => readonly string[];
  /** Use cases that are not fakes. */
  readonly services?: Partial<Services>;
}

export interface ToyServer extends LikenessServer {
  readonly url: string;
  readonly metrics: Metrics;
  /** The log so far, as text. */
  logText(): string;
  /** The log so far, line by line. */
  logLines(): readonly Record<string, unknown>[];
  /** `fetch` with the key of all scopes, unless told otherwise. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Starts a server of the toy dialect on a free port; it is closed when the test ends. */
export async function startToyServer(options: ToyServerOptions = {}): Promise<ToyServer> {
  const lines: string[] = [];
  const metrics = new Metrics(options.readings);
  const services = { ...fakeServices(), ...options.services };
  const server = createServer({
    dialects: options.dialects ?? [toyDialect(options.hooks)],
    services,
    servicesFor: () => services,
    settings: { ...SETTINGS, ...options.settings },
    logger: createLogger({ logLevel: 'debug' }, { write: (line: string) => lines.push(line) }),
    metrics,
    missing: options.missing ?? (() => []),
  });
  const url = await server.listen();
  onTestFinished(async () => {
    await server.close();
    metrics.close();
  });
  return {
    ...server,
    url,
    metrics,
    logText: () => lines.join(''),
    logLines: () => lines.map((line): unknown => JSON.parse(line)).filter(isRecord),
    fetch: (path, init = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has('authorization')) headers.set('authorization', `Bearer ${SECRET}`);
      return fetch(url + path, { ...init, headers });
    },
  };
}
