import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where templates of photos and true neighbours are kept from one run to the next. Can be thrown away. */
export function cacheFile(name: string): string {
  const folder = join(tmpdir(), 'likeness-bench-index');
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}
