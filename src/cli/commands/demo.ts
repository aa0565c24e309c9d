import type { Command } from 'commander';
import { z } from 'zod';
import { counted } from '../counted.ts';
import { demoWithFolder } from '../demo/demo-folder.ts';
import { DemoInterrupted } from '../demo/demo-interrupted.ts';
import { demoWithSamples } from '../demo/demo-samples.ts';
import { announcer, DEMO_GALLERY, type DemoStage } from '../demo/demo-stage.ts';
import { reportDemo } from '../demo/report-demo.ts';
import type { DemoSearch } from '../demo/search-for-demo.ts';
import { withTemporaryFolder } from '../demo/temporary-folder.ts';
import type { Verdict } from '../demo/verdict.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readOptions } from '../read-options.ts';
import { readPhoto, requirePath } from '../read-photo.ts';
import { note, openApplication, type RunWork, type Session } from '../session.ts';

const SAMPLE_STEPS = 4;
const FOLDER_STEPS = 3;

const EXAMPLES = `
Works in a temporary data folder and removes it afterwards; your galleries are not touched. Without a folder
it uses sample photos, adds altered copies of one of them, and ends with 1 unless every copy is found above
every stranger.

Examples:
  $ likeness demo
  $ likeness demo ./photos
  $ likeness demo ./photos who.jpg --html result.html`;

const demoOptions = z.object({ html: z.string().default('demo.html') });

interface DemoRequest {
  readonly folder: string | undefined;
  readonly photo: string | undefined;
  readonly html: string;
}

async function requireFiles(session: Session, { folder, photo }: DemoRequest): Promise<void> {
  if (folder !== undefined) await requirePath(folder);
  if (photo !== undefined) await readPhoto(photo, session.loadSettings());
}

async function perform(
  stage: DemoStage,
  { folder, photo }: DemoRequest,
): Promise<DemoSearch & { readonly verdict?: Verdict }> {
  await stage.application.services.createGallery({ name: DEMO_GALLERY });
  const pictures = await stage.session.composition.loadDemoPictures();
  if (folder === undefined) return demoWithSamples(stage, pictures);
  return demoWithFolder(stage, pictures, { folder, photo });
}

async function runIn(data: string, session: Session, request: DemoRequest): Promise<ExitCode> {
  const step = announcer(session, request.folder === undefined ? SAMPLE_STEPS : FOLDER_STEPS);
  step('loading models');
  const application = await openApplication(session, { ...session.loadSettings(), data });
  try {
    const search = await perform({ session, application, step }, request);
    note(session, `    ${counted(search.answer.searchedFaces, 'face')} searched`);
    return await reportDemo(session, application, { ...search, path: request.html });
  } finally {
    await application.close();
  }
}

async function demo(session: Session, request: DemoRequest): Promise<ExitCode> {
  await requireFiles(session, request);
  try {
    return await withTemporaryFolder((folder) => runIn(folder, session, request));
  } catch (error) {
    if (error instanceof DemoInterrupted) return EXIT.interrupted;
    throw error;
  }
}

/** `likeness demo [folder] [photo]` */
export function addDemoCommand(program: Command, run: RunWork): void {
  program
    .command('demo')
    .description('See it work: on sample photos, or on a folder of your own.')
    .argument('[folder]', 'your own photos')
    .argument('[photo]', 'photo to search with; default the most prominent face of the first photo')
    .option('--html <file>', 'where to write the page with pictures; default demo.html')
    .addHelpText('after', EXAMPLES)
    .action((folder: string | undefined, photo: string | undefined, options: unknown) =>
      run((session) => demo(session, { folder, photo, ...readOptions(demoOptions, options) })),
    );
}
