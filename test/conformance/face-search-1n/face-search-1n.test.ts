import { z } from 'zod';
import { faceSearch1n } from '../../../src/dialects/face-search-1n/face-search-1n.ts';
import { samplePhoto } from '../../support/sample-photos.ts';
import { formOf, TEST_SECRET } from '../../support/server-process.ts';
import { storeForeignVector } from '../../support/store-vectors.ts';
import type { ConformanceWorld } from '../conformance-case.ts';
import { conformanceSuite } from '../conformance-suite.ts';
import { deleteKey, makeKey, post, postJson, prepareSearchableWorld } from '../searchable-world.ts';

const RECORD = {
  name: 'John Doe',
  dob: '1990-01-15',
  nationality: 'IN',
  gender: 'M',
  id_no: 'X-123',
  address: '1 Main Street',
  watch_list: ['PEP', 'sanctions'],
  additional_info: 'seen in Pune',
};

/**
 * Beside the searchable world `people` with one record, `vectors` with one that was made elsewhere, `elsewhere`, which is
 * `press` once more by way of another server, and `lost`, whose server refuses its key.
 */
async function prepare(world: ConformanceWorld): Promise<void> {
  await prepareSearchableWorld(world);
  await postJson(world, '/v1/galleries', { name: 'people' });
  const body = formOf({ image: await samplePhoto(5) });
  body.append('faces', 'largest');
  body.append('metadata', JSON.stringify(RECORD));
  await post(world, '/v1/galleries/people/photos', { body });
  await storeForeignVector(world.folder, 'vectors');
  await makeKey(world, 'pressReader', { scopes: ['read'], galleries: ['press'] });
  await makeKey(world, 'short', { scopes: ['read', 'search'] });
  const address = world.address;
  const shortKey = world.memory.get('short');
  const elsewhere = { name: 'elsewhere', address, gallery: 'press', key: TEST_SECRET };
  await postJson(world, '/v1/external-galleries', elsewhere);
  await postJson(world, '/v1/external-galleries', { ...elsewhere, name: 'lost', key: shortKey });
  await deleteKey(world, 'short');
}

const errorShape = z.object({ error: z.object({ code: z.string() }) });

const answerShape = z.object({
  response: z.array(z.object({ match_score: z.number(), distance: z.number() })),
});

/** A match is further away the lower its score, exactly as in the vendor's sample, and better ones come first. */
function problemsOfMatches(body: unknown): readonly unknown[] {
  const parsed = answerShape.safeParse(body);
  const matches = parsed.success ? parsed.data.response : [];
  return matches.filter(
    ({ match_score: score, distance }, rank) =>
      Math.abs(distance - (1 - score / 100)) > 1e-9 || score > (matches[rank - 1]?.match_score ?? 100),
  );
}

await conformanceSuite(faceSearch1n, new URL('cases.json', import.meta.url), {
  prepare,
  faultOf: ({ ok, body }) => (ok ? undefined : errorShape.parse(body).error.code),
  check: ({ name }, body) => (name === 'submitFaceSearch' ? problemsOfMatches(body) : []),
});
