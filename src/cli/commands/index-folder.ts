import type { Command } from 'commander';
import { z } from 'zod';
import type { Application } from '../composition.ts';
import { ensureGallery } from '../ensure-gallery.ts';
import type { ExitCode } from '../exit-code.ts';
import { importWithProgress } from '../import-with-progress.ts';
import { metadataOption } from '../metadata-option.ts';
import { readOptions } from '../read-options.ts';
import { requirePath } from '../read-photo.ts';
import { note, type RunWork, type Session, withApplication } from '../session.ts';
import { withSource } from '../with-source.ts';
import { reportIndexing } from './index-report.ts';

const EXAMPLES = `
Photos that the gallery holds already are passed over, so an indexing that was cut off goes on when it is
run again. Ends with 1 when files failed and with 130 when it was interrupted.

Examples:
  $ likeness index ./photos --gallery people
  $ likeness index ./summer --gallery people --metadata event=summer year=2026
  $ likeness index ./photos --gallery people --failures failed.json`;

const indexOptions = z.object({
  gallery: z.string(),
  metadata: metadataOption('the folder comes before --metadata'),
  create: z.boolean().default(true),
  pack: z.string().optional(),
  failures: z.string().optional(),
});

type IndexOptions = z.output<typeof indexOptions>;

async function openGallery(session: Session, application: Application, options: IndexOptions): Promise<void> {
  if (!options.create) {
    await application.services.getGallery(options.gallery);
    return;
  }
  const { gallery, created } = await ensureGallery(application.services, options.gallery, options.pack);
  if (created) note(session, `Created the gallery "${gallery.name}".`);
}

async function indexFolder(session: Session, folder: string, given: unknown): Promise<ExitCode> {
  const options = readOptions(indexOptions, given);
  await requirePath(folder);
  return withApplication(session, async (application) => {
    await openGallery(session, application, options);
    const startedAtMs = session.terminal.elapsedMs();
    const { gallery: galleryName, metadata } = options;
    const outcome = await withSource(application.folderSource(folder), (source) =>
      importWithProgress(session, application, { galleryName, source, metadata }),
    );
    const elapsedMs = session.terminal.elapsedMs() - startedAtMs;
    return reportIndexing(session, { ...outcome, gallery: options.gallery, elapsedMs }, options.failures);
  });
}

/** `likeness index <folder> --gallery <name>` */
export function addIndexCommand(program: Command, run: RunWork): void {
  program
    .command('index')
    .description('Find the faces of a folder of photos (or of one photo) and store them in a gallery.')
    .argument('<folder>', 'folder, searched with its subfolders, or one photo')
    .requiredOption('-g, --gallery <name>', 'where to store the faces')
    .option('--metadata <key=value...>', 'remembered with every face; may be repeated')
    .option('--create', 'create the gallery if it is missing (the default)')
    .option('--no-create', 'fail if the gallery is missing')
    .option('--pack <name>', 'model pack of a gallery that is created; default: the default pack')
    .option('--failures <file>', 'write all files that failed to this file, as JSON')
    .addHelpText('after', EXAMPLES)
    .action((folder: string, options: unknown) => run((session) => indexFolder(session, folder, options)));
}
