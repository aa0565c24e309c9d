import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { isMetadata } from '../../core/metadata.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { Sidecar } from '../../ports/photo-source.ts';
import { type FolderPlace, readSmallText } from './folder-place.ts';

/** More is no description of a photo. */
const MOST_BYTES = 1_000_000;

/** File systems know the time to two seconds at least. */
const COARSEST_TIME_MS = 3000;

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

/** One for names that some file system takes for the same. */
function plainNameOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** The file names of what may speak of photos in a folder, for as long as nothing comes into it. */
export class SidecarNames {
  readonly #folder: string;
  readonly #changedAtMs: number;
  readonly #names = new Set<string>();

  private constructor(folder: string, changedAtMs: number) {
    this.#folder = folder;
    this.#changedAtMs = changedAtMs;
  }

  /**
   * To be asked for before the folder is read.
   *
   * @returns undefined when something has come into it so lately that one more would not change its time
   */
  static async of(folder: string): Promise<SidecarNames | undefined> {
    const { mtimeMs } = await stat(folder);
    return Date.now() - mtimeMs < COARSEST_TIME_MS ? undefined : new SidecarNames(folder, mtimeMs);
  }

  /** Whether nothing has come into the folder since. */
  async isCurrent(): Promise<boolean> {
    const now = await stat(this.#folder).catch(() => undefined);
    return now?.mtimeMs === this.#changedAtMs;
  }

  /** Is told of every file of the folder. */
  addIfSidecar(name: string): void {
    const plainName = plainNameOf(name);
    if (/\.(?:json|xmp)$/.test(plainName)) this.#names.add(plainName);
  }

  /** Whether the folder perhaps had such a file: one that it had is never missed. */
  mayHave(path: string): boolean {
    return this.#names.has(plainNameOf(posix.basename(path)));
  }
}

/** A photo whose sidecars are wanted. */
interface Described {
  /** Path from the folder, with forward slashes. */
  readonly photo: string;
  /** What its folder has; undefined when that is not known. */
  readonly seen: SidecarNames | undefined;
}

/** Beside `a.jpg`, with the extension `.json`: `a.jpg.json` or `a.json`. */
async function textBeside(
  place: FolderPlace,
  { photo, seen }: Described,
  extension: string,
): Promise<Found | undefined> {
  const stem = photo.slice(0, photo.length - posix.extname(photo).length);
  for (const name of [`${photo}${extension}`, `${stem}${extension}`]) {
    if (seen?.mayHave(name) === false) continue;
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
export async function readSidecar(place: FolderPlace, { photo, seen }: Described): Promise<Sidecar> {
  const described = { photo, seen: (await seen?.isCurrent()) === true ? seen : undefined };
  const json = await textBeside(place, described, '.json');
  const xmp = await textBeside(place, described, '.xmp');
  return { ...(json && parseJson(json)), ...(xmp && { xmp: xmp.text }) };
}
