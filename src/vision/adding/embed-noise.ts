import { type InferenceSession, Tensor } from 'onnxruntime-node';

/** How a recogniser is asked. */
export interface NoiseQuestion {
  readonly session: InferenceSession;
  readonly inputName: string;
  readonly outputName: string;
  readonly sidePx: number;
}

const CHANNELS = 3;
const LEVELS = 256;
/** A linear congruential generator (Numerical Recipes, 3rd edition, section 7.1.7): the same noise every time. */
const GENERATOR = { factor: 1_664_525, summand: 1_013_904_223, modulus: 2 ** 32 };

function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, GENERATOR.factor) + GENERATOR.summand) >>> 0;
    return (state / GENERATOR.modulus) * LEVELS - LEVELS / 2;
  });
}

/**
 * What a recogniser answers for pictures of noise, an embedding each; the first picture of a seed is always the same.
 * Empty when the answer cannot be divided among them.
 *
 * @throws Error when it cannot run
 */
export async function embedNoise(
  question: NoiseQuestion,
  faces: number,
  seed: number,
): Promise<Float32Array[]> {
  const { session, inputName, outputName, sidePx } = question;
  const input = noise(faces * CHANNELS * sidePx * sidePx, seed);
  const tensor = new Tensor('float32', input, [faces, CHANNELS, sidePx, sidePx]);
  const output = (await session.run({ [inputName]: tensor }, [outputName]))[outputName];
  if (output === undefined || !(output.data instanceof Float32Array) || output.dims[0] !== faces) return [];
  const { data } = output;
  const dimensions = data.length / faces;
  return Array.from({ length: faces }, (_, face) => data.slice(face * dimensions, (face + 1) * dimensions));
}
