import type { Command } from 'commander';
import { z } from 'zod';
import type { Gallery } from '../../core/gallery.ts';
import { allItems } from '../../core/page.ts';
import type { Application } from '../composition.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isoTime } from '../iso-time.ts';
import { readOptions } from '../read-options.ts';
import { print, printJson, type RunWork, type Session, withApplication } from '../session.ts';
import { renderTable } from '../table.ts';
import { addDeleteGalleryCommand } from './delete-gallery.ts';

const EXAMPLES = `
Examples:
  $ likeness galleries list
  $ likeness galleries show people`;

/** What `likeness galleries create|show --json` print. */
export const galleryOutput = z.strictObject({
  name: z.string(),
  packId: z.string(),
  photoCount: z.number(),
  faceCount: z.number(),
  createdAt: z.iso.datetime(),
});

/** What `likeness galleries list --json` prints. */
export const galleriesOutput = z.strictObject({ galleries: z.array(galleryOutput) });

const createOptions = z.object({ pack: z.string().optional() });

type GalleryOutline = z.output<typeof galleryOutput>;

const COLUMNS = [
  { heading: 'name', cell: ({ name }: GalleryOutline) => name },
  { heading: 'photos', align: 'right', cell: ({ photoCount }: GalleryOutline) => String(photoCount) },
  { heading: 'faces', align: 'right', cell: ({ faceCount }: GalleryOutline) => String(faceCount) },
  { heading: 'models', cell: ({ packId }: GalleryOutline) => packId },
  { heading: 'created', cell: ({ createdAt }: GalleryOutline) => createdAt },
] as const;

function outlineGallery({ name, packId, photoCount, faceCount, createdAtMs }: Gallery): GalleryOutline {
  return { name, packId, photoCount, faceCount, createdAt: isoTime(createdAtMs) };
}

async function readAll({ services }: Application): Promise<GalleryOutline[]> {
  const galleries: GalleryOutline[] = [];
  for await (const gallery of allItems(services.listGalleries)) galleries.push(outlineGallery(gallery));
  return galleries;
}

async function list(session: Session): Promise<ExitCode> {
  const galleries = await withApplication(session, readAll);
  if (session.json) printJson(session, galleriesOutput, { galleries });
  else print(session, renderTable(galleries, COLUMNS));
  return EXIT.fine;
}

async function show(
  session: Session,
  look: (application: Application) => Promise<Gallery>,
): Promise<ExitCode> {
  const gallery = outlineGallery(await withApplication(session, look));
  if (session.json) printJson(session, galleryOutput, gallery);
  else print(session, renderTable([gallery], COLUMNS));
  return EXIT.fine;
}

/** `likeness galleries list|create|show|delete` */
export function addGalleriesCommands(program: Command, run: RunWork): void {
  const galleries = program
    .command('galleries')
    .description('List, create, show and delete galleries.')
    .addHelpText('after', EXAMPLES);
  galleries
    .command('list', { isDefault: true })
    .description('List all galleries.')
    .addHelpText('after', '\nExample:\n  $ likeness galleries list --json')
    .action(() => run(list));
  galleries
    .command('create')
    .description('Create an empty gallery.')
    .argument('<name>')
    .option('--pack <name>', 'model pack to bind it to; default: the default pack')
    .addHelpText('after', '\nExample:\n  $ likeness galleries create people')
    .action((name: string, given: unknown) => {
      const { pack } = readOptions(createOptions, given);
      return run((session) => show(session, ({ services }) => services.createGallery({ name, pack })));
    });
  galleries
    .command('show')
    .description('Show one gallery.')
    .argument('<name>')
    .addHelpText('after', '\nExample:\n  $ likeness galleries show people')
    .action((name: string) => run((session) => show(session, ({ services }) => services.getGallery(name))));
  addDeleteGalleryCommand(galleries, run);
}
