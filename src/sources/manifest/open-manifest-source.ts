import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../../core/fault.ts';
import type { Metadata } from '../../core/metadata.ts';
import type { OutgoingHttp } from '../../ports/outgoing.ts';
import type { PhotoSource, SourcePhoto } from '../../ports/photo-source.ts';
import { realPathInside } from '../path-inside.ts';
import { readLimited, versionOf } from '../photo-file.ts';
import { ManifestError } from './manifest-error.ts';
import { linesOfManifest, type ManifestLine, requireKnownForm } from './manifest-lines.ts';
import { FETCH_RULES, type FetchRules, RemotePhotos } from './remote-photos.ts';

/** More characters has no path and hardly an address. */
const LONGEST_IMAGE = 4096;

interface Described {
  /** Path beside the manifest, or address of the picture. */
  readonly image: string;
  /** Address of the page. */
  readonly url: string | undefined;
  readonly metadata: Metadata;
}

function textOf(fields: Metadata, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function wrong(number: number, problem: string): Fault {
  return new Fault('request_invalid', { details: { problem: `line ${number} of the manifest ${problem}` } });
}

/** @returns the fault when the line does not say what is needed */
function describe({ number, fields, problem }: ManifestLine): Described | Fault {
  if (problem !== undefined) return wrong(number, problem);
  const image = textOf(fields, 'image');
  if (image === undefined) return wrong(number, 'names no image');
  if (image.length > LONGEST_IMAGE) return wrong(number, 'names an image in too many characters');
  if (textOf(fields, 'provenance') === undefined)
    return wrong(number, 'does not say by what right it is imported (provenance)');
  const { image: _image, url: _url, ...metadata } = fields;
  return { image, url: textOf(fields, 'url'), metadata };
}

function isWebAddress(image: string): boolean {
  return /^https?:\/\//i.test(image);
}

/** @throws Fault `request_invalid` for what lies elsewhere, also by a link */
async function pathInside(folder: string, image: string, number: number): Promise<string> {
  const path = await realPathInside(folder, image);
  if (path !== undefined) return path;
  throw wrong(number, 'names a file outside of the folder of the manifest');
}

class ManifestSource implements PhotoSource {
  readonly kind = 'manifest';
  readonly #path: string;
  readonly #folder: string;
  readonly #remote: RemotePhotos;

  constructor(path: string, remote: RemotePhotos) {
    this.#path = path;
    this.#folder = dirname(path);
    this.#remote = remote;
  }

  async *photos(): AsyncGenerator<SourcePhoto> {
    for await (const line of linesOfManifest(this.#path)) yield await this.#photoOf(line);
  }

  async close(): Promise<void> {
    this.#remote.close();
  }

  async #photoOf(line: ManifestLine): Promise<SourcePhoto> {
    const { number } = line;
    const described = describe(line);
    if (described instanceof Fault) {
      const name = textOf(line.fields, 'image')?.slice(0, LONGEST_IMAGE) ?? `line ${number}`;
      return { name, id: `line ${number}`, read: () => Promise.reject(described) };
    }
    const { image, url, metadata } = described;
    const shared = { name: image, id: `line ${number}: ${image}`, metadata };
    if (isWebAddress(image)) {
      return {
        ...shared,
        url: url ?? image,
        read: (limitBytes = Number.POSITIVE_INFINITY) => this.#remote.read(image, limitBytes),
      };
    }
    const find = () => pathInside(this.#folder, image, number);
    return {
      ...shared,
      url,
      version: await find().then(versionOf, () => undefined),
      read: async (limitBytes = Number.POSITIVE_INFINITY) => readLimited(await find(), limitBytes),
    };
  }
}

/**
 * The photos that a list names: paths beside the list, or addresses of the web, with whatever else it says of them as
 * metadata. See docs/imports.md for its form. Photos are fetched from the web with patience, a few at a time from each
 * host.
 *
 * @throws ManifestError when it is missing, or neither CSV nor lines of JSON
 */
export async function openManifestSource(
  path: string,
  outgoing: OutgoingHttp,
  rules: FetchRules = FETCH_RULES,
): Promise<PhotoSource> {
  requireKnownForm(path);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new ManifestError('missing', { path });
  return new ManifestSource(await realpath(path), new RemotePhotos(outgoing, rules));
}
