#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LOWEST_NODE = [20, 19];

function isNodeTooOld() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major < LOWEST_NODE[0] || (major === LOWEST_NODE[0] && minor < LOWEST_NODE[1]);
}

function fail(message) {
  process.stderr.write(`likeness: ${message}\n`);
  process.exit(2);
}

/** A source checkout is built when its sources differ from what dist was made of; a package has no sources. */
async function buildIfStale(root) {
  const buildScript = `${root}scripts/build.mjs`;
  if (!existsSync(buildScript) || !existsSync(`${root}src/main.ts`)) return;
  const { isBuildFresh } = await import('../scripts/build-stamp.mjs');
  if (isBuildFresh(root)) return;
  // Standard output belongs to the results of the command, so the build speaks on standard error only.
  const build = spawnSync(process.execPath, [buildScript, '--if-stale'], { stdio: ['ignore', 2, 2] });
  if (build.signal) process.kill(process.pid, build.signal);
  if (build.status !== 0) fail('the build failed; see the messages above.');
}

if (isNodeTooOld()) {
  fail(`Node.js ${LOWEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
}
await buildIfStale(fileURLToPath(new URL('..', import.meta.url)));
process.setSourceMapsEnabled(true);
await import('../dist/main.js');
