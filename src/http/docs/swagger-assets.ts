import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The files of Swagger UI that the page needs, and their types. */
const TYPES = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui-standalone-preset.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

export type SwaggerAssetName = keyof typeof TYPES;

export interface SwaggerAsset {
  readonly contentType: string;
  readonly bytes: Buffer;
}

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('swagger-ui-dist/package.json'));

/** Whether a name is that of a file which the page needs. */
export function isSwaggerAssetName(name: string): name is SwaggerAssetName {
  return Object.hasOwn(TYPES, name);
}

/** Reads a file of Swagger UI from the installed package. */
export async function readSwaggerAsset(name: SwaggerAssetName): Promise<SwaggerAsset> {
  return { contentType: TYPES[name], bytes: await readFile(join(folder, name)) };
}
