import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Picture } from '../../src/vision/picture.ts';
import { packageFolder } from '../../src/vision/weights/source-package.ts';

const MOST_FACES = 10;
const requireHere = createRequire(import.meta.url);

interface Human {
  readonly tf: { tensor4d(values: Uint8Array, shape: readonly number[], type: string): { dispose(): void } };
  load(): Promise<void>;
  detect(input: unknown): Promise<{ readonly face: readonly unknown[] }>;
}

const moduleSchema = z.object({
  Human: z.custom<new (settings: unknown) => Human>((value) => typeof value === 'function'),
});

const portSchema = z.object({ port: z.number() });

/** Its loader knows http and https only. */
async function serve(folder: string): Promise<string> {
  const server = createServer((request, response) => {
    readFile(join(folder, (request.url ?? '/').slice(1))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return `http://127.0.0.1:${portSchema.parse(server.address()).port}/`;
}

const OFF = { enabled: false } as const;
const ON = { enabled: true } as const;

/** human with what finds, aligns and describes faces, and nothing else, on its WebAssembly back end. */
export async function openHuman(): Promise<(picture: Picture) => Promise<number>> {
  const folder = packageFolder('@vladmandic/human');
  const { Human: Constructor } = moduleSchema.parse(requireHere(join(folder, 'dist/human.node-wasm.js')));
  const others = { iris: OFF, emotion: OFF, antispoof: OFF, liveness: OFF, attention: OFF };
  const human = new Constructor({
    backend: 'wasm',
    wasmPath: `${dirname(requireHere.resolve('@tensorflow/tfjs-backend-wasm'))}/`,
    modelBasePath: await serve(join(folder, 'models')),
    cacheSensitivity: 0,
    face: {
      ...ON,
      detector: { rotation: true, maxDetected: MOST_FACES },
      mesh: ON,
      description: ON,
      ...others,
    },
    body: OFF,
    hand: OFF,
    object: OFF,
    gesture: OFF,
    segmentation: OFF,
    filter: OFF,
  });
  await human.load();
  return async ({ width, height, data }) => {
    const input = human.tf.tensor4d(data, [1, height, width, 3], 'int32');
    const { face } = await human.detect(input);
    input.dispose();
    return face.length;
  };
}
