/** Entry point of a vision worker: loads the models of the default pack, then analyses one photo after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { Fault } from '../../core/fault.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { AnalyzedPhoto } from '../../ports/vision.ts';
import { analyzePhoto } from '../analyze-photo.ts';
import { LoadedPacks } from './loaded-packs.ts';
import { requestSchema, type WorkerReply, type WorkerRequest, workerSetupSchema } from './worker-messages.ts';

if (parentPort === null) throw new Error('this file runs in a worker thread only');
const port = parentPort;
const { modelFolders, recipe: firstRecipe, ...limits } = workerSetupSchema.parse(workerData);
const packs = new LoadedPacks(modelFolders);

// One photo a worker: more threads inside a decoder would only fight the other workers for cores.
sharp.concurrency(1);
sharp.cache(false);

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${messageOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

/** Memory that can move to the main thread; crops out of a shared pool of memory are copied instead. */
function transferable({ faces }: AnalyzedPhoto): ArrayBuffer[] {
  const views = faces.flatMap(({ template, crop }) => [template, crop]);
  const buffers = views
    .filter((view) => view.byteLength > 0 && view.byteLength === view.buffer.byteLength)
    .map(({ buffer }) => buffer);
  return buffers.filter((buffer) => buffer instanceof ArrayBuffer);
}

function failureReply(error: unknown): WorkerReply {
  if (error instanceof OperatorError) {
    return { kind: 'unusable', sentence: error.message, remedy: error.remedy };
  }
  return error instanceof Fault
    ? { kind: 'fault', code: error.code, details: error.details }
    : { kind: 'failed', message: messageOf(error) };
}

async function answer(request: WorkerRequest): Promise<void> {
  if (request.kind === 'end') {
    await packs.release();
    port.close();
    return;
  }
  try {
    const pack = await packs.require(request.recipe);
    const photo = await analyzePhoto(pack, request.photo, { ...request.options, limits });
    port.postMessage({ kind: 'analyzed', photo } satisfies WorkerReply, transferable(photo));
  } catch (error) {
    port.postMessage(failureReply(error));
  }
}

try {
  await packs.require(firstRecipe);
  // One after the other: the models must not be unloaded under a photo that is being analysed.
  let answered = Promise.resolve();
  port.on('message', (message: unknown) => {
    answered = answered.then(() => answer(requestSchema.parse(message)));
  });
  port.postMessage({ kind: 'ready' } satisfies WorkerReply);
} catch (error) {
  port.postMessage(failureReply(error));
}
