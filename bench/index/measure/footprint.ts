import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';

setFlagsFromString('--expose-gc');
const collectGarbage = z
  .custom<() => void>((value) => typeof value === 'function')
  .parse(runInNewContext('gc'));

/** Pages of garbage are given back some time after the collection. */
const SETTLING_MS = 300;

/** Bytes of this process that are in memory, after collections of garbage. */
export async function residentBytes(): Promise<number> {
  collectGarbage();
  await setTimeout(SETTLING_MS);
  collectGarbage();
  await setTimeout(SETTLING_MS);
  return process.memoryUsage.rss();
}

/** Bytes of all files in a folder. */
export function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
