/**
 * How long codes must be, and how long a shortlist: `npx tsx bench/code-lengths.ts`. For real templates and for people
 * drawn from their distribution it prints, for each length of code, how much of what the exact scan finds of the probe's
 * person is left after a shortlist of so many faces. Its tables are in docs/decisions/0011.
 *
 * `--packs standard,accurate`; `--sizes 100000` drawn faces; `--bits 128,256`; `--probes 300`.
 */
import { parseArgs } from 'node:util';
import { ranksByCodes } from './index/codes/code-ranks.ts';
import { keepPhotoTemplates } from './index/data/photo-templates.ts';
import { openData } from './index/trial/open-data.ts';
import { groundTruth } from './index/truth/ground-truth.ts';

const SEED = 6;
const WANTED_SHARE = 0.999;
const SHORTLISTS = [32, 64, 128, 256, 512, 1024, 2048];

const { values: flags } = parseArgs({
  options: {
    packs: { type: 'string', default: 'standard,accurate' },
    sizes: { type: 'string', default: '100000' },
    bits: { type: 'string', default: '128,192,256,320,384,448,512' },
    probes: { type: 'string', default: '300' },
  },
});

const numbers = (text: string) => text.split(',').map(Number);

function shareWithin(ranks: readonly number[], shortlist: number): string {
  return (ranks.filter((rank) => rank < shortlist).length / ranks.length).toFixed(4);
}

function row(bits: number, isCentred: boolean, ranks: readonly number[]): string {
  const needed = ranks[Math.ceil(WANTED_SHARE * ranks.length) - 1] ?? 0;
  const shares = SHORTLISTS.map((shortlist) => shareWithin(ranks, shortlist));
  const cells = [bits, isCentred ? 'yes' : 'no', ...shares, Math.ceil(needed + 1)];
  return `| ${cells.join(' | ')} |`;
}

async function printTable(packId: string, count: number): Promise<void> {
  const kind = count === 0 ? 'real' : 'clusters';
  const data = openData({ kind, count, probes: Number(flags.probes), seed: SEED, packId });
  const neighbours = await groundTruth(data);
  console.log(`\n${packId}, ${kind}, ${data.faces.count.toLocaleString('en')} faces\n`);
  console.log(`| bits | centred | ${SHORTLISTS.join(' | ')} | for ${WANTED_SHARE} |`);
  console.log(`|${'---|'.repeat(SHORTLISTS.length + 3)}`);
  const designs = numbers(flags.bits).map((bits) => ({ bits, isCentred: true }));
  for (const design of [...designs, { bits: 512, isCentred: false }]) {
    console.log(row(design.bits, design.isCentred, ranksByCodes(data.faces, neighbours, design)));
  }
}

for (const pack of flags.packs.split(',')) {
  const packId = await keepPhotoTemplates(pack);
  for (const count of [0, ...numbers(flags.sizes)]) await printTable(packId, count);
}
