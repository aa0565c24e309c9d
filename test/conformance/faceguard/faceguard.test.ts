import { faceguard } from '../../../src/dialects/faceguard/faceguard.ts';
import { conformanceSuite } from '../conformance-suite.ts';
import { prepareSearchableWorld } from '../searchable-world.ts';

await conformanceSuite(faceguard, new URL('cases.json', import.meta.url), {
  environment: { LIKENESS_MAX_PHOTO_BYTES: '1300000' },
  prepare: prepareSearchableWorld,
});
