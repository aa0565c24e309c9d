import type { Metadata } from '../core/metadata.ts';
import type { ServicePorts } from './ports.ts';

const NUMBERS_PER_READ = 10_000;

/**
 * The faces of a gallery that a search is to be among: rising numbers, read a page at a time.
 *
 * @param where every pair must be there; without any, or undefined, all faces are meant and none is named
 * @throws the signal's reason once it is given
 */
export async function numbersWithMetadata(
  { catalog }: Pick<ServicePorts, 'catalog'>,
  galleryId: string,
  {
    where = {},
    signal,
  }: { readonly where?: Metadata | undefined; readonly signal?: AbortSignal | undefined },
): Promise<readonly number[] | undefined> {
  if (Object.keys(where).length === 0) return undefined;
  const numbers: number[] = [];
  for (let after = 0; ; ) {
    signal?.throwIfAborted();
    const wanted = { galleryId, metadata: where, after, limit: NUMBERS_PER_READ };
    const page = await catalog.faces.findByMetadata(wanted);
    for (const number of page) numbers.push(number);
    if (page.length < NUMBERS_PER_READ) return numbers;
    after = page.at(-1) ?? after;
  }
}
