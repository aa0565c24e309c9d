import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SourceFiles } from '../contracts/photo-source-contract.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A folder of the running test's own that holds these files, to be read by everyone. */
export async function folderWith(files: SourceFiles): Promise<string> {
  const folder = await temporaryFolder();
  await chmod(folder, 0o755);
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  return folder;
}
