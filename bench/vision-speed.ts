/**
 * Photos a second beside the peers that a user of Node would pick, on the same photos in one run:
 * `npm run bench:vision` writes `bench/VISION.md`.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeMachine } from './speed/machine.ts';
import { type Run, runLikeness, runPeer } from './vision-speed/contestants.ts';
import { groupPhotos, type PhotoSet, portraits } from './vision-speed/photos.ts';

const OUR_PORTRAITS = 1000;
const PEER_PORTRAITS = 60;
const hasAccurate = existsSync(
  fileURLToPath(new URL('../../shared/models/yunet_s_dynamic.onnx', import.meta.url)),
);

interface Row {
  readonly who: string;
  readonly photos: string;
  readonly run: Run;
}

async function measure(ours: PhotoSet, peers: PhotoSet): Promise<Row[]> {
  const rows: Row[] = [];
  for (const pack of hasAccurate ? ['standard', 'accurate'] : ['standard']) {
    rows.push({ who: `Likeness, ${pack}`, photos: ours.name, run: await runLikeness(ours, pack) });
  }
  rows.push({ who: '@vladmandic/human, wasm', photos: peers.name, run: await runPeer(peers, 'human') });
  rows.push({ who: '@vladmandic/face-api, wasm', photos: peers.name, run: await runPeer(peers, 'face-api') });
  return rows;
}

function tableOf(rows: readonly Row[]): string[] {
  const rate = ({ run }: Row) => run.photos / run.seconds;
  const human = rows.find(({ who }) => who.includes('human'));
  return [
    '| who | photos | faces | photos/s | times human | peak memory, MiB |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => {
      const { who, photos, run } = row;
      const times = human === undefined ? '-' : (rate(row) / rate(human)).toFixed(1);
      return `| ${who} | ${photos} | ${run.faces} | ${rate(row).toFixed(1)} | ${times} | ${run.peakMebibytes.toFixed(0)} |`;
    }),
  ];
}

const ours = portraits(OUR_PORTRAITS);
const peers = portraits(PEER_PORTRAITS);
const tables: string[] = [];
if (ours && peers) tables.push('## Portraits', '', ...tableOf(await measure(ours, peers)), '');
else console.warn('The labelled photos are not on this machine: only group photos are measured.');
const groups = groupPhotos();
tables.push('## Group photos', '', ...tableOf(await measure(groups, groups)), '');
const text = [
  '# Speed of vision',
  '',
  'Written by `npm run bench:vision`. Times are worth only as ratios of one run on one machine.',
  '',
  'Likeness: from the file to the stored template, with the picture of each face and a durable database, by',
  '`likeness index`, two threads. The peers: from the file to descriptors in memory, one process, one thread, because',
  'their WebAssembly back end knows no threads in Node.',
  '',
  ...describeMachine(),
  '',
  ...tables,
].join('\n');
writeFileSync(fileURLToPath(new URL('VISION.md', import.meta.url)), text);
console.log(text);
