import { InferenceSession } from 'onnxruntime-node';
import { embedNoise } from './embed-noise.ts';
import { choose, type Expectation, inputShapeOf } from './input-shape.ts';
import { refuse } from './refuse.ts';

/** What a recogniser's file says of itself, and what it does. */
export interface RecogniserFacts {
  readonly inputName: string;
  readonly sidePx: number;
  readonly outputName: string;
  readonly dimensions: number;
  /** 1 when its batch is fixed, or does not keep faces apart. */
  readonly mostFacesAtOnce: number;
}

/** Fewer are classes, such as real and fake, and no embedding. */
const LEAST_DIMENSIONS = 32;
const MOST_DIMENSIONS = 4096;
const BATCH = 4;
/** How far two answers for the same face may lie apart: rounding in another order. */
const LARGEST_DIFFERENCE = 1e-3;

async function open(path: string): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(path, { intraOpNumThreads: 1, logSeverityLevel: 4 });
  } catch (cause) {
    throw refuse(
      'it is not an ONNX file that ONNX Runtime understands.',
      'Check the file; a model in several files (beside the .onnx a .data) must be made one first.',
      cause,
    );
  }
}

function largestDifference(first: Float32Array, second: Float32Array): number {
  return first.reduce((most, value, index) => Math.max(most, Math.abs(value - (second[index] ?? 0))), 0);
}

/** How many faces it takes at once and still answers for each as if it were alone. */
async function batchOf(
  run: (faces: number) => Promise<Float32Array[]>,
  alone: Float32Array,
): Promise<number> {
  try {
    const together = await run(BATCH);
    const [first] = together;
    if (together.length !== BATCH || first?.length !== alone.length) return 1;
    const scale = Math.max(...alone.map(Math.abs));
    return largestDifference(first, alone) <= LARGEST_DIFFERENCE * scale ? BATCH : 1;
  } catch {
    return 1;
  }
}

/** @throws OperatorError when the answers are no embeddings */
function requireEmbeddings(first: Float32Array, second: Float32Array): void {
  if (first.length > MOST_DIMENSIONS || first.length < LEAST_DIMENSIONS) {
    throw refuse(
      `it answers ${first.length} numbers for a face.`,
      `An embedding has ${LEAST_DIMENSIONS} to ${MOST_DIMENSIONS}: choose another output with --output.`,
    );
  }
  const isFinite = [...first, ...second].every(Number.isFinite);
  if (!isFinite || largestDifference(first, second) === 0) {
    throw refuse(
      'it answers the same for every picture, or no numbers.',
      'Choose another output with --output, or check how it was exported.',
    );
  }
}

/**
 * Opens an ONNX file, runs it on noise and says how to ask it.
 *
 * @throws OperatorError when it is no recogniser of faces as pictures
 */
export async function inspectRecogniser(path: string, expected: Expectation): Promise<RecogniserFacts> {
  const session = await open(path);
  try {
    const { name, sidePx, hasFreeBatch } = inputShapeOf(session, expected);
    const outputName = choose(session.outputNames, expected.outputName, '--output');
    const run = (faces: number, seed = 1) =>
      embedNoise({ session, inputName: name, outputName, sidePx }, faces, seed);
    const [first] = await run(1);
    const [second] = await run(1, 2);
    if (first === undefined || second === undefined)
      throw refuse('it answers nothing.', 'Choose another output.');
    requireEmbeddings(first, second);
    const mostFacesAtOnce = hasFreeBatch ? await batchOf(run, first) : 1;
    return { inputName: name, sidePx, outputName, dimensions: first.length, mostFacesAtOnce };
  } finally {
    await session.release();
  }
}
