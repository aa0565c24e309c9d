import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/** What an address belongs to that is like any other of the internet. */
const PUBLIC = 'unicast';

/** @returns undefined unless it is a network such as `10.0.0.0/8`, or a single address */
function networkOf(text: string): Network | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** Whether a text names a network, or a single address. */
export function isNetwork(text: string): boolean {
  return networkOf(text) !== undefined;
}

/**
 * Which addresses may be reached: those of the public internet, and networks that the operator has named. Loopback,
 * private and link-local addresses, those of the metadata services of clouds among them, and all others that IANA has set
 * aside are not; nor are IPv6 addresses that carry an IPv4 address, unless that one is public.
 */
export class AllowedNetworks {
  readonly #named: readonly Network[];

  /** @throws RangeError when one is no network */
  constructor(named: readonly string[]) {
    this.#named = named.map((text) => {
      const network = networkOf(text);
      if (network === undefined) throw new RangeError(`"${text}" is no network`);
      return network;
    });
  }

  /** Why an address may not be reached, in a word; undefined when it may. */
  objectionTo(text: string): string | undefined {
    if (!ipaddr.isValid(text)) return 'not an address';
    // What is mapped into IPv6 is looked at as what it is.
    const address = ipaddr.process(text);
    const range = address.range();
    return range === PUBLIC || this.#isNamed(address) ? undefined : range;
  }

  #isNamed(address: Address): boolean {
    return this.#named.some(
      ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
    );
  }
}
