import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCodeOf } from '../core/error-code.ts';
import { OperatorError } from '../core/operator-error.ts';

const KEY_BYTES = 32;

function isKey(bytes: Uint8Array | undefined): bytes is Uint8Array {
  return bytes?.length === KEY_BYTES;
}

async function readKey(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw new OperatorError(
      `The key file ${path} cannot be read.`,
      'Give this user the right to read it.',
      error,
    );
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whoever is first makes the key: all others, in other processes too, take that one. */
async function makeKey(path: string): Promise<void> {
  const draft = join(dirname(path), `.key-${randomBytes(8).toString('hex')}`);
  await writeSynced(draft, randomBytes(KEY_BYTES));
  try {
    await link(draft, path);
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
}

/**
 * The key of a file, 32 bytes; it is made at the first time, readable by its owner only.
 *
 * @throws OperatorError when there is something else at this path
 */
export async function keyFromFile(path: string): Promise<Uint8Array> {
  let key = await readKey(path);
  if (key === undefined) {
    await makeKey(path);
    key = await readKey(path);
  }
  if (isKey(key)) return key;
  throw new OperatorError(
    `The key file ${path} is damaged.`,
    'Bring it back from a backup, or remove it: imports that wait for their credentials must then be begun anew.',
  );
}
