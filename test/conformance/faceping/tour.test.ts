import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Operation } from '../../../src/dialects/contract/operation.ts';
import { faceping } from '../../../src/dialects/faceping/faceping.ts';
import { canTour, examplePath, RUN_TIMEOUT_MS, runExample } from '../../support/example-runs.ts';
import { plainPicture } from '../../support/sample-photos.ts';
import { send, TEST_SECRET } from '../../support/server-process.ts';
import { tourWorld } from '../../support/tour-world.ts';

const worldOf = tourWorld();

/** The calls of a tour, in their order, each with its reply. */
function repliesOf(lines: readonly string[]): ReadonlyMap<string, unknown> {
  return new Map(
    lines.flatMap((line, at) => {
      const reply = lines[at + 1] ?? '';
      return /^[A-Z]+ \//.test(line) ? [[line, JSON.parse(reply)] as const] : [];
    }),
  );
}

/** Whether a line of the tour calls the operation. */
function callOf({ method, path }: Pick<Operation, 'method' | 'path'>) {
  const pattern = new RegExp(`^${method} ${path.replaceAll(/:\w+/g, '[^/]+')}(\\?.*)?$`);
  return (line: string): boolean => pattern.test(line);
}

const SCORED: Readonly<Record<string, unknown>> = {
  id: expect.any(String),
  score: expect.any(Number),
  metadata: expect.any(Object),
};

const can = canTour('FacePing');

it.skipIf(!can)(
  'the tour of FacePing gets an answer to every curl line of its page',
  async () => {
    const { server, known, other } = worldOf();
    const command = ['bash', examplePath('faceping', 'tour.sh'), known, other];
    const { code, matches, stderr } = await runExample(command, {
      address: server.address,
      key: TEST_SECRET,
    });
    expect(code === 0 ? 'fine' : stderr).toBe('fine');
    const replies = repliesOf([...matches, ...stderr.split('\n')]);
    const byImage = replies.get('POST /groups/my-face-group/faces/search?topK=5');
    expect(byImage).toMatchObject([{ ...SCORED, score: 1, metadata: { key1: 'value1' } }, SCORED]);
    expect(replies.get('POST /groups/my-face-group/vectors/search')).toMatchObject([
      { score: 1 },
      { score: 1 },
      SCORED,
    ]);
    expect(replies.get('POST /vectors/search?groupName=my-face-group')).toMatchObject([
      { metadata: { source: 'vector', department: 'Important Department' } },
    ]);
    expect(replies.get('POST /groups/my-vectors/vectors/search')).toMatchObject([SCORED, SCORED, SCORED]);
    expect(replies.get('POST /vectors/search')).toMatchObject([{ metadata: { tag: 'personA' } }]);
    expect(replies.get('POST /groups/my-face-group/process-ftp-folder')).toMatchObject({
      message: 'Processing has started.',
    });
    expect(replies.get('POST /groups/my-face-group/process-drive-folder')).toMatchObject({
      code: 'request_invalid',
    });
    expect(replies.get('POST /vectors/compare')).toEqual({ similarity: 0.999973, score: 0.999973 });
    expect(replies.get('GET /groups')).toEqual(expect.arrayContaining(['my-face-group', 'my-vectors']));
    const calls = [...replies.keys()];
    expect(faceping.operations.filter((operation) => !calls.some(callOf(operation)))).toEqual([]);
    const left = await send(server.address, '/groups');
    expect(await left.json()).toEqual(['default']);
  },
  RUN_TIMEOUT_MS,
);

it.skipIf(!can)(
  'the tour of FacePing deletes the groups that it has made when a later call fails, and no others',
  async () => {
    const { server, folder, known } = worldOf();
    const plain = join(folder, 'plain.jpg');
    await writeFile(plain, await plainPicture());
    const tour = () =>
      runExample(['bash', examplePath('faceping', 'tour.sh'), known, plain], {
        address: server.address,
        key: TEST_SECRET,
      });
    const groups = async (): Promise<unknown> => (await send(server.address, '/groups')).json();
    const failed = await tour();
    expect(failed.matches.at(-1)).toMatch(/no face/i);
    expect(failed.stderr).toContain('DELETE /groups/my-face-group');
    expect(failed.code).not.toBe(0);
    expect(await groups()).toEqual(['default']);
    await send(server.address, '/groups/my-face-group', { method: 'POST' });
    expect((await tour()).code).not.toBe(0);
    expect(await groups()).toEqual(['default', 'my-face-group']);
  },
  RUN_TIMEOUT_MS,
);
