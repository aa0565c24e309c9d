import { describe } from 'vitest';
import type { FaceIndex } from '../../src/ports/face-index.ts';
import type { Leniency } from './brute-force.ts';
import { faceIndexConcurrency } from './face-index-concurrency.ts';
import { faceIndexContent } from './face-index-content.ts';
import { faceIndexErrors } from './face-index-errors.ts';
import { faceIndexNamed } from './face-index-named.ts';
import { faceIndexRanking } from './face-index-ranking.ts';

/**
 * What every face index must do, whatever its algorithm. `make` gives an empty one.
 *
 * @param leniency for more than 1,024 faces
 */
export function faceIndexContract(
  name: string,
  make: () => FaceIndex,
  leniency: Leniency = { mayMiss: 0 },
): void {
  describe(`${name} as a face index`, () => {
    faceIndexRanking(make);
    faceIndexContent(make, leniency);
    faceIndexErrors(make);
    faceIndexNamed(make, leniency);
    faceIndexConcurrency(make, leniency);
  });
}
