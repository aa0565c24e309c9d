// Tools with a binary for each platform list them all as optional, and npm wants each of them in the lock
// file: "npm ci" refuses one with gaps. A registry that does not carry every platform leaves such gaps, so
// they are filled here from the names. With --check it only says whether there are any.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];
const LIBRARIES = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  const [, libc] = Object.entries(LIBRARIES).find(([word]) => words.includes(word)) ?? [];
  if (os === undefined || cpu === undefined) return undefined;
  return { cpu: [cpu], ...(libc && { libc: [libc] }), os: [os] };
}

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const { packages } = lock;
const missing = new Map();
for (const [path, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const isPresent = packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`];
    const platform = platformOf(name);
    if (isPresent || platform === undefined) continue;
    missing.set(`node_modules/${name}`, {
      version,
      ...platform,
      ...(entry.dev && { dev: true }),
      optional: true,
    });
  }
}

if (missing.size === 0) {
  console.log('lock file: complete');
} else if (process.argv.includes('--check')) {
  console.error(`lock file: ${missing.size} platforms are missing; run "npm run lockfile"`);
  process.exitCode = 1;
} else {
  const entries = Object.entries({ ...packages, ...Object.fromEntries(missing) });
  entries.sort(([first], [second]) => first.localeCompare(second, 'en'));
  writeFileSync(
    FILE,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, undefined, 2)}\n`,
  );
  console.log(`lock file: ${missing.size} platforms added`);
}
