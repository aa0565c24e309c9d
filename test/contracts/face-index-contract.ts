import { describe } from 'vitest';
import type { FaceIndex } from '../../src/ports/face-index.ts';
import { faceIndexConcurrency } from './face-index-concurrency.ts';
import { faceIndexContent } from './face-index-content.ts';
import { faceIndexErrors } from './face-index-errors.ts';
import { faceIndexRanking } from './face-index-ranking.ts';

/** What every face index must do, whatever its algorithm. `make` gives an empty one. */
export function faceIndexContract(name: string, make: () => FaceIndex): void {
  describe(`${name} as a face index`, () => {
    faceIndexRanking(make);
    faceIndexContent(make);
    faceIndexErrors(make);
    faceIndexConcurrency(make);
  });
}
