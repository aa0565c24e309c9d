import type { Command } from 'commander';
import { z } from 'zod';
import { allItems } from '../../core/page.ts';
import type { Application } from '../composition.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { outlineExternalGallery, renderExternalGalleries } from '../external-gallery-outline.ts';
import {
  type GalleryOutline,
  galleriesOutput,
  outlineGallery,
  renderGalleries,
  showGallery,
} from '../gallery-outline.ts';
import { QUALITY_FLAGS, qualityBoundsOption } from '../quality-option.ts';
import { readOptions } from '../read-options.ts';
import { print, printJson, type RunWork, type Session, withApplication } from '../session.ts';
import { addExternalGalleryCommand } from './add-external-gallery.ts';
import { addDeleteGalleryCommand } from './delete-gallery.ts';
import { addReembedCommand } from './reembed-gallery.ts';
import { addSetGalleryCommand } from './set-gallery.ts';

const EXAMPLES = `
Examples:
  $ likeness galleries list
  $ likeness galleries show people
  $ likeness galleries set people --reject-below size=0.3
  $ likeness galleries reembed people --pack accurate`;

const createOptions = z.object({
  pack: z.string().optional(),
  warnBelow: qualityBoundsOption,
  rejectBelow: qualityBoundsOption,
});

async function readAll({ services }: Application) {
  const galleries: GalleryOutline[] = [];
  for await (const gallery of allItems(services.listGalleries)) galleries.push(outlineGallery(gallery));
  const externalGalleries = (await services.listExternalGalleries()).map(outlineExternalGallery);
  return { galleries, externalGalleries };
}

async function list(session: Session): Promise<ExitCode> {
  const all = await withApplication(session, readAll);
  if (session.json) {
    printJson(session, galleriesOutput, all);
    return EXIT.fine;
  }
  print(session, renderGalleries(all.galleries));
  if (all.externalGalleries.length > 0) print(session, `\n${renderExternalGalleries(all.externalGalleries)}`);
  return EXIT.fine;
}

function create(session: Session, name: string, given: unknown): Promise<ExitCode> {
  const { pack, warnBelow = {}, rejectBelow = {} } = readOptions(createOptions, given);
  const command = { name, pack, quality: { warnBelow, rejectBelow } };
  return showGallery(session, ({ services }) => services.createGallery(command));
}

/** `likeness galleries list|create|show|set|reembed|add-external|delete` */
export function addGalleriesCommands(program: Command, run: RunWork): void {
  const galleries = program
    .command('galleries')
    .description('List, create, show, change and delete galleries.')
    .addHelpText('after', EXAMPLES);
  galleries
    .command('list', { isDefault: true })
    .description('List all galleries, also those of other servers.')
    .addHelpText('after', '\nExample:\n  $ likeness galleries list --json')
    .action(() => run(list));
  galleries
    .command('create')
    .description('Create an empty gallery.')
    .argument('<name>')
    .option('--pack <name>', 'model pack to bind it to; default: the default pack')
    .option(...QUALITY_FLAGS.warnBelow)
    .option(...QUALITY_FLAGS.rejectBelow)
    .addHelpText('after', '\nExample:\n  $ likeness galleries create people')
    .action((name: string, given: unknown) => run((session) => create(session, name, given)));
  galleries
    .command('show')
    .description('Show one gallery.')
    .argument('<name>')
    .addHelpText('after', '\nExample:\n  $ likeness galleries show people')
    .action((name: string) =>
      run((session) => showGallery(session, ({ services }) => services.getGallery(name))),
    );
  addSetGalleryCommand(galleries, run);
  addReembedCommand(galleries, run);
  addExternalGalleryCommand(galleries, run);
  addDeleteGalleryCommand(galleries, run);
}
