import { native } from '../../../src/dialects/native/native.ts';
import { conformanceSuite } from '../conformance-suite.ts';

await conformanceSuite(native, new URL('cases.json', import.meta.url));
