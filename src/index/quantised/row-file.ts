import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file that has no name, so that nothing is left of it when the process ends, however it ends. */
export class RowFile {
  readonly descriptor: number;

  constructor() {
    const path = join(tmpdir(), `likeness-index-${randomUUID()}`);
    this.descriptor = openSync(path, 'wx+', 0o600);
    rmSync(path);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
