import { Fault } from '../../core/fault.ts';
import type { Search } from '../../core/search.ts';
import type { ServicePorts } from '../ports.ts';

/** A search, and the key that asks for it. */
export interface SearchOfKey {
  readonly searchId: string;
  readonly keyId: string;
}

/** What is thrown for a search that is not there, or is another key's. */
export function searchNotFound(searchId: string): Fault {
  return new Fault('search_not_found', { details: { search: searchId } });
}

/** A key's own search, if there is one of this id. */
export async function findSearch(
  ports: Pick<ServicePorts, 'catalog'>,
  { searchId, keyId }: SearchOfKey,
): Promise<Search | undefined> {
  const search = await ports.catalog.searches.find(searchId);
  return search?.keyId === keyId ? search : undefined;
}

/** A key's own search. @throws Fault `search_not_found` */
export async function requireSearch(
  ports: Pick<ServicePorts, 'catalog'>,
  command: SearchOfKey,
): Promise<Search> {
  const search = await findSearch(ports, command);
  if (search === undefined) throw searchNotFound(command.searchId);
  return search;
}
