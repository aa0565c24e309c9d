import { afterAll } from 'vitest';
import { QuantisedFaceIndex } from '../../../src/index/quantised/quantised-face-index.ts';
import { faceIndexContract } from '../../contracts/face-index-contract.ts';
import { KeptTemplates } from '../../support/kept-templates.ts';

/** One for all tests, because each has threads; every test has spaces of its own in it. */
const templates = new KeptTemplates();
const index = new QuantisedFaceIndex({ templates: templates.find, scanThreads: 2 });
let made = 0;

afterAll(() => index.close());

faceIndexContract(
  'QuantisedFaceIndex',
  () => {
    made += 1;
    return templates.keptFor(index, `${made}-`);
  },
  { mayMiss: 0.02 },
);
