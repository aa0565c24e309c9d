import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Fault } from '../core/fault.ts';
import type { AddressGuard, AllowedAddress } from '../ports/outgoing.ts';
import type { AllowedNetworks } from './allowed-networks.ts';

/** All addresses of a host name. @throws Error when there are none */
export type LookUp = (
  host: string,
) => Promise<readonly { readonly address: string; readonly family: number }[]>;

const lookUpAll: LookUp = (host) => lookup(host, { all: true });

/** Allows hosts by their addresses at the moment of connecting. */
export class GuardedAddresses implements AddressGuard {
  readonly #networks: AllowedNetworks;
  readonly #lookUp: LookUp;

  /** @param lookUp by default as the system does */
  constructor(networks: AllowedNetworks, lookUp: LookUp = lookUpAll) {
    this.#networks = networks;
    this.#lookUp = lookUp;
  }

  /** Of several addresses the first that is allowed: a name that also means something private leads to the public one. */
  async requireAllowed(host: string): Promise<AllowedAddress> {
    // As addresses of the web write it.
    const name = host.replace(/^\[(.*)\]$/, '$1');
    const found = isIP(name) > 0 ? [{ address: name, family: isIP(name) }] : await this.#find(name);
    let range = '';
    for (const { address, family } of found) {
      const objection = this.#networks.objectionTo(address);
      if (objection === undefined) return { address, family: family === 6 ? 6 : 4 };
      range = objection;
    }
    throw new Fault('host_forbidden', { details: { host: name, range } });
  }

  async #find(host: string): ReturnType<LookUp> {
    const found = await this.#lookUp(host).catch((error: unknown) => {
      throw new Fault('host_unknown', { details: { host }, cause: error });
    });
    if (found.length === 0) throw new Fault('host_unknown', { details: { host } });
    return found;
  }
}
