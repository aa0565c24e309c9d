import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withBuildLock } from './build-lock.mjs';
import { isBuildFresh, sourceStamp, writeStamp } from './build-stamp.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
// One a process: the lock only saves work, two builds at the same time would be right without it.
const next = join(dist, `.next-${process.pid}`);
const WEIGHTS_STEP = 'vision/weights/build.js';
/** In dist, but not made from src. */
const KEPT = new Set(['models', 'build-stamp']);

function say(message) {
  process.stderr.write(`${message}\n`);
}

function run(step, words) {
  const { status, error } = spawnSync(process.execPath, words, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  throw new Error(`${step} failed${error ? `: ${error.message}` : ''}`);
}

function compilerPath() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  } catch {
    throw new Error('the compiler is not installed; run "npm ci" first (without --omit=dev)');
  }
}

function filesUnder(folder, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name);
    return entry.isDirectory() ? filesUnder(folder, path) : [path];
  });
}

function compile() {
  rmSync(next, { recursive: true, force: true });
  run('compiling', [compilerPath(), '-p', 'tsconfig.build.json', '--outDir', next]);
  for (const path of filesUnder(join(root, 'src'))) {
    if (!path.endsWith('.ts')) cpSync(join(root, 'src', path), join(next, path));
  }
}

/** The inner loops of the index, to where the code that loads them is. */
function compileKernel() {
  const source = join(root, 'assembly/code-kernel.ts');
  if (!existsSync(source)) return;
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json')),
    'bin/asc.js',
  );
  run('compiling the kernel', [
    compiler,
    source,
    '--outFile',
    join(next, 'index/quantised/code-kernel.wasm'),
    '--config',
    join(root, 'assembly/asconfig.json'),
  ]);
}

function removeIfEmpty(folder) {
  if (existsSync(folder) && readdirSync(folder).length === 0)
    rmSync(folder, { recursive: true, force: true });
}

/** File by file, because a rename is never half done: who imports from dist meanwhile finds every file. */
function moveIntoPlace() {
  const fresh = new Set(filesUnder(next));
  const present = readdirSync(dist).filter((name) => !name.startsWith('.') && !KEPT.has(name));
  const old = present.flatMap((name) =>
    statSync(join(dist, name)).isDirectory() ? filesUnder(dist, name) : [name],
  );
  for (const path of fresh) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    renameSync(join(next, path), join(dist, path));
  }
  for (const path of old.filter((path) => !fresh.has(path))) {
    rmSync(join(dist, path), { force: true });
    removeIfEmpty(dirname(join(dist, path)));
  }
  rmSync(next, { recursive: true });
}

function build() {
  if (process.argv.includes('--if-stale') && isBuildFresh(root)) return;
  const startedAtMs = performance.now();
  // Taken before compiling: what is edited during the build makes the next launch build again.
  const stamp = sourceStamp(root);
  say('building Likeness ...');
  compile();
  compileKernel();
  moveIntoPlace();
  if (existsSync(join(dist, WEIGHTS_STEP))) run('preparing the models', [join(dist, WEIGHTS_STEP)]);
  writeStamp(root, stamp);
  say(`built in ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`);
}

try {
  await withBuildLock(root, build);
} catch (error) {
  say(`building: ${error.message}`);
  rmSync(next, { recursive: true, force: true });
  process.exitCode = 1;
}
