import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../src/dialects/contract/dialect.ts';
import { DIALECTS } from '../../src/dialects/dialects.ts';
import { isVendor, LIST_OF_DIALECTS, ownPlacesOf } from '../support/dialect-folders.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['bench', 'examples', 'scripts', 'src', 'test'];
/** Documents tell of every vendor. */
const IS_CODE = /\.(?:ts|mjs|js|json|sh|py|php|go)$/;

function codeIn(folder: string): readonly string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => IS_CODE.test(name)).map((name) => join(folder, name));
}

const files = FOLDERS.flatMap(codeIn)
  .concat(['package.json', 'tsconfig.json', 'vitest.config.ts'])
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A path of an operation as it stands in code, whatever its parameters are there, from its first to its last character. */
function pathIn(path: string): RegExp {
  const steps = path.split('/').map((step) => (step.startsWith(':') ? '[^/\\s\'"`?]+' : escaped(step)));
  return new RegExp(`(?:["'\`}\\s]|:\\d+)${steps.join('/')}["'\`?\\s]`);
}

/** How the code of a file speaks of a dialect: by paths of its operations, its folders, its id. */
function tracesOf({ id, operations }: Dialect) {
  const paths = operations.map(({ path }) => pathIn(path));
  const words = new RegExp(`["'\`/]${escaped(id)}["'\`/]`);
  return (text: string): boolean => [...paths, words].some((trace) => trace.test(text));
}

function belongsTo(id: string, path: string): boolean {
  return ownPlacesOf(id).some((own) => path.startsWith(`${own}/`));
}

describe.each(DIALECTS.filter(isVendor))('the dialect $id', (dialect) => {
  const isTrace = tracesOf(dialect);

  it('is spoken of in its own folders, and in the list of dialects only', () => {
    const speaking = files.filter(({ text }) => isTrace(text)).map(({ path }) => path);
    const others = speaking.filter((path) => !belongsTo(dialect.id, path));
    expect(others).toEqual([LIST_OF_DIALECTS]);
  });

  it('has each of its paths in its own folder, where the search for traces sees them', () => {
    const own = files.filter(({ path }) => belongsTo(dialect.id, path)).map(({ text }) => text);
    const unseen = dialect.operations.filter(({ path }) => !own.some((text) => pathIn(path).test(text)));
    expect(unseen).toEqual([]);
  });
});
