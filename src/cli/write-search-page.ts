import { writeFile } from 'node:fs/promises';
import type { SearchAnswer } from '../services/search-by-photo.ts';
import type { Application } from './composition.ts';
import type { RankedMatch } from './ranked-match.ts';
import { type PicturedMatch, renderSearchPage } from './report/search-page.ts';

interface SearchPageRequest {
  readonly path: string;
  readonly galleryName: string;
  readonly probeName: string;
  /** Of a search that asked for crops. */
  readonly answer: SearchAnswer;
  readonly matches: readonly RankedMatch[];
}

/** Writes the result of a search as one file for the browser. */
export async function writeSearchPage(
  { services }: Pick<Application, 'services'>,
  request: SearchPageRequest,
): Promise<void> {
  const { answer, path, ...names } = request;
  const matches: PicturedMatch[] = [];
  for (const match of request.matches) {
    const isPictured = match.photoId !== undefined;
    matches.push({
      match,
      ...(isPictured && { picture: await services.readFaceCrop({ faceId: match.faceId }) }),
    });
  }
  const page = renderSearchPage({
    ...names,
    matches,
    probePicture: answer.probe.face.crop,
    facesInPhoto: answer.probe.facesInPhoto,
    searchedFaces: answer.searchedFaces,
    madeAtMs: Date.now(),
  });
  await writeFile(path, page);
}
