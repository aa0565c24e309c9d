import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { z } from 'zod';
import type { Picture } from '../picture.ts';
import { sourcePackageFolder } from './source-package.ts';

/** What we use of a TF.js tensor. */
const tensorSchema = z.object({ dataSync: z.custom<() => unknown>((value) => typeof value === 'function') });

/** What a net answers: one tensor, or a record of lists of tensors with one entry a picture. */
type NetAnswer = unknown;

interface ReferenceNet {
  loadFromDisk(folder: string): Promise<void>;
  forward(input: unknown): Promise<NetAnswer>;
}

interface Tensorflow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor3d(values: Float32Array, shape: readonly number[]): unknown;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
const moduleSchema = z.object({
  tf: z.custom<Tensorflow>(isObject),
  nets: z.object({
    ssdMobilenetv1: z.custom<ReferenceNet>(isObject),
    faceLandmark68Net: z.custom<ReferenceNet>(isObject),
    faceRecognitionNet: z.custom<ReferenceNet>(isObject),
  }),
});
const wasmSchema = z.object({
  setWasmPaths: z.custom<(folder: string) => void>((value) => typeof value === 'function'),
});

/** Numbers out of a tensor of the reference, whatever its shape. */
function numbersOf(tensor: unknown): Float32Array {
  const { dataSync } = tensorSchema.parse(tensor);
  const data: unknown = dataSync.call(tensor);
  if (!(data instanceof Float32Array)) throw new TypeError('the reference did not answer with floats');
  return data;
}

/** The nets as their authors run them, on TF.js: what our conversions are measured against. */
export interface ReferenceNets {
  /** Decoded boxes (top, left, bottom, right as shares of the side) and scores of all anchors. */
  detect(picture: Picture): Promise<{ boxes: Float32Array; scores: Float32Array }>;
  /** 68 points, x and y in turn, as shares of the side. */
  landmarks(picture: Picture): Promise<Float32Array>;
  embedding(picture: Picture): Promise<Float32Array>;
}

const detectionSchema = z.object({ boxes: z.tuple([z.unknown()]), scores: z.tuple([z.unknown()]) });

/** Loads the authors' implementation with its WebAssembly back end; takes about half a second. */
export async function loadReferenceNets(): Promise<ReferenceNets> {
  const require = createRequire(import.meta.url);
  const wasm = wasmSchema.parse(require('@tensorflow/tfjs-backend-wasm'));
  wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  const folder = sourcePackageFolder();
  const { tf, nets } = moduleSchema.parse(require(join(folder, 'dist/face-api.node-wasm.js')));
  await tf.setBackend('wasm');
  await tf.ready();
  for (const net of Object.values(nets)) await net.loadFromDisk(join(folder, 'model'));
  const run = (net: ReferenceNet, { data, width, height }: Picture) =>
    net.forward(tf.tensor3d(Float32Array.from(data), [height, width, 3]));
  return {
    detect: async (picture) => {
      const { boxes, scores } = detectionSchema.parse(await run(nets.ssdMobilenetv1, picture));
      return { boxes: numbersOf(boxes[0]), scores: numbersOf(scores[0]) };
    },
    landmarks: async (picture) => numbersOf(await run(nets.faceLandmark68Net, picture)),
    embedding: async (picture) => numbersOf(await run(nets.faceRecognitionNet, picture)),
  };
}
