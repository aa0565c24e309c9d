/** Folders and files that belong to one dialect and to nothing else, seen from the repository. Not all of them need exist. */
export function ownPlacesOf(id: string): readonly string[] {
  return [
    `src/dialects/${id}`,
    `test/conformance/${id}`,
    `examples/${id}`,
    `bench/dialects/${id}`,
    `docs/openapi/${id}.json`,
    `docs/dialects/${id}.md`,
  ];
}

/** The one list of all dialects. */
export const LIST_OF_DIALECTS = 'src/dialects/dialects.ts';

/** Ours is what the console, the tests and other servers speak; the vendors' can be taken away. */
export function isVendor({ id }: { readonly id: string }): boolean {
  return id !== 'native';
}
