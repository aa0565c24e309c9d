import { z } from 'zod';
import { isMetadata, type Metadata } from '../core/metadata.ts';

/** More than any server holds: an absurd number would make all scores vanish. */
const MOST_FACES = 1_000_000_000;

/** More than anybody asks for. */
const MOST_MATCHES = 1000;

const count = z.number().int().nonnegative().max(MOST_FACES);

/** What is needed of `GET /v1/galleries/{gallery}`. */
export const galleryReply = z.object({ faces: count });

/** What is needed of `POST /v1/galleries/{gallery}/search`. */
export const searchReply = z.object({
  searchedFaces: count,
  matches: z
    .array(
      z.object({
        score: z.number().min(0).max(100),
        falseMatchRate: z.number().min(0).max(1),
        face: z.object({ id: z.uuid(), metadata: z.custom<Metadata>(isMetadata) }),
      }),
    )
    .max(MOST_MATCHES),
});

/** What is needed of an error. */
export const problemReply = z.object({ detail: z.string() });

/** undefined when it is not JSON. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
