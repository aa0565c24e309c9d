import { readSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCodeOf } from '../../core/error-code.ts';
import { IndexFolder } from './index-folder.ts';
import { readSnapshotText } from './snapshot-end.ts';
import { pieceRoom, ROWS_PER_PIECE, SnapshotPiece } from './snapshot-piece.ts';
import { SnapshotDamage, type SnapshotText } from './snapshot-text.ts';

/** What is kept of an index. */
export interface KeptIndexExamination {
  /** Of all files. */
  readonly bytes: number;
  /** Faces in the snapshot; of one that is not sound, 0. */
  readonly faces: number;
  /** By which a catalog knows it. */
  readonly token?: string;
  /** Why it cannot be used, in words. */
  readonly problem?: string;
}

async function bytesOf(folder: string, names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** @throws SnapshotDamage when a piece is not whole */
function requireSoundPieces(descriptor: number, { families, spaces }: SnapshotText): void {
  const room = pieceRoom();
  let [at, place] = [0, 0];
  for (const [, family, rows] of spaces) {
    for (let from = 0; from < rows; from += ROWS_PER_PIECE) {
      const size = { rows: Math.min(ROWS_PER_PIECE, rows - from), bits: families[family]?.bits ?? 0 };
      const piece = new SnapshotPiece(room, size);
      const bytes = readSync(descriptor, piece.bytes, 0, piece.bytes.length, at);
      if (bytes < piece.bytes.length || !piece.isSound(place)) {
        throw new SnapshotDamage('codes in it are damaged');
      }
      at += bytes;
      place += 1;
    }
  }
}

async function readSnapshot(path: string, present: readonly string[]): Promise<SnapshotText> {
  const handle = await open(path, 'r');
  try {
    const text = readSnapshotText(handle.fd);
    requireSoundPieces(handle.fd, text);
    const missing = text.families.find(({ file }) => !present.includes(file));
    if (missing !== undefined) throw new SnapshotDamage('a file of templates is missing');
    return text;
  } finally {
    await handle.close();
  }
}

/**
 * Looks at what is kept of an index without changing it.
 *
 * @returns undefined when nothing is kept
 */
export async function examineIndexFolder(path: string): Promise<KeptIndexExamination | undefined> {
  const folder = new IndexFolder(path);
  const names = await namesIn(path);
  if (!names.some((name) => join(path, name) === folder.snapshot)) return undefined;
  const bytes = await bytesOf(path, names);
  try {
    const { token, spaces } = await readSnapshot(folder.snapshot, names);
    return { bytes, token, faces: spaces.reduce((sum, [, , rows]) => sum + rows, 0) };
  } catch (error) {
    return { bytes, faces: 0, problem: error instanceof Error ? error.message : String(error) };
  }
}
