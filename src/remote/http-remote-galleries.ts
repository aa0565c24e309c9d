import type { z } from 'zod';
import { Fault } from '../core/fault.ts';
import type { RemoteAnswer, RemoteGalleries, RemoteGallery, RemoteQuery } from '../ports/remote-galleries.ts';
import { readBoundedJson } from './bounded-json.ts';
import { galleryReply, problemReply, searchReplyOf } from './native-replies.ts';
import { askPartner, type Errand, type PartnerReply, refused, silent } from './partner.ts';

const KIBIBYTE = 1024;

/** Room for an answer without matches, and for one match of very many values. */
const ANSWER_BOUNDS = { bytes: 64 * KIBIBYTE, values: 10_000 };
/** Room for a match that has as much metadata as can be stored, if most of it is plain text. */
const MATCH_BOUNDS = { bytes: 20 * KIBIBYTE, values: 600 };
/** Metadata may have 50, and are found four levels down. */
const DEEPEST_NESTING = 60;

/** Pictures of faces have at most 320 x 320 pixels. */
const PICTURE_LIMIT_BYTES = 2 * KIBIBYTE * KIBIBYTE;
const LONGEST_DETAIL = 300;

const OK = 200;
const INVALID = 400;
const NOT_FOUND = 404;
const TOO_MANY = 429;
const FIRST_SERVER_ERROR = 500;

interface AnswerBounds {
  readonly bytes: number;
  readonly values: number;
}

/** For an answer with at most so many matches, 0 to 100: what they allow is read in less than 50 ms. */
function boundsOf(matches: number): AnswerBounds {
  return {
    bytes: ANSWER_BOUNDS.bytes + matches * MATCH_BOUNDS.bytes,
    values: ANSWER_BOUNDS.values + matches * MATCH_BOUNDS.values,
  };
}

function readJson(bytes: Uint8Array, { values }: AnswerBounds) {
  return readBoundedJson(bytes, { values, depth: DEEPEST_NESTING });
}

function problemOf({ status, bytes }: PartnerReply): string {
  const read = readJson(bytes, ANSWER_BOUNDS);
  const problem = problemReply.safeParse('value' in read ? read.value : undefined);
  if (!problem.success) return `it answered ${status}`;
  // The sentence of the fault ends with a full stop of its own.
  const detail = problem.data.detail.slice(0, LONGEST_DETAIL).replace(/\.$/, '');
  return `it answered ${status}, ${detail}`;
}

/** @throws Fault unless the reply is what was asked for */
function requireGood(gallery: RemoteGallery, reply: PartnerReply): Uint8Array {
  if (reply.status === OK) return reply.bytes;
  const passes = reply.status >= FIRST_SERVER_ERROR || reply.status === TOO_MANY;
  throw (passes ? silent : refused)(gallery, problemOf(reply));
}

function galleryPath({ remoteName }: RemoteGallery): string {
  return `/v1/galleries/${encodeURIComponent(remoteName)}`;
}

function searchPath(gallery: RemoteGallery): string {
  return `${galleryPath(gallery)}/search`;
}

/** Whether bytes begin as a WebP file does: nothing else is passed on as a picture. */
function isWebp(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return head.startsWith('RIFF') && head.endsWith('WEBP');
}

/** Galleries of servers that speak the native API of Likeness. */
export class HttpRemoteGalleries implements RemoteGalleries {
  readonly #timeoutMs: number;

  constructor({ timeoutMs }: { readonly timeoutMs: number }) {
    this.#timeoutMs = timeoutMs;
  }

  async countFaces(gallery: RemoteGallery): Promise<number> {
    const expected = { schema: galleryReply, bounds: ANSWER_BOUNDS };
    return (await this.#askJson({ gallery, path: galleryPath(gallery) }, expected)).faces;
  }

  async requireSearchable(gallery: RemoteGallery): Promise<void> {
    // Whoever may search is told that there is no photo; who may not, hears of nothing else.
    const form = new FormData();
    form.append('limit', '1');
    const path = searchPath(gallery);
    const reply = await this.#ask({ gallery, path, form, limitBytes: ANSWER_BOUNDS.bytes });
    if (reply.status !== INVALID) requireGood(gallery, reply);
  }

  async search(gallery: RemoteGallery, { photo, limit, signal }: RemoteQuery): Promise<RemoteAnswer> {
    const form = new FormData();
    form.append('image', new Blob([photo]), 'probe');
    form.append('limit', String(limit));
    const path = searchPath(gallery);
    const expected = { schema: searchReplyOf(limit), bounds: boundsOf(limit) };
    const { searchedFaces, matches } = await this.#askJson({ gallery, path, form, signal }, expected);
    return {
      searchedFaces,
      matches: matches.map(({ score, falseMatchRate, face }) => ({
        faceId: face.id,
        score,
        falseMatchRate,
        metadata: face.metadata,
      })),
    };
  }

  async readFaceImage(gallery: RemoteGallery, faceId: string): Promise<Uint8Array> {
    // The key may be good for other galleries there, which are nobody's business here.
    const path = `/v1/faces/${encodeURIComponent(faceId)}/image?gallery=${encodeURIComponent(gallery.remoteName)}`;
    const reply = await this.#ask({ gallery, path, limitBytes: PICTURE_LIMIT_BYTES });
    if (reply.status === NOT_FOUND) throw new Fault('face_not_found', { details: { face: faceId } });
    const picture = requireGood(gallery, reply);
    if (isWebp(picture)) return picture;
    throw refused(gallery, 'what it sent for a picture is none');
  }

  #ask(errand: Omit<Errand, 'timeoutMs'>): Promise<PartnerReply> {
    return askPartner({ ...errand, timeoutMs: this.#timeoutMs });
  }

  async #askJson<Value>(
    errand: Pick<Errand, 'gallery' | 'path' | 'form' | 'signal'>,
    { schema, bounds }: { readonly schema: z.ZodType<Value>; readonly bounds: AnswerBounds },
  ): Promise<Value> {
    const { gallery } = errand;
    const reply = await this.#ask({ ...errand, limitBytes: bounds.bytes });
    const read = readJson(requireGood(gallery, reply), bounds);
    if ('problem' in read) throw refused(gallery, read.problem);
    const parsed = schema.safeParse(read.value);
    if (parsed.success) return parsed.data;
    throw refused(gallery, 'its answer is not one of the native API of Likeness');
  }
}
