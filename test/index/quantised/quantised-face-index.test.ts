import { afterAll } from 'vitest';
import { QuantisedFaceIndex } from '../../../src/index/quantised/quantised-face-index.ts';
import { faceIndexContract } from '../../contracts/face-index-contract.ts';
import { KeptTemplates } from '../../support/kept-templates.ts';

let made = 0;

/** One index for all tests, because each has threads; every test has spaces of its own in it. */
function contractOf(name: string, templateBytes: number | undefined): void {
  const templates = new KeptTemplates();
  const index = new QuantisedFaceIndex({ templates: templates.find, scanThreads: 2, templateBytes });
  afterAll(() => index.close());
  faceIndexContract(
    name,
    () => {
      made += 1;
      return templates.keptFor(index, `${made}-`);
    },
    { mayMiss: 0.02 },
  );
}

contractOf('QuantisedFaceIndex', undefined);
contractOf('QuantisedFaceIndex with 8-bit templates in its file only', 0);
