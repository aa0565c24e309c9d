import { z } from 'zod';
import { isMetadata, type Metadata } from '../core/metadata.ts';

/** More than any server holds: an absurd number would make all scores vanish. */
const MOST_FACES = 1_000_000_000;

const count = z.number().int().nonnegative().max(MOST_FACES);

/** What is needed of `GET /v1/galleries/{gallery}`. */
export const galleryReply = z.object({ faces: count });

const matchReply = z.object({
  score: z.number().min(0).max(100),
  falseMatchRate: z.number().min(0).max(1),
  face: z.object({ id: z.uuid(), metadata: z.custom<Metadata>(isMetadata) }),
});

/** What is needed of `POST /v1/galleries/{gallery}/search` with this limit. */
export function searchReplyOf(limit: number) {
  // Counted before they are looked at: what is wrong with each of very many would take long to tell.
  const matches = z.array(z.unknown()).max(limit).pipe(z.array(matchReply));
  return z.object({ searchedFaces: count, matches });
}

/** What is needed of an error. */
export const problemReply = z.object({ detail: z.string() });
