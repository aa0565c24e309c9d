import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { native } from '../../../src/dialects/native/native.ts';
import { samplePhoto } from '../../support/sample-photos.ts';
import { conformanceSuite } from '../conformance-suite.ts';

/** A folder to import: a photo, its copy, a file that is none, and what the cases pass over. */
const inbox = await realpath(await mkdtemp(join(tmpdir(), 'likeness-test-')));
await mkdir(join(inbox, 'thumbs'));
for (const name of ['a.jpg', 'copy.jpg', 'thumbs/small.jpg'])
  await writeFile(join(inbox, name), await samplePhoto(2));
await writeFile(join(inbox, 'text.jpg'), 'this is no picture');

afterAll(() => rm(inbox, { recursive: true }));

await conformanceSuite(native, new URL('cases.json', import.meta.url), {
  environment: { LIKENESS_IMPORT_FOLDERS: inbox },
  prepare: async ({ memory }) => void memory.set('inbox', inbox),
});
