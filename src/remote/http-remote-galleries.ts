import type { z } from 'zod';
import { Fault } from '../core/fault.ts';
import type { RemoteAnswer, RemoteGalleries, RemoteGallery, RemoteQuery } from '../ports/remote-galleries.ts';
import { galleryReply, jsonOf, problemReply, searchReply } from './native-replies.ts';
import { askPartner, type Errand, type PartnerReply, refused, silent } from './partner.ts';

const MEBIBYTE = 1024 * 1024;
/** Of 1,000 matches with some metadata, or of 100 with as much as can be stored. */
const ANSWER_LIMIT_BYTES = 8 * MEBIBYTE;
/** Pictures of faces have at most 320 x 320 pixels. */
const PICTURE_LIMIT_BYTES = 2 * MEBIBYTE;
const LONGEST_DETAIL = 300;

const OK = 200;
const NOT_FOUND = 404;
const TOO_MANY = 429;
const FIRST_SERVER_ERROR = 500;

function problemOf({ status, bytes }: PartnerReply): string {
  const problem = problemReply.safeParse(jsonOf(bytes));
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
    return (await this.#askJson({ gallery, path: galleryPath(gallery) }, galleryReply)).faces;
  }

  async search(gallery: RemoteGallery, { photo, limit }: RemoteQuery): Promise<RemoteAnswer> {
    const form = new FormData();
    form.append('image', new Blob([photo]), 'probe');
    form.append('limit', String(limit));
    const path = `${galleryPath(gallery)}/search`;
    const { searchedFaces, matches } = await this.#askJson({ gallery, path, form }, searchReply);
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
    const path = `/v1/faces/${encodeURIComponent(faceId)}/image`;
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
    errand: Pick<Errand, 'gallery' | 'path' | 'form'>,
    schema: z.ZodType<Value>,
  ): Promise<Value> {
    const reply = await this.#ask({ ...errand, limitBytes: ANSWER_LIMIT_BYTES });
    const parsed = schema.safeParse(jsonOf(requireGood(errand.gallery, reply)));
    if (parsed.success) return parsed.data;
    throw refused(errand.gallery, 'its answer is not one of the native API of Likeness');
  }
}
