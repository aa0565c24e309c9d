import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Defaults, ok } from '@oazapfts/runtime';
import type { ValidateFunction } from 'ajv';
import { generateSource } from 'oazapfts';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { recompressed, samplePhoto } from '../../support/sample-photos.ts';
import { startServerProcess } from '../../support/server-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { prepareSearchableWorld } from '../searchable-world.ts';
import { readSeedDocument, seedValidators } from './seed-document.ts';

const NODE_MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

type Answer = Promise<{ status: number; headers: Headers; data: unknown }>;

function operation<Input>() {
  return z.custom<(input: Input) => Answer>((value) => typeof value === 'function');
}

/** What the generator makes of the vendor's document, by the names that it gives. */
const clientSchema = z.object({
  defaults: z.custom<Defaults>((value) => typeof value === 'object' && value !== null),
  postApiUploadPic: operation<{ id_search?: string; images: readonly Blob[] }>(),
  postApiInfo: operation<void>(),
  postApiSearch: operation<{ id_search: string; with_progress?: boolean }>(),
  postApiDeletePic: operation<{ idSearch: string; idPic?: string }>(),
});

const document = await readSeedDocument();
const validators = await seedValidators();
if (document === undefined) {
  console.warn(
    "SKIPPED: no client is generated from FaceCheck's OpenAPI document, ../shared/seeds/facecheck.txt",
  );
}

/** Generates a client from the vendor's document, as somebody would who has never heard of us, and loads it. */
async function generateClient(): Promise<z.output<typeof clientSchema>> {
  const folder = await temporaryFolder();
  await symlink(NODE_MODULES, join(folder, 'node_modules'));
  await writeFile(join(folder, 'facecheck.json'), JSON.stringify(document));
  await writeFile(join(folder, 'client.ts'), await generateSource(join(folder, 'facecheck.json')));
  const client: unknown = await import(pathToFileURL(join(folder, 'client.ts')).href);
  return clientSchema.parse(client);
}

/** The reply, once the vendor's document allows it. */
async function documented(answer: Answer, validate: ValidateFunction | undefined): Promise<unknown> {
  const reply: unknown = await ok(answer);
  expect(validate?.(reply) ? [] : validate?.errors).toEqual([]);
  return reply;
}

const replySchema = z.object({
  id_search: z.string().nullable(),
  progress: z.number().nullable(),
  code: z.string().nullable(),
  input: z.array(z.object({ id_pic: z.string() })).nullable(),
  output: z.object({ items: z.array(z.object({ score: z.number(), url: z.string() })) }).nullable(),
});

type Reply = z.output<typeof replySchema>;

async function replyOf(answer: Answer): Promise<Reply> {
  return replySchema.parse(await documented(answer, validators?.reply));
}

function bestOf({ output }: Reply, count: number): readonly string[] | undefined {
  return output?.items
    .slice(0, count)
    .map(({ score, url }) => `${score} ${url}`)
    .toSorted();
}

async function photoOf(number: 1 | 2 | 3): Promise<Blob> {
  return new Blob([await recompressed(await samplePhoto(number))], { type: 'image/jpeg' });
}

it.skipIf(document === undefined)(
  'a client that is generated from the document of FaceCheck runs the whole flow',
  async () => {
    const client = await generateClient();
    const folder = await temporaryFolder();
    const server = await startServerProcess(folder);
    const memory = new Map<string, string>();
    await prepareSearchableWorld({ address: server.address, folder, pictures: {}, memory });
    client.defaults.baseUrl = server.address;
    client.defaults.headers = { Authorization: memory.get('paying') };
    const info = () => documented(client.postApiInfo(), validators?.info);
    const search = (words: { id_search: string; with_progress?: boolean }) =>
      replyOf(client.postApiSearch(words));

    const online = { faces: 13, is_online: true };
    expect(await info()).toEqual({ ...online, has_credits_to_search: true, remaining_credits: 2 });

    const images = [await photoOf(2), await photoOf(3)];
    const uploaded = await replyOf(client.postApiUploadPic({ images }));
    const id = z.string().parse(uploaded.id_search);
    expect(uploaded).toMatchObject({ input: [{}, {}], output: null });

    let polled = await search({ id_search: id, with_progress: true });
    for (let poll = 0; poll < 200 && polled.output === null; poll += 1) {
      await sleep(50);
      polled = await search({ id_search: id, with_progress: true });
    }
    expect(polled.progress).toBe(100);
    expect(bestOf(polled, 2)).toEqual(['100 https://example.com/page-2', '100 sample3.jpg']);

    const next = await replyOf(client.postApiUploadPic({ images: [await photoOf(1)] }));
    const found = await search({ id_search: z.string().parse(next.id_search) });
    expect(bestOf(found, 1)).toEqual(['100 sample1.jpg']);
    expect(await info()).toEqual({ ...online, has_credits_to_search: false, remaining_credits: 0 });

    const [first, second] = uploaded.input ?? [];
    const left = await replyOf(client.postApiDeletePic({ idSearch: id, idPic: first?.id_pic ?? '' }));
    expect(left.input?.map(({ id_pic }) => id_pic)).toEqual([second?.id_pic]);
    await replyOf(client.postApiDeletePic({ idSearch: id }));
    expect((await search({ id_search: id })).code).toBe('SEARCH_NOT_FOUND');

    client.defaults.headers = { Authorization: 'wrong' };
    expect((await replyOf(client.postApiInfo())).code).toBe('EXCEPTION');
    expect(await server.end('SIGTERM')).toBe(0);
  },
);
