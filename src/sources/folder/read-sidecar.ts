import { posix } from 'node:path';
import { isMetadata } from '../../core/metadata.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { Sidecar } from '../../ports/photo-source.ts';
import { type FolderPlace, readSmallText } from './folder-place.ts';

/** More is no description of a photo. */
const MOST_BYTES = 1_000_000;

/** What lies beside a photo cannot be used. */
class SidecarError extends OperatorError {
  constructor(name: string, problem: string, cause?: unknown) {
    super(
      `The file ${posix.basename(name)} beside it cannot be used: ${problem}.`,
      'Correct that file, or move it away, and import again.',
      cause,
    );
    this.name = 'SidecarError';
  }
}

interface Found {
  readonly name: string;
  readonly text: string;
}

/** Beside `a.jpg`, with the extension `.json`: `a.jpg.json` or `a.json`. */
async function textBeside(place: FolderPlace, photo: string, extension: string): Promise<Found | undefined> {
  const stem = photo.slice(0, photo.length - posix.extname(photo).length);
  for (const name of [`${photo}${extension}`, `${stem}${extension}`]) {
    const text = await readSmallText(place, name, MOST_BYTES);
    if (text !== undefined) return { name, text };
  }
  return undefined;
}

function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//i.test(value);
}

function parseJson({ name, text }: Found): Pick<Sidecar, 'metadata' | 'url'> {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch (error) {
    throw new SidecarError(name, 'it is not JSON', error);
  }
  if (!isMetadata(fields)) throw new SidecarError(name, 'it is not an object of bounded size');
  const { url, ...metadata } = fields;
  return isWebAddress(url) ? { metadata, url } : { metadata: fields };
}

/**
 * What lies beside a photo: an object of JSON, of which an http(s) `url` is the page of the photo and the rest is metadata
 * of its faces, and XMP.
 *
 * @throws OperatorError when it cannot be used
 */
export async function readSidecar(place: FolderPlace, photo: string): Promise<Sidecar> {
  const json = await textBeside(place, photo, '.json');
  const xmp = await textBeside(place, photo, '.xmp');
  return { ...(json && parseJson(json)), ...(xmp && { xmp: xmp.text }) };
}
