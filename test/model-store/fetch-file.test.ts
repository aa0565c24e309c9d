import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/core/operator-error.ts';
import { fetchFile } from '../../src/model-store/fetch-file.ts';
import type { WantedFile } from '../../src/model-store/wanted-file.ts';
import { FileServer } from '../support/file-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NAME = 'net.onnx';
const CONTENT = randomBytes(200_000);
const CUT = 70_000;
const RULES = { attempts: 3, idleTimeoutMs: 2000, firstPauseMs: 1 };

let server: FileServer;
let base: string;
let folder: string;
let wanted: WantedFile;

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

beforeEach(async () => {
  server = new FileServer({ [NAME]: CONTENT });
  base = await server.listen();
  wanted = {
    file: NAME,
    bytes: CONTENT.byteLength,
    sha256: sha256Of(CONTENT),
    addresses: [`${base}${NAME}`],
  };
});
afterEach(() => server.close());

const parts = async () => (await readdir(folder)).filter((name) => name.endsWith('.part'));

/** The number of a process that has ended. */
const deadProcess = spawnSync(process.execPath, ['--version']).pid;

/** A part as a process leaves it that was killed. */
async function leavePart(bytes: Uint8Array, owner = deadProcess): Promise<void> {
  await writeFile(join(folder, `${NAME}~${encodeURIComponent(hostname())}~${owner}~left.part`), bytes);
}

/** What is in the folder: names and hashes. */
async function contents(): Promise<Record<string, string>> {
  const names = await readdir(folder);
  const hashes = await Promise.all(
    names.map(async (name) => [name, sha256Of(await readFile(join(folder, name)))] as const),
  );
  return Object.fromEntries(hashes);
}

async function failure(): Promise<OperatorError> {
  const error = await fetchFile(folder, wanted, RULES).catch((reason: unknown) => reason);
  if (!(error instanceof OperatorError)) throw error;
  expect(await readdir(folder)).not.toContain(NAME);
  return error;
}

describe('fetching a file', () => {
  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  it('puts it whole under its name and tells how far it has come', async () => {
    const received: number[] = [];
    await fetchFile(folder, wanted, RULES, (bytes) => received.push(bytes));
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
    expect(received.at(-1)).toBe(CONTENT.byteLength);
    expect(received).toEqual([...received].sort((first, second) => first - second));
  });

  it('makes the folder that it is to lie in', async () => {
    folder = join(folder, 'data', 'models');
    await fetchFile(folder, wanted, RULES);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
  });

  it('follows redirections', async () => {
    server.manners = [{ redirectTo: NAME }, {}];
    await fetchFile(folder, { ...wanted, addresses: [`${base}moved`] }, RULES);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
  });

  it('goes on where the connection was cut, and fetches no byte twice', async () => {
    server.manners = [{ cutAfterBytes: CUT, entityTag: '"one"' }, { entityTag: '"one"' }];
    await fetchFile(folder, wanted, RULES);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
    expect(server.asked.map(({ range, ifRange }) => ({ range, ifRange }))).toEqual([
      { range: undefined, ifRange: undefined },
      { range: `bytes=${CUT}-`, ifRange: '"one"' },
    ]);
    expect(server.asked.map(({ sentBytes }) => sentBytes)).toEqual([CUT, CONTENT.byteLength - CUT]);
  });

  it('begins anew when the file has changed meanwhile', async () => {
    server.manners = [
      { cutAfterBytes: CUT, entityTag: '"one"', content: randomBytes(CONTENT.byteLength) },
      { entityTag: '"two"' },
    ];
    await fetchFile(folder, wanted, RULES);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
    expect(server.asked.at(-1)?.sentBytes).toBe(CONTENT.byteLength);
  });

  it('begins anew at a server that cannot resume', async () => {
    server.manners = [{ cutAfterBytes: CUT }, { ignoresRange: true }];
    await fetchFile(folder, wanted, RULES);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
  });

  it.each([500, 503, 429])('asks again after the status %i', async (status) => {
    server.manners = [{ status }, {}];
    await fetchFile(folder, wanted, RULES);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
    expect(server.asked).toHaveLength(2);
  });

  it('gives up after as many attempts as it may make', async () => {
    server.manners = [{ status: 503 }];
    const { message, remedy } = await failure();
    expect(message).toContain(`${base}${NAME} answered 503`);
    expect(remedy).toContain('LIKENESS_MODELS');
    expect(server.asked).toHaveLength(RULES.attempts);
  });

  it('asks an address only once that does not know the file', async () => {
    server.manners = [{ status: 404 }];
    expect((await failure()).message).toContain('answered 404');
    expect(server.asked).toHaveLength(1);
  });

  it('asks the next address when the first does not have it', async () => {
    await fetchFile(folder, { ...wanted, addresses: [`${base}mirror/${NAME}`, ...wanted.addresses] }, RULES);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
    expect(server.asked.map(({ path }) => path)).toEqual([`mirror/${NAME}`, NAME]);
  });

  it('names both hashes when the file is another one, and keeps nothing of it', async () => {
    const other = randomBytes(CONTENT.byteLength);
    server.manners = [{ content: other }];
    const { message } = await failure();
    expect(message).toContain(sha256Of(other));
    expect(message).toContain(wanted.sha256);
    expect(await readdir(folder)).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['larger', randomBytes(CONTENT.byteLength + 1), 'larger'],
    ['smaller', randomBytes(10), '10 bytes instead of 200000'],
  ])('refuses a %s file and keeps nothing of it', async (_, content, words) => {
    server.manners = [{ content }];
    expect((await failure()).message).toContain(words);
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives up waiting for a server that falls silent, and keeps what has arrived', async () => {
    server.manners = [{ stallAfterBytes: CUT }];
    const rules = { ...RULES, attempts: 1, idleTimeoutMs: 200 };
    await expect(fetchFile(folder, wanted, rules)).rejects.toThrow(`${NAME} was silent for 0.2 s`);
    expect(await parts()).toHaveLength(1);
    server.manners = [{}];
    await fetchFile(folder, wanted, RULES);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
    expect(server.asked.at(-1)?.range).toBe(`bytes=${CUT}-`);
  });

  it('says so when nobody answers at the address', async () => {
    await server.close();
    expect((await failure()).message).toContain('ECONNREFUSED');
  });
});

describe('what an earlier fetch has left', () => {
  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  it('is gone on with when its process is gone', async () => {
    await leavePart(CONTENT.subarray(0, CUT));
    await fetchFile(folder, wanted, RULES);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
    expect(server.asked.map(({ range }) => range)).toEqual([`bytes=${CUT}-`]);
  });

  it('is not asked for again when it is all of the file', async () => {
    await leavePart(CONTENT);
    await fetchFile(folder, wanted, RULES);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
    expect(server.asked).toEqual([]);
  });

  it.each([
    ['another version', randomBytes(CUT)],
    ['a larger version', randomBytes(CONTENT.byteLength + 1)],
    ['another version of equal size', randomBytes(CONTENT.byteLength)],
  ])('is fetched anew when it is the beginning of %s', async (_, left) => {
    await leavePart(left);
    await fetchFile(folder, wanted, RULES);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
    expect(server.asked.at(-1)).toMatchObject({ range: undefined, sentBytes: CONTENT.byteLength });
  });

  it('is left alone while its process runs, unless that has been silent for long', async () => {
    await leavePart(CONTENT.subarray(0, CUT), process.ppid);
    await fetchFile(folder, wanted, RULES);
    expect(server.asked.map(({ range }) => range)).toEqual([undefined]);
    const [left = ''] = await parts();
    await utimes(join(folder, left), new Date('2020-01-01'), new Date('2020-01-01'));
    await fetchFile(folder, wanted, RULES);
    expect(server.asked.at(-1)?.range).toBe(`bytes=${CUT}-`);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
  });
});

describe('two fetches into one folder', () => {
  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  it('do not spoil each other', async () => {
    server.manners = [{ cutAfterBytes: CUT }, { cutAfterBytes: CUT }, {}];
    await Promise.all([fetchFile(folder, wanted, RULES), fetchFile(folder, wanted, RULES)]);
    expect(await contents()).toEqual({ [NAME]: wanted.sha256 });
  });
});
