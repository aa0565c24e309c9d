/** Runs one peer on the photos that standard input names, one path a line, and writes what it took as JSON. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { z } from 'zod';
import { openFaceApi } from './face-api.ts';
import { openHuman } from './human.ts';

const PEERS = { human: openHuman, 'face-api': openFaceApi } as const;

const name = z.enum(['human', 'face-api']).parse(process.argv[2]);
const paths = readFileSync(0, 'utf8').trim().split('\n');
const [first = ''] = paths;
const countFaces = await PEERS[name]();

async function analyze(path: string): Promise<number> {
  const { data, info } = await sharp(readFileSync(path))
    .rotate()
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return countFaces({ width: info.width, height: info.height, data });
}

await analyze(first);
const startedAtMs = performance.now();
let faces = 0;
for (const path of paths) faces += await analyze(path);
const seconds = (performance.now() - startedAtMs) / 1000;
process.stdout.write(JSON.stringify({ photos: paths.length, faces, seconds }), () => process.exit(0));
