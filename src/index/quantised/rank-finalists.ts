import { similarityOf } from '../../core/similarity.ts';
import type { Neighbour } from '../../ports/face-index.ts';
import type { Candidate } from './messages.ts';
import type { Question } from './named-rows.ts';
import type { RowKeeper } from './row-keeper.ts';

/** A face by the name of its space. */
export interface SpaceFace {
  readonly space: string;
  readonly faceNumber: number;
}

/** The full templates of faces, all of one pack, in the order given; undefined for those that are gone. */
export type FullTemplates = (faces: readonly SpaceFace[]) => Promise<readonly (Float32Array | undefined)[]>;

/** A search whose finalists are known. */
export interface Ranking {
  readonly keeper: RowKeeper;
  /** When it began. */
  readonly moment: number;
  readonly question: Question;
}

/** By so much similarities by 8-bit templates do not err. */
const LARGEST_ERROR = 0.05;

/** The similarity by the full template, unless that is another one by now than the search has seen. */
function exactOf(byFullTemplate: number, bySmallTemplate: number): number {
  const isOther = Math.abs(byFullTemplate - bySmallTemplate) > LARGEST_ERROR;
  return isOther ? bySmallTemplate : byFullTemplate;
}

/**
 * The faces that a search has found, by their full templates, most similar first. Whose 8-bit template is damaged gets it
 * anew.
 */
export async function rankFinalists(
  { keeper, moment, question }: Ranking,
  finalists: readonly Candidate[],
  fullTemplates: FullTemplates,
): Promise<Neighbour[]> {
  const { spaces, probe, query } = question;
  const wantedIds = new Set(finalists.map(({ space }) => space));
  const names = new Map<number, string>();
  for (const { id, name } of spaces) if (wantedIds.has(id)) names.set(id, name);
  const faces = finalists.map(({ faceNumber, space }) => ({ faceNumber, space: names.get(space) ?? '' }));
  const templates = faces.length === 0 ? [] : await fullTemplates(faces);
  const neighbours = finalists.flatMap(({ faceNumber, similarity }, at) => {
    const template = templates[at];
    if (template !== undefined && Number.isNaN(similarity)) {
      // Its 8-bit template is damaged.
      keeper.repair(faces[at]?.space ?? '', { faceNumber, template }, moment);
    }
    const exact = template === undefined ? similarity : exactOf(similarityOf(probe, template), similarity);
    const more = query.withTemplates === true && template !== undefined && { template };
    return Number.isNaN(exact) ? [] : [{ faceNumber, similarity: exact, ...more }];
  });
  return neighbours
    .filter(({ similarity }) => similarity >= (query.minSimilarity ?? -1))
    .sort((one, other) => other.similarity - one.similarity || one.faceNumber - other.faceNumber)
    .slice(0, query.limit);
}
