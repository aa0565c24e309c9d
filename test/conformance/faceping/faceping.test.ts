import { faceping } from '../../../src/dialects/faceping/faceping.ts';
import { conformanceSuite } from '../conformance-suite.ts';

await conformanceSuite(faceping, new URL('cases.json', import.meta.url));
