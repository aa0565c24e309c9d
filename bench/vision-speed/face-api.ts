import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Picture } from '../../src/vision/picture.ts';

const CONFIDENCE = 0.4;
const MOST_FACES = 200;
const requireHere = createRequire(import.meta.url);

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

interface FaceApi {
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

const faceApiSchema = z.custom<FaceApi>(isObject);
const wasmSchema = z.object({ setWasmPaths: z.custom<(folder: string) => void>(isFunction) });

/** face-api with SSD, 68 landmarks and descriptors on its WebAssembly back end. */
export async function openFaceApi(): Promise<(picture: Picture) => Promise<number>> {
  const folder = dirname(requireHere.resolve('@vladmandic/face-api/package.json'));
  const wasm = requireHere.resolve('@tensorflow/tfjs-backend-wasm');
  wasmSchema.parse(requireHere('@tensorflow/tfjs-backend-wasm')).setWasmPaths(`${dirname(wasm)}/`);
  const faceApi = faceApiSchema.parse(requireHere(join(folder, 'dist/face-api.node-wasm.js')));
  await faceApi.tf.setBackend('wasm');
  await faceApi.tf.ready();
  for (const net of ['ssdMobilenetv1', 'faceLandmark68Net', 'faceRecognitionNet']) {
    await faceApi.nets[net]?.loadFromDisk(join(folder, 'model'));
  }
  return async ({ width, height, data }) => {
    const input = faceApi.tf.tensor3d(data, [height, width, 3], 'int32');
    const options = new faceApi.SsdMobilenetv1Options({ minConfidence: CONFIDENCE, maxResults: MOST_FACES });
    const faces = await faceApi.detectAllFaces(input, options).withFaceLandmarks().withFaceDescriptors();
    input.dispose();
    return faces.length;
  };
}
