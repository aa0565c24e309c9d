/** A thread that makes faces: fills blocks with them, or compares them with every probe. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { type FaceSpan, scanFaces } from '../truth/scan-faces.ts';
import { dataSpecificationSchema, openFaces } from './open-faces.ts';

const setupSchema = z.object({ specification: dataSpecificationSchema, people: z.instanceof(Uint32Array) });
const span = { first: z.number(), end: z.number() };
const taskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fill'), ...span, into: z.instanceof(Float32Array) }),
  z.object({ kind: z.literal('scan'), ...span, limit: z.number() }),
]);
/** What such a thread can be asked for; blocks are in shared memory. */
export type FaceTask = FaceSpan &
  (
    | { readonly kind: 'fill'; readonly into: Float32Array }
    | { readonly kind: 'scan'; readonly limit: number }
  );

const { specification, people } = setupSchema.parse(workerData);
const faces = openFaces(specification, people);

function answer(task: FaceTask) {
  if (task.kind === 'scan') {
    return scanFaces(faces, task, task.limit).map(({ faces, cosines, size }) => ({ faces, cosines, size }));
  }
  const { dimensions } = faces;
  for (let face = task.first; face < task.end; face += 1) {
    const row = face - task.first;
    faces.writeFace(face, task.into.subarray(row * dimensions, (row + 1) * dimensions));
  }
  return [];
}

parentPort?.on('message', (task) => parentPort?.postMessage(answer(taskSchema.parse(task)), []));
