import type { Key } from '../core/key.ts';
import { RateLimit } from './rate-limit.ts';
import type { ServerSettings } from './server-options.ts';

type LimitSettings = Pick<ServerSettings, 'addressRequestsPerMinute' | 'keyRequestsPerMinute'>;

/** How often each key and each address may ask, by the settings and by the key itself. */
export class RequestLimits {
  readonly #settings: LimitSettings;
  readonly #addresses = new RateLimit();
  readonly #keys = new RateLimit();

  constructor(settings: LimitSettings) {
    this.#settings = settings;
  }

  /** @throws Fault `rate_limited` */
  countAddress(address: string | undefined): void {
    this.#addresses.count(address ?? 'unknown', this.#settings.addressRequestsPerMinute);
  }

  /** @throws Fault `rate_limited` */
  countKey({ id, requestsPerMinute }: Key): void {
    this.#keys.count(id, requestsPerMinute ?? this.#settings.keyRequestsPerMinute);
  }
}
