import { z } from 'zod';
import { isFaultCode } from '../../../src/core/fault.ts';
import { facecheck } from '../../../src/dialects/facecheck/facecheck.ts';
import { conformanceSuite } from '../conformance-suite.ts';
import { prepareSearchableWorld } from '../searchable-world.ts';
import { problemsOf, seedValidators } from './seed-document.ts';

const errorShape = z.looseObject({ error: z.string().nullish(), code: z.string().nullish() });

const seed = await seedValidators();
if (seed === undefined) {
  console.warn(
    "SKIPPED: replies are not held against FaceCheck's OpenAPI document, ../shared/seeds/facecheck.txt",
  );
}

await conformanceSuite(facecheck, new URL('cases.json', import.meta.url), {
  prepare: prepareSearchableWorld,
  faultOf: ({ body }) => {
    const code = errorShape.parse(body).code?.toLowerCase() ?? '';
    return isFaultCode(code) ? code : undefined;
  },
  check: ({ name }, body) => {
    const isInfo = name === 'info' && errorShape.parse(body).code === undefined;
    return seed ? problemsOf(isInfo ? seed.info : seed.reply, body) : [];
  },
});
