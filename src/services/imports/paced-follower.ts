import type { ServicePorts } from '../ports.ts';

const PACE_MS = 250;

/**
 * Lets the index catch up now and then while photos are stored one after the other: after each of them it would cost more
 * than storing some of them. Nothing depends on it: each search has the index catch up by itself, and hears why it cannot.
 */
export class PacedFollower {
  readonly #ports: Pick<ServicePorts, 'clock' | 'follower'>;
  #lastAtMs: number;

  constructor(ports: Pick<ServicePorts, 'clock' | 'follower'>) {
    this.#ports = ports;
    this.#lastAtMs = ports.clock.nowMs();
  }

  async catchUpIfDue(): Promise<void> {
    const nowMs = this.#ports.clock.nowMs();
    if (nowMs - this.#lastAtMs < PACE_MS) return;
    this.#lastAtMs = nowMs;
    await this.catchUp();
  }

  async catchUp(): Promise<void> {
    await this.#ports.follower.catchUp().catch(() => undefined);
  }
}
