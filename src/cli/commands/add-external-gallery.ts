import type { Command } from 'commander';
import { z } from 'zod';
import { counted } from '../counted.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { externalGalleryOutput, outlineExternalGallery } from '../external-gallery-outline.ts';
import { printable } from '../printable.ts';
import { readOptions } from '../read-options.ts';
import { note, print, printJson, type RunWork, type Session, withApplication } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const EXAMPLES = `
The key is one of the other server, best made for this: keys create partner --scopes read,search --galleries people
It is kept as it is in the data folder, because it must be sent, and never shown again.

Examples:
  $ likeness galleries add-external https://faces.example.org --gallery people --key-stdin < key.txt
  $ likeness galleries add-external http://10.0.0.7:8686 --gallery people --name "people of Berlin" --key lk_...`;

const KEY_WARNING =
  'warning: --key can be seen in the list of processes; better give it to --key-stdin on standard input.';

/** What `likeness galleries add-external --json` prints. */
export const addedExternalGalleryOutput = externalGalleryOutput.extend({ faceCount: z.number() });

const addOptions = z.object({
  gallery: z.string({ error: 'is missing' }),
  name: z.string().optional(),
  key: z.string().optional(),
  keyStdin: z.boolean().default(false),
});

async function readKey(session: Session, { key, keyStdin }: z.output<typeof addOptions>): Promise<string> {
  if ((key !== undefined) === keyStdin) {
    throw new UsageError('The key of the other server is needed once.', 'Give --key-stdin, or --key <key>.');
  }
  if (key === undefined) return (await session.terminal.ask('')).trim();
  note(session, KEY_WARNING);
  return key;
}

async function addExternal(session: Session, address: string, given: unknown): Promise<ExitCode> {
  const options = readOptions(addOptions, given);
  const secret = await readKey(session, options);
  const { gallery: remoteName, name } = options;
  const { gallery, faceCount } = await withApplication(session, ({ services }) =>
    services.addExternalGallery({ address, remoteName, secret, name }),
  );
  const outline = outlineExternalGallery(gallery);
  if (session.json) printJson(session, addedExternalGalleryOutput, { ...outline, faceCount });
  else print(session, `Added "${printable(outline.name)}" with ${counted(faceCount, 'face')}.`);
  return EXIT.fine;
}

/** `likeness galleries add-external <url>` */
export function addExternalGalleryCommand(galleries: Command, run: RunWork): void {
  galleries
    .command('add-external')
    .description('Make a gallery of another Likeness server searchable here.')
    .argument('<url>', 'base address of the other server')
    .option('--gallery <name>', 'what the gallery is called there')
    .option('--name <name>', 'what it is to be called here; default as there')
    .option('--key-stdin', 'read the key of the other server from standard input, one line')
    .option('--key <key>', 'the key of the other server; everybody on the machine can see it')
    .addHelpText('after', EXAMPLES)
    .action((url: string, options: unknown) => run((session) => addExternal(session, url, options)));
}
