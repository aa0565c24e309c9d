/** Entry point: `node dist/vision/weights/build.js [folder]` makes the model files, by default in dist/models. */
import { buildModels } from './build-models.ts';

const folder = process.argv[2] ?? 'dist/models';
const startedAtMs = performance.now();

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

try {
  const { built, findings } = await buildModels(folder);
  for (const finding of findings) say(finding);
  if (built) say(`models ready in ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`);
} catch (error) {
  say(`preparing the models: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
