import type { SearchAnswer } from '../../services/search-by-photo.ts';
import type { Application } from '../composition.ts';
import { type RankedMatch, rankMatches } from '../ranked-match.ts';
import { DEMO_GALLERY } from './demo-stage.ts';

/** Deep enough that every face of the demonstration is ranked. */
const MATCHES_RANKED = 1000;

/** What is searched with. */
export interface DemoProbe {
  readonly name: string;
  readonly photo: Uint8Array;
}

export interface DemoSearch {
  readonly probeName: string;
  readonly answer: SearchAnswer;
  readonly matches: readonly RankedMatch[];
}

/** Searches the demonstration's gallery. */
export async function searchForDemo({ services }: Application, probe: DemoProbe): Promise<DemoSearch> {
  const answer = await services.searchByPhoto({
    galleryName: DEMO_GALLERY,
    photo: probe.photo,
    limit: MATCHES_RANKED,
    crops: true,
  });
  return { probeName: probe.name, answer, matches: rankMatches(answer.matches) };
}
