import { z } from 'zod';
import { foreignDimensionsOf } from '../core/foreign-pack.ts';
import type { Gallery } from '../core/gallery.ts';
import type { Application } from './composition.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { externalGalleryOutput } from './external-gallery-outline.ts';
import { isoTime } from './iso-time.ts';
import { describeBounds } from './quality-option.ts';
import { print, printJson, type Session, withApplication } from './session.ts';
import { renderTable } from './table.ts';

const bounds = z.record(z.string(), z.number());

/** What `likeness galleries create|show|set --json` print. */
export const galleryOutput = z.strictObject({
  name: z.string(),
  packId: z.string(),
  quality: z.strictObject({ warnBelow: bounds, rejectBelow: bounds }),
  photoCount: z.number(),
  faceCount: z.number(),
  createdAt: z.iso.datetime(),
});

/** What `likeness galleries list --json` prints. */
export const galleriesOutput = z.strictObject({
  galleries: z.array(galleryOutput),
  externalGalleries: z.array(externalGalleryOutput),
});

export type GalleryOutline = z.output<typeof galleryOutput>;

function describeModels(packId: string): string {
  const dimensions = foreignDimensionsOf(packId);
  return dimensions === undefined ? packId : `none: vectors of ${dimensions}`;
}

const COLUMNS = [
  { heading: 'name', cell: ({ name }: GalleryOutline) => name },
  { heading: 'photos', align: 'right', cell: ({ photoCount }: GalleryOutline) => String(photoCount) },
  { heading: 'faces', align: 'right', cell: ({ faceCount }: GalleryOutline) => String(faceCount) },
  { heading: 'models', cell: ({ packId }: GalleryOutline) => describeModels(packId) },
  { heading: 'warns below', cell: ({ quality }: GalleryOutline) => describeBounds(quality.warnBelow) },
  { heading: 'rejects below', cell: ({ quality }: GalleryOutline) => describeBounds(quality.rejectBelow) },
  { heading: 'created', cell: ({ createdAt }: GalleryOutline) => createdAt },
] as const;

/** What is printed of a gallery. */
export function outlineGallery(gallery: Gallery): GalleryOutline {
  const { name, packId, quality, photoCount, faceCount, createdAtMs } = gallery;
  return galleryOutput.parse({
    name,
    packId,
    quality: { warnBelow: { ...quality.warnBelow }, rejectBelow: { ...quality.rejectBelow } },
    photoCount,
    faceCount,
    createdAt: isoTime(createdAtMs),
  });
}

/** Galleries as a table. */
export function renderGalleries(galleries: readonly GalleryOutline[]): string {
  return renderTable(galleries, COLUMNS);
}

/** Prints one gallery. */
export async function showGallery(
  session: Session,
  look: (application: Application) => Promise<Gallery>,
): Promise<ExitCode> {
  const gallery = outlineGallery(await withApplication(session, look));
  if (session.json) printJson(session, galleryOutput, gallery);
  else print(session, renderGalleries([gallery]));
  return EXIT.fine;
}
