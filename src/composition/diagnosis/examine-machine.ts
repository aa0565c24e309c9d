import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { bad, good, type Outcome, warning, wordsOf } from './outcome.ts';

const GIBIBYTE = 1024 ** 3;
const LITTLE_FREE_BYTES = GIBIBYTE;

/** Can the data folder be written, and is there room? */
export async function examineDisk({ data }: Pick<Settings, 'data'>): Promise<Outcome> {
  const trial = join(data, `.doctor-${process.pid}`);
  try {
    await mkdir(data, { recursive: true, mode: 0o700 });
    await writeFile(trial, 'a trial', { flush: true });
    await rm(trial);
  } catch (error) {
    return bad(
      `The data folder cannot be written: ${wordsOf(error)}`,
      'Give this user the right to write there, or choose another folder with LIKENESS_DATA.',
    );
  }
  const { bavail, bsize } = await statfs(data);
  const freeBytes = bavail * bsize;
  const sentence = `${(freeBytes / GIBIBYTE).toFixed(1)} GiB are free in the data folder.`;
  return freeBytes < LITTLE_FREE_BYTES ? warning(sentence, 'Make room on that disk.') : good(sentence);
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
