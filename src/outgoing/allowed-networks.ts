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

function matches(address: Address, networks: readonly Network[]): boolean {
  return networks.some(
    ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
  );
}

/**
 * What passes for public: IPv4 addresses in IPv6 as they were once written (RFC 4291, 2.5.5.1), and where Azure answers
 * machines of its own.
 */
const NOT_PUBLIC: readonly Network[] = [ipaddr.parseCIDR('::/96'), ipaddr.parseCIDR('168.63.129.16/32')];

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
    const known = address.range();
    const range = known === PUBLIC && matches(address, NOT_PUBLIC) ? 'reserved' : known;
    return range === PUBLIC || matches(address, this.#named) ? undefined : range;
  }
}
