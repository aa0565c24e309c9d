import { constants } from 'node:fs';
import { access, opendir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { errorCodeOf } from '../../core/error-code.ts';
import { bad, good, type Outcome, warning, wordsOf } from './outcome.ts';

const GIBIBYTE = 1024 ** 3;
const LITTLE_FREE_BYTES = GIBIBYTE;

/** The folder itself, or the nearest one above it that exists. @throws the system's error, also when it is a file */
async function nearestFolder(folder: string): Promise<string> {
  try {
    await (await opendir(folder)).close();
    return folder;
  } catch (error) {
    const isMissing = errorCodeOf(error) === 'ENOENT';
    if (!isMissing || folder === dirname(folder)) throw error;
    return nearestFolder(dirname(folder));
  }
}

/** Can the data folder be written, or be made, and is there room? */
export async function examineDisk({ data }: Pick<Settings, 'data'>): Promise<Outcome> {
  try {
    const folder = await nearestFolder(resolve(data));
    await access(folder, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(folder);
    const freeBytes = bavail * bsize;
    const sentence = `${(freeBytes / GIBIBYTE).toFixed(1)} GiB are free for the data folder.`;
    return freeBytes < LITTLE_FREE_BYTES ? warning(sentence, 'Make room on that disk.') : good(sentence);
  } catch (error) {
    return bad(
      `The data folder cannot be written: ${wordsOf(error)}`,
      'Give this user the right to write there, or choose another folder with LIKENESS_DATA.',
    );
  }
}

/** Is the port free? */
export async function examinePort({ host, port }: Pick<Settings, 'host' | 'port'>): Promise<Outcome> {
  const listener = createServer();
  const outcome = new Promise<Outcome>((resolve) => {
    listener.once('error', (error) => {
      const remedy = 'That is as it should be while a server runs; else choose another with LIKENESS_PORT.';
      resolve(warning(`${host}:${port} cannot be listened on: ${error.message}`, remedy));
    });
    listener.listen(port, host, () => resolve(good(`${host}:${port} is free.`)));
  });
  return outcome.finally(() => listener.close());
}
