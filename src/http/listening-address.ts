import type { AddressInfo } from 'node:net';

/** The address of a listening server as people type it, such as `http://127.0.0.1:8686`. */
export function listeningAddressOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
