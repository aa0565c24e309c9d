import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Besides src, what decides how dist turns out. */
const INPUTS = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
];
const STAMP = 'dist/build-stamp';

/** Every file under a path, relative to the root, in a stable order; a missing path has none. */
function filesUnder(root, path) {
  const entries = readEntries(join(root, path));
  if (entries === 'file') return [path];
  return entries.flatMap((name) => filesUnder(root, join(path, name)));
}

function readEntries(path) {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (error.code === 'ENOTDIR') return 'file';
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * SHA-256 over the names and contents of everything that the build reads. Contents and not times: a fresh
 * checkout, a copied folder or a touched file do not count as a change.
 *
 * @param {string} root folder of the repository
 */
export function sourceStamp(root) {
  const hash = createHash('sha256');
  for (const path of [...INPUTS, 'assembly', 'src'].flatMap((input) => filesUnder(root, input))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.byteLength}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Whether dist was built, to the end, from the sources as they are now. */
export function isBuildFresh(root) {
  try {
    return readFileSync(join(root, STAMP), 'utf8') === sourceStamp(root);
  } catch {
    return false;
  }
}

/** Says that dist was built from sources with this stamp; appears whole or not at all. */
export function writeStamp(root, stamp) {
  const path = join(root, STAMP);
  writeFileSync(`${path}.${process.pid}`, stamp);
  renameSync(`${path}.${process.pid}`, path);
}
