import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { isMetadata, type Metadata } from '../../core/metadata.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { Sidecar } from '../../ports/photo-source.ts';

/** More is no description of a photo. */
const MOST_BYTES = 1_000_000;

/** What lies beside a photo cannot be used. */
class SidecarError extends OperatorError {
  constructor(path: string, problem: string, cause?: unknown) {
    super(
      `The file ${basename(path)} beside it cannot be used: ${problem}.`,
      'Correct that file, or move it away, and import again.',
      cause,
    );
    this.name = 'SidecarError';
  }
}

/** Beside `a.jpg`, with the extension `.json`: `a.jpg.json` or `a.json`. */
function namesBeside(photo: string, extension: string): readonly string[] {
  const stem = photo.slice(0, photo.length - extname(photo).length);
  return [`${photo}${extension}`, `${stem}${extension}`];
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw new SidecarError(path, `it has ${size} bytes, more than ${MOST_BYTES}`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof SidecarError) throw error;
    throw new SidecarError(path, 'it cannot be read', error);
  }
}

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) return path;
  }
  return undefined;
}

function parseJson(path: string, text: string): Metadata {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new SidecarError(path, 'it is not JSON', error);
  }
  if (!isMetadata(parsed)) throw new SidecarError(path, 'it is not an object of bounded size');
  return parsed;
}

function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//i.test(value);
}

async function readJson(path: string): Promise<Pick<Sidecar, 'metadata' | 'url'>> {
  const fields = parseJson(path, await readText(path));
  const { url, ...metadata } = fields;
  return isWebAddress(url) ? { metadata, url } : { metadata: fields };
}

/**
 * What lies beside a photo: an object of JSON, of which an http(s) `url` is the page of the photo and the rest is metadata
 * of its faces, and XMP.
 *
 * @throws OperatorError when it cannot be used
 */
export async function readSidecar(photo: string): Promise<Sidecar> {
  const json = await firstThere(namesBeside(photo, '.json'));
  const xmp = await firstThere(namesBeside(photo, '.xmp'));
  return {
    ...(json !== undefined && (await readJson(json))),
    ...(xmp !== undefined && { xmp: await readText(xmp) }),
  };
}
