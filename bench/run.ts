/** Speed beside peers, in one run on one machine: `npm run bench` writes `bench/RESULTS.md`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeMachine } from './speed/machine.ts';
import { measureSearch } from './speed/search.ts';

const rows = await measureSearch();
const table = rows.map(({ what, ours, peer, ratio }) => `| ${what} | ${ours} | ${peer} | ${ratio} |`);
const text = [
  '# Results',
  '',
  'Written by `npm run bench`. Times are worth only as ratios of one run on one machine.',
  '',
  ...describeMachine(),
  '',
  '| what | Likeness | peer | ratio |',
  '|---|---|---|---|',
  ...table,
  '',
].join('\n');
writeFileSync(fileURLToPath(new URL('RESULTS.md', import.meta.url)), text);
console.log(text);
process.exit(0);
