import { z } from 'zod';
import { isFaultCode } from '../../../src/core/fault.ts';
import { facefinder } from '../../../src/dialects/facefinder/facefinder.ts';
import { conformanceSuite } from '../conformance-suite.ts';
import { prepareSearchableWorld } from '../searchable-world.ts';

const errorShape = z.object({ error: z.string() });

await conformanceSuite(facefinder, new URL('cases.json', import.meta.url), {
  environment: { LIKENESS_MAX_PHOTO_BYTES: '1300000' },
  prepare: prepareSearchableWorld,
  faultOf: ({ ok, body }) => {
    const code = ok ? '' : errorShape.parse(body).error;
    return isFaultCode(code) ? code : undefined;
  },
});
