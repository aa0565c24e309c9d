import type { InferenceSession } from 'onnxruntime-node';
import { refuse } from './refuse.ts';

/** What the person says who adds a model. */
export interface Expectation {
  readonly inputName?: string | undefined;
  readonly outputName?: string | undefined;
  readonly sidePx?: number | undefined;
}

const CHANNELS = 3;

/** The wanted one of the names, or the only one there is. */
export function choose(names: readonly string[], wanted: string | undefined, flag: string): string {
  const [only] = names;
  if (wanted === undefined && only !== undefined && names.length === 1) return only;
  if (wanted !== undefined && names.includes(wanted)) return wanted;
  throw refuse(
    wanted === undefined ? 'more than one name can be meant.' : `nothing in it is named "${wanted}".`,
    `Choose one with ${flag}: ${names.join(', ')}.`,
  );
}

/** A size that a model leaves open is a name in its file. */
function fixedSize(size: number | string | undefined): number | undefined {
  return typeof size === 'number' && size > 0 ? size : undefined;
}

interface InputShape {
  readonly name: string;
  readonly sidePx: number;
  readonly hasFreeBatch: boolean;
}

function isPicture(shape: readonly (number | string)[]): boolean {
  const [batch = 1, channels = CHANNELS, height, width] = shape.map(fixedSize);
  return shape.length === 4 && batch === 1 && channels === CHANNELS && height === width;
}

/** How many pixels it sees. @throws OperatorError when it and the person disagree, or neither says */
function sideOf(fixedPx: number | undefined, wantedPx: number | undefined): number {
  if (fixedPx !== undefined && wantedPx !== undefined && fixedPx !== wantedPx) {
    throw refuse(`it sees ${fixedPx} pixels and not ${wantedPx}.`, `Say --input ${fixedPx}.`);
  }
  const sidePx = fixedPx ?? wantedPx;
  if (sidePx === undefined) {
    throw refuse('it leaves open how many pixels it sees.', 'Say so with --input, such as --input 112.');
  }
  return sidePx;
}

/** How the model wants its pictures. @throws OperatorError when they are not [N, 3, side, side] of 32-bit floats */
export function inputShapeOf(session: InferenceSession, { inputName, sidePx }: Expectation): InputShape {
  const name = choose(session.inputNames, inputName, '--input-name');
  const input = session.inputMetadata.find((found) => found.name === name);
  if (!input?.isTensor || input.type !== 'float32') {
    throw refuse(`its input ${name} takes no 32-bit floats.`, 'Export it with float32 inputs.');
  }
  if (!isPicture(input.shape)) {
    throw refuse(
      `its input has the shape [${input.shape.join(', ')}] and not [N, 3, side, side].`,
      'Export it with one picture, or any number of them, as colour planes.',
    );
  }
  const [batch, , height] = input.shape.map(fixedSize);
  return { name, sidePx: sideOf(height, sidePx), hasFreeBatch: batch === undefined };
}
