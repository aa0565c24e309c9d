import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { z } from 'zod';
import type { AnalyzedPhoto } from '../../src/ports/vision.ts';
import { openBenchVision } from '../vision/analyze-all.ts';
import { clocked, median } from './clocked.ts';
import type { Row } from './row.ts';

const ROUNDS = 3;
const SAMPLES = [1, 2, 3, 4, 5, 6];
const PEER_CONFIDENCE = 0.4;
const requireHere = createRequire(import.meta.url);

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

interface Peer {
  readonly tf: {
    setBackend(name: string): Promise<boolean>;
    ready(): Promise<void>;
    tensor3d(values: Uint8Array, shape: readonly number[], type: string): { dispose(): void };
  };
  readonly nets: Record<string, { loadFromDisk(folder: string): Promise<void> } | undefined>;
  readonly SsdMobilenetv1Options: new (options: { minConfidence: number; maxResults: number }) => unknown;
  detectAllFaces(
    input: unknown,
    options: unknown,
  ): { withFaceLandmarks(): { withFaceDescriptors(): Promise<readonly unknown[]> } };
}

const peerSchema = z.custom<Peer>(isObject);
const wasmSchema = z.object({ setWasmPaths: z.custom<(folder: string) => void>(isFunction) });

async function openPeer(): Promise<Peer> {
  const folder = dirname(requireHere.resolve('@vladmandic/face-api/package.json'));
  const wasm = requireHere.resolve('@tensorflow/tfjs-backend-wasm');
  wasmSchema.parse(requireHere('@tensorflow/tfjs-backend-wasm')).setWasmPaths(`${dirname(wasm)}/`);
  const peer = peerSchema.parse(requireHere(join(folder, 'dist/face-api.node-wasm.js')));
  await peer.tf.setBackend('wasm');
  await peer.tf.ready();
  for (const net of ['ssdMobilenetv1', 'faceLandmark68Net', 'faceRecognitionNet']) {
    await peer.nets[net]?.loadFromDisk(join(folder, 'model'));
  }
  return peer;
}

async function analyzeWithPeer(peer: Peer, photo: Uint8Array): Promise<number> {
  const { data, info } = await sharp(photo)
    .rotate()
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const input = peer.tf.tensor3d(data, [info.height, info.width, 3], 'int32');
  const options = new peer.SsdMobilenetv1Options({ minConfidence: PEER_CONFIDENCE, maxResults: 200 });
  const faces = await peer.detectAllFaces(input, options).withFaceLandmarks().withFaceDescriptors();
  input.dispose();
  return faces.length;
}

function samplePath(number: number): string {
  return fileURLToPath(
    new URL(`../../node_modules/@vladmandic/face-api/demo/sample${number}.jpg`, import.meta.url),
  );
}

/** Photos a second from file to templates: ours, and face-api on its WebAssembly back end. */
export async function measurePhotos(): Promise<readonly Row[]> {
  const photos = await Promise.all(SAMPLES.map((number) => readFile(samplePath(number))));
  const vision = await openBenchVision();
  const analyzed: AnalyzedPhoto[] = [];
  const oursMs = await clocked(ROUNDS, async () => {
    analyzed.splice(0, analyzed.length, ...(await Promise.all(photos.map((photo) => vision.analyze(photo)))));
  });
  await vision.close();
  const peer = await openPeer();
  let peerFaces = 0;
  const peersMs = await clocked(ROUNDS, async () => {
    peerFaces = 0;
    for (const photo of photos) peerFaces += await analyzeWithPeer(peer, photo);
  });
  const ourFaces = analyzed.reduce((sum, { faces }) => sum + faces.length, 0);
  const ratio = median(peersMs) / median(oursMs);
  const perSecond = (tookMs: readonly number[]) => ((1000 * photos.length) / median(tookMs)).toFixed(2);
  const stage = (name: 'decodeMs' | 'detectMs' | 'embedMs') =>
    median(analyzed.map(({ timings }) => timings[name]).sort((first, second) => first - second)).toFixed(0);
  return [
    {
      what: `photo to templates, six group photos of about 1920x1400 (photos/s)`,
      ours: `${perSecond(oursMs)} (${ourFaces} faces; decode ${stage('decodeMs')}, detect ${stage('detectMs')}, embed ${stage('embedMs')} ms a photo)`,
      peer: `face-api 1.7 on tfjs-wasm: ${perSecond(peersMs)} (${peerFaces} faces)`,
      ratio: `${ratio.toFixed(1)} times as fast`,
    },
  ];
}
