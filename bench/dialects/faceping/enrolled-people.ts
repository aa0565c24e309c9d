/**
 * Who is found first through the API of FacePing: enrols the first photo of 400 people of LFW in a group of a running
 * server, and searches with the second photo of every other one. Where no face is found it counts as a miss.
 * `LIKENESS_API_KEY=... npx tsx bench/dialects/faceping/enrolled-people.ts`; the server is at `LIKENESS_URL` or where it is
 * by default. The group `lfw` is made, and deleted at the end.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { lfwPhotos, personOf } from '../../vision/fit/lfw-people.ts';
import { dataPath, hasLabelledPhotos } from '../../vision/labelled-photos.ts';

const PEOPLE = 400;
const GROUP = '/groups/lfw';

const address = process.env['LIKENESS_URL'] ?? 'http://127.0.0.1:8686';
const headers = { authorization: `Bearer ${process.env['LIKENESS_API_KEY'] ?? ''}` };

const foundSchema = z.array(z.object({ score: z.number(), metadata: z.object({ person: z.string() }) }));

const NO_FACE = 422;

/** The reply; undefined when no face was found in the photo. */
async function call(method: string, path: string, photo?: { field: string; name: string }): Promise<unknown> {
  const form = new FormData();
  if (photo) form.append(photo.field, new Blob([await readFile(dataPath('lfw', photo.name))]), photo.name);
  const body = photo && { body: form };
  const reply = await fetch(new URL(path, address), { method, headers, ...body });
  if (reply.ok) return reply.json();
  if (reply.status === NO_FACE) return undefined;
  throw new Error(`${method} ${path} answered ${reply.status}: ${await reply.text()}`);
}

/** The first two photos of the first people who have two. */
function photosOfPeople(): readonly (readonly [string, string])[] {
  const photos = new Map<string, string[]>();
  for (const photo of lfwPhotos()) {
    const person = personOf(photo);
    photos.set(person, [...(photos.get(person) ?? []), photo]);
  }
  const pairs = [...photos.values()].flatMap(([first, second]): (readonly [string, string])[] =>
    first === undefined || second === undefined ? [] : [[first, second]],
  );
  return pairs.slice(0, PEOPLE);
}

async function isFoundFirst(name: string): Promise<boolean> {
  const found = await call('POST', `${GROUP}/faces/search?topK=1`, { field: 'queryImage', name });
  return found !== undefined && foundSchema.parse(found)[0]?.metadata.person === personOf(name);
}

if (!hasLabelledPhotos) throw new Error('the labelled photos are not on this machine');
const people = photosOfPeople();
await call('POST', GROUP);
let enrolled = 0;
for (const [name] of people) {
  const person = encodeURIComponent(personOf(name));
  const stored = await call('POST', `${GROUP}/face?metadata[person]=${person}`, { field: 'image', name });
  enrolled += Number(stored !== undefined);
}
const probes = people.filter((_, position) => position % 2 === 0);
let first = 0;
for (const [, name] of probes) first += Number(await isFoundFirst(name));
await call('DELETE', GROUP);
console.log(
  `${enrolled} of ${people.length} people enrolled, ${probes.length} probed: ${first} found at rank 1`,
);
