import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LOCK = 'dist/.build-lock';
const POLL_MS = 100;
const GRACE_WITHOUT_OWNER_MS = 5000;

function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** A lock is abandoned when its owner is gone, or when it never came to writing its name. */
function isAbandoned(lock) {
  try {
    return !isRunning(Number(readFileSync(join(lock, 'owner'), 'utf8')));
  } catch {
    try {
      return Date.now() - statSync(lock).mtimeMs > GRACE_WITHOUT_OWNER_MS;
    } catch {
      return false;
    }
  }
}

function take(lock) {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'owner'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Renaming first, so that of several who find it abandoned only one removes it. */
function breakLock(lock) {
  const broken = `${lock}.${process.pid}`;
  try {
    renameSync(lock, broken);
  } catch {
    return;
  }
  rmSync(broken, { recursive: true, force: true });
}

/**
 * Runs the work while no other process of this checkout builds; waits for its turn. Two may rarely work at
 * once, when several find an abandoned lock in the same moment: the work must bear that.
 *
 * @template Result
 * @param {string} root folder of the repository
 * @param {() => Result | Promise<Result>} work
 */
export async function withBuildLock(root, work) {
  const lock = join(root, LOCK);
  mkdirSync(join(root, 'dist'), { recursive: true });
  while (!take(lock)) {
    if (isAbandoned(lock)) breakLock(lock);
    else await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
