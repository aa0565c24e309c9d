import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { z } from 'zod';
import type { Picture } from '../picture.ts';
import { FACE_API_PACKAGE, type ModelRecipe, RECIPES } from './model-recipes.ts';
import { packageFolder, readWeightFiles } from './source-package.ts';

/** What we use of a TF.js tensor. */
const tensorSchema = z.object({ dataSync: z.custom<() => unknown>((value) => typeof value === 'function') });

/** What a net answers: one tensor, or a record of lists of tensors with one entry a picture. */
type NetAnswer = unknown;

interface ReferenceNet {
  loadFromDisk(folder: string): Promise<void>;
  forward(input: unknown): Promise<NetAnswer>;
}

/** A graph model, which is asked for one of its values by name. */
interface GraphModelNet {
  execute(input: unknown, output: string): NetAnswer;
}

interface Tensorflow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor3d(values: Float32Array, shape: readonly number[]): unknown;
  tensor4d(values: Float32Array, shape: readonly number[]): unknown;
  loadGraphModel(source: { load(): Promise<unknown> }): Promise<GraphModelNet>;
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
  /** @param input one picture as a net wants it: rows of pixels of three channels */
  faceres(input: Float32Array): Float32Array;
  mobileface(input: Float32Array): Float32Array;
}

const detectionSchema = z.object({ boxes: z.tuple([z.unknown()]), scores: z.tuple([z.unknown()]) });

const artifactsSchema = z.object({
  modelTopology: z.unknown(),
  weightsManifest: z.array(z.object({ weights: z.array(z.unknown()) })),
});

/** A graph model as TF.js runs it, on square pictures. */
async function graphModelNet(
  tf: Tensorflow,
  recipe: Pick<ModelRecipe, 'source' | 'sourcePackage'>,
  output: string,
): Promise<(input: Float32Array) => Float32Array> {
  const { source, files } = readWeightFiles(recipe);
  const { modelTopology, weightsManifest } = artifactsSchema.parse(source);
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const weightData = Uint8Array.from(Buffer.concat([...files.values()])).buffer;
  const net = await tf.loadGraphModel({
    load: () => Promise.resolve({ modelTopology, weightSpecs, weightData }),
  });
  return (input) => {
    const sidePx = Math.sqrt(input.length / 3);
    return numbersOf(net.execute(tf.tensor4d(input, [1, sidePx, sidePx, 3]), output));
  };
}

/** Loads the authors' implementation with its WebAssembly back end; takes about half a second. */
export async function loadReferenceNets(): Promise<ReferenceNets> {
  const require = createRequire(import.meta.url);
  const wasm = wasmSchema.parse(require('@tensorflow/tfjs-backend-wasm'));
  wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  const folder = packageFolder(FACE_API_PACKAGE);
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
    faceres: await graphModelNet(tf, RECIPES.faceres, 'global_pooling/Mean'),
    mobileface: await graphModelNet(tf, RECIPES.mobileface, 'batchnorm0/add_1'),
  };
}
