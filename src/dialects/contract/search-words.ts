import type { SearchState } from '../../core/search.ts';
import type { KnownSearch } from '../../services/searches/known-search.ts';

const SUFFIXES = new Map([
  ['one', 'st'],
  ['two', 'nd'],
  ['few', 'rd'],
]);
const RULES = new Intl.PluralRules('en', { type: 'ordinal' });

function ordinal(place: number): string {
  return `${place}${SUFFIXES.get(RULES.select(place)) ?? 'th'}`;
}

/** What is said of an upload that was taken, as FaceFinderAi shows it. */
export const UPLOADED = 'Image uploaded successfully.';

const WORDS: Readonly<Record<SearchState, (known: KnownSearch) => string>> = {
  created: () => 'Waiting to be started',
  queued: ({ queuePosition = 0 }) => `Waiting in queue. ${ordinal(queuePosition + 1)} place`,
  running: ({ search }) => `Searching. ${Math.floor(search.progress)}%`,
  done: () => 'Search Completed',
  failed: () => 'Search failed',
  expired: () => 'Search expired',
};

/** How far a search is, in the words that FaceFinderAi shows of its provider. */
export function describeSearch(known: KnownSearch): string {
  return WORDS[known.search.state](known);
}

/** Whole per cent; 100 only when it is done. */
export function progressOf({ search: { state, progress } }: KnownSearch): number {
  return state === 'done' ? 100 : Math.min(99, Math.floor(progress));
}

/** A WebP picture as pages and clients show it. */
export function webpDataUrl(picture: Uint8Array | undefined): string | null {
  return picture ? `data:image/webp;base64,${Buffer.from(picture).toString('base64')}` : null;
}
