import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, ftruncateSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file of 8-bit templates. */
export class RowFile {
  readonly descriptor: number;
  /** Undefined when nothing is left of it after the process. */
  readonly name: string | undefined;

  constructor(descriptor: number, name?: string) {
    this.descriptor = descriptor;
    this.name = name;
  }

  get bytes(): number {
    return fstatSync(this.descriptor).size;
  }

  /** Cuts off what is behind so many bytes. */
  shorten(bytes: number): void {
    ftruncateSync(this.descriptor, bytes);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** A new one; in a folder it keeps its name, otherwise nothing is left of it when the process ends, however it ends. */
export function newRowFile(folder: string | undefined): RowFile {
  const name = `rows-${randomUUID()}`;
  if (folder !== undefined) return new RowFile(openSync(join(folder, name), 'wx+', 0o600), name);
  const path = join(tmpdir(), `likeness-index-${name}`);
  const descriptor = openSync(path, 'wx+', 0o600);
  rmSync(path);
  return new RowFile(descriptor);
}

/** One that was kept. Fails when it is missing. */
export function keptRowFile(folder: string, name: string): RowFile {
  return new RowFile(openSync(join(folder, name), 'r+'), name);
}
