/**
 * `tsx bench/vision/measure-ranges.ts`: measures which numbers the values of the nets take on the sample faces, and
 * writes the ranges by which the build turns the nets into 8 bits.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Alignment, alignFace } from '../../src/vision/align-face.ts';
import { decodePhoto } from '../../src/vision/decode-photo.ts';
import { mirrorPicture } from '../../src/vision/embedding/mirror-picture.ts';
import { planeWriterFor } from '../../src/vision/embedding/normalized-planes.ts';
import { detectWithSsd } from '../../src/vision/finding/detect-with-ssd.ts';
import { locateLandmarks } from '../../src/vision/finding/locate-landmarks.ts';
import type { Network } from '../../src/vision/network.ts';
import { STANDARD_2 } from '../../src/vision/packs/standard-2.ts';
import type { Picture } from '../../src/vision/picture.ts';
import { paddedPlanes } from '../../src/vision/planar-input.ts';
import { resizePicture } from '../../src/vision/resize-picture.ts';
import { type ModelRecipe, RECIPES } from '../../src/vision/weights/model-recipes.ts';
import type { OnnxGraph } from '../../src/vision/weights/onnx-graph.ts';
import { valuesToQuantize } from '../../src/vision/weights/quantization/values-to-quantize.ts';
import { graphOf } from '../../src/vision/weights/source-package.ts';

const NO_LIMITS = { maxPhotoBytes: Number.MAX_SAFE_INTEGER, maxPhotoPixels: Number.MAX_SAFE_INTEGER };
const SAMPLES = [1, 2, 3, 4, 5, 6];
/** Longest sides at which the detector looks at a photo. */
const LOOKS_PX = [640, 256, 160];
const MULTIPLE_PX = 32;

interface Input {
  readonly planes: Float32Array;
  readonly shape: readonly number[];
}

/** Adds the least and the largest number of each value as outputs. */
function withExtremes(graph: OnnxGraph, values: readonly string[]): OnnxGraph {
  for (const value of values) {
    for (const type of ['ReduceMin', 'ReduceMax']) {
      graph.output(`${type} ${value}`, graph.operation(type, [value], { keepdims: 0 }), []);
    }
  }
  return graph;
}

function onlyNumber(results: InferenceSession.ReturnType, name: string): number {
  const data = results[name]?.data;
  const number: unknown = data?.[0];
  if (typeof number !== 'number') throw new TypeError(`the graph did not answer ${name}`);
  return number;
}

async function measure(
  recipe: ModelRecipe,
  inputs: readonly Input[],
): Promise<Map<string, [number, number]>> {
  const { graph } = graphOf(recipe);
  const values = valuesToQuantize(graph);
  const session = await InferenceSession.create(withExtremes(graph, values).serialize(), {
    graphOptimizationLevel: 'disabled',
    logSeverityLevel: 3,
  });
  const ranges = new Map<string, [number, number]>();
  for (const { planes, shape } of inputs) {
    const results = await session.run({ input: new Tensor('float32', planes, shape) });
    for (const value of values) {
      const [least, largest] = ranges.get(value) ?? [Infinity, -Infinity];
      const from = Math.min(least, onlyNumber(results, `ReduceMin ${value}`));
      const to = Math.max(largest, onlyNumber(results, `ReduceMax ${value}`));
      ranges.set(value, [from, to]);
    }
  }
  await session.release();
  return ranges;
}

async function floatNetwork(recipe: ModelRecipe): Promise<Network> {
  const session = await InferenceSession.create(graphOf(recipe).graph.serialize());
  return {
    run: async (input, shape, outputs) => {
      const results = await session.run({ input: new Tensor('float32', input, shape) }, [...outputs]);
      return outputs.map((name) => {
        const data = results[name]?.data;
        if (!(data instanceof Float32Array)) throw new TypeError(`no floats named ${name}`);
        return data;
      });
    },
    release: () => session.release(),
  };
}

async function samplePictures(): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const number of SAMPLES) {
    const path = `../../node_modules/@vladmandic/face-api/demo/sample${number}.jpg`;
    const file = await readFile(fileURLToPath(new URL(path, import.meta.url)));
    pictures.push((await decodePhoto(file, NO_LIMITS)).picture);
  }
  return pictures;
}

async function detectorInputs(pictures: readonly Picture[]): Promise<Input[]> {
  const inputs: Input[] = [];
  const roundUp = (sizePx: number) => Math.ceil(sizePx / MULTIPLE_PX) * MULTIPLE_PX;
  for (const picture of pictures) {
    for (const longestPx of LOOKS_PX) {
      const scale = longestPx / Math.max(picture.width, picture.height);
      const size = [Math.round(picture.width * scale), Math.round(picture.height * scale)] as const;
      const [width, height] = size.map(roundUp);
      const shape = [1, 3, height ?? 0, width ?? 0];
      const resized = await resizePicture(picture, ...size);
      for (const each of [resized, mirrorPicture(resized)]) {
        inputs.push({ planes: paddedPlanes(each, width ?? 0, height ?? 0), shape });
      }
    }
  }
  return inputs;
}

/** Aligned faces as each recogniser of the pack wants them, and their mirror images. */
async function faceInputs(pictures: readonly Picture[]): Promise<ReadonlyMap<string, Input[]>> {
  const detector = await floatNetwork(RECIPES.ssd);
  const landmarkNet = await floatNetwork(RECIPES.landmarks);
  const inputs = new Map<string, Input[]>(STANDARD_2.recognisers.map(({ name }) => [name, []]));
  for (const picture of pictures) {
    const boxes = (await detectWithSsd(detector, picture)).map(({ box }) => box);
    const faces = await locateLandmarks(landmarkNet, picture, boxes);
    for (const { name, input } of STANDARD_2.recognisers) {
      const alignment: Alignment = input.alignment;
      const write = planeWriterFor(input);
      const shape = [1, 3, input.sidePx, input.sidePx];
      const chips = faces.map((landmarks) => alignFace(picture, landmarks, input.sidePx, alignment));
      const both = chips.flatMap((chip) => [chip, mirrorPicture(chip)]);
      inputs.get(name)?.push(...both.map((chip) => ({ planes: write([chip]), shape })));
    }
  }
  return inputs;
}

/** Four digits: more would only say which processor measured it. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

async function writeRanges(name: string, constant: string, ranges: Map<string, [number, number]>) {
  const lines = [...ranges].map(
    ([value, [least, largest]]) => `  ${value}: [${rounded(least)}, ${rounded(largest)}],`,
  );
  const text = `import type { ValueRanges } from './value-range.ts';

/** Written by "tsx bench/vision/measure-ranges.ts"; do not edit. From the faces of the six sample photos. */
export const ${constant}: ValueRanges = {
${lines.join('\n')}
};
`;
  const path = `../../src/vision/weights/quantization/${name}-ranges.ts`;
  await writeFile(fileURLToPath(new URL(path, import.meta.url)), text);
  process.stderr.write(`${name}: ${ranges.size} values\n`);
}

const pictures = await samplePictures();
const faces = await faceInputs(pictures);
await writeRanges('ssd', 'SSD_RANGES', await measure(RECIPES.ssd, await detectorInputs(pictures)));
await writeRanges('resnet', 'RESNET_RANGES', await measure(RECIPES.resnet, faces.get('resnet-128') ?? []));
await writeRanges(
  'faceres',
  'FACERES_RANGES',
  await measure(RECIPES.faceres, faces.get('faceres-1024') ?? []),
);
