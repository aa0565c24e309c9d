/** Speed beside peers, in one run on one machine: `npm run bench` writes `bench/RESULTS.md`. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { measureSearch } from './speed/search.ts';

const GIBIBYTE = 1024 ** 3;

const rows = await measureSearch();
const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, ${Math.round(totalmem() / GIBIBYTE)} GiB, Node ${process.version}`;
const table = rows.map(({ what, ours, peer, ratio }) => `| ${what} | ${ours} | ${peer} | ${ratio} |`);
const text = [
  '# Results',
  '',
  'Written by `npm run bench`. Times are worth only as ratios of one run on one machine.',
  '',
  `- date: ${new Date().toISOString().slice(0, 10)}`,
  `- machine: ${machine}`,
  '',
  '| what | Likeness | peer | ratio |',
  '|---|---|---|---|',
  ...table,
  '',
].join('\n');
writeFileSync(fileURLToPath(new URL('RESULTS.md', import.meta.url)), text);
console.log(text);
process.exit(0);
