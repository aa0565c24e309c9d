import type { Command } from 'commander';
import { z } from 'zod';
import type { Services } from '../../services/services.ts';
import { counted } from '../counted.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printable } from '../printable.ts';
import { readOptions } from '../read-options.ts';
import { note, print, printJson, type RunWork, type Session, withApplication } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const EXAMPLES = `
Examples:
  $ likeness galleries delete people           asks first
  $ likeness galleries delete people --yes     for scripts`;

/** What `likeness galleries delete --json` prints. */
export const deletedGalleryOutput = z.union([
  z.strictObject({ deleted: z.string(), photoCount: z.number(), faceCount: z.number() }),
  z.strictObject({ deleted: z.string(), external: z.literal(true) }),
]);

const deleteOptions = z.object({ yes: z.boolean().default(false) });

async function isConfirmed(session: Session, question: string): Promise<boolean> {
  const answer = await session.terminal.ask(`${question} [y/N] `);
  return /^y(es)?$/i.test(answer.trim());
}

/** Nothing is lost by it, so nobody is asked. */
async function removeExternal(session: Session, services: Services, name: string): Promise<ExitCode> {
  await services.removeExternalGallery(name);
  if (session.json) printJson(session, deletedGalleryOutput, { deleted: name, external: true });
  else print(session, `Removed "${printable(name)}"; on the other server nothing has changed.`);
  return EXIT.fine;
}

async function deleteGallery(session: Session, name: string, given: unknown): Promise<ExitCode> {
  const { yes } = readOptions(deleteOptions, given);
  if (!yes && !session.terminal.canAsk) {
    throw new UsageError('Deleting a gallery needs a yes, and nobody is here to ask.', 'Add --yes.');
  }
  return withApplication(session, async ({ services }) => {
    const externals = await services.listExternalGalleries();
    if (externals.some((gallery) => gallery.name === name.normalize('NFC')))
      return removeExternal(session, services, name);
    const { photoCount, faceCount } = await services.getGallery(name);
    const content = `${counted(photoCount, 'photo')} and ${counted(faceCount, 'face')}`;
    if (!yes && !(await isConfirmed(session, `Delete "${printable(name)}" with ${content} for good?`))) {
      note(session, 'Nothing was deleted.');
      return EXIT.failed;
    }
    await services.deleteGallery(name);
    await services.purgeDeletedGalleries();
    if (session.json) printJson(session, deletedGalleryOutput, { deleted: name, photoCount, faceCount });
    else print(session, `Deleted "${printable(name)}" with ${content}.`);
    return EXIT.fine;
  });
}

/** `likeness galleries delete <name>` */
export function addDeleteGalleryCommand(galleries: Command, run: RunWork): void {
  galleries
    .command('delete')
    .description(
      'Delete a gallery with all its photos and faces, for good; of another server only what is known of it here.',
    )
    .argument('<name>')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', EXAMPLES)
    .action((name: string, options: unknown) => run((session) => deleteGallery(session, name, options)));
}
