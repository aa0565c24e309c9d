import type { IncomingHttpHeaders } from 'node:http';
import { Fault } from '../core/fault.ts';
import type { Key, Scope } from '../core/key.ts';
import type { Services } from '../services/services.ts';
import { secretOf } from './credentials.ts';

/**
 * The key that a request is made with, which must have a scope.
 *
 * @throws Fault `key_missing`, `key_invalid`, `key_scope_missing`
 */
export async function authorize(
  services: Pick<Services, 'authenticate'>,
  headers: IncomingHttpHeaders,
  scope: Scope,
): Promise<Key> {
  const key = await services.authenticate(secretOf(headers));
  if (!key.scopes.includes(scope)) throw new Fault('key_scope_missing', { details: { scope } });
  return key;
}
