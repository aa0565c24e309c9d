import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const SNAPSHOT = 'snapshot';
const UNFINISHED = 'snapshot.unfinished';
const ROW_FILE = /^rows-[0-9a-f-]{36}$/;

/** Whether this is how files of 8-bit templates are named. */
export function isRowFileName(name: string): boolean {
  return ROW_FILE.test(name);
}

/** Where an index is kept: a snapshot, and a file of 8-bit templates for each family. One process uses it at a time. */
export class IndexFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get snapshot(): string {
    return join(this.path, SNAPSHOT);
  }

  /** Where the next snapshot is written. */
  get unfinished(): string {
    return join(this.path, UNFINISHED);
  }

  /** @returns whether it has a snapshot */
  async prepare(): Promise<boolean> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    return (await readdir(this.path)).includes(SNAPSHOT);
  }

  /** Removes everything but these files of templates and the snapshot that refers to them, or all. */
  async keepOnly(rowFiles?: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.path)) {
      const isLeft = name === UNFINISHED || (isRowFileName(name) && rowFiles?.has(name) !== true);
      if (isLeft || (name === SNAPSHOT && rowFiles === undefined)) {
        await rm(join(this.path, name), { force: true, recursive: true });
      }
    }
  }

  /** Gives its room back: the disk may be full. */
  async removeUnfinished(): Promise<void> {
    await rm(this.unfinished, { force: true, recursive: true });
  }

  /** The snapshot that was written takes the place of the one before, also when power is lost now. */
  async finish(): Promise<void> {
    await rename(this.unfinished, this.snapshot);
    const folder = await open(this.path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}
