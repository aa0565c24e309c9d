import type { Catalog } from '../ports/catalog.ts';

const GALLERIES_PER_PAGE = 1000;

export interface StoredCounts {
  readonly galleries: number;
  readonly faces: number;
  /** Names of galleries by the pack that their templates were made with. */
  readonly packs: ReadonlyMap<string, readonly string[]>;
}

/** How much a catalog holds; cheap, from the counts that it keeps. */
export async function countStored(catalog: Catalog): Promise<StoredCounts> {
  const packs = new Map<string, string[]>();
  let galleries = 0;
  let faces = 0;
  let after: string | undefined;
  do {
    const page = await catalog.galleries.list({ limit: GALLERIES_PER_PAGE, ...(after && { after }) });
    for (const { name, faceCount, packId } of page.items) {
      galleries += 1;
      faces += faceCount;
      packs.set(packId, [...(packs.get(packId) ?? []), name]);
    }
    after = page.next;
  } while (after !== undefined);
  return { galleries, faces, packs };
}
