import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { SourceDescription } from '../../../core/import.ts';
import { readOptions } from '../../read-options.ts';
import type { RunWork, Session } from '../../session.ts';
import { UsageError } from '../../usage-error.ts';
import { beginImport } from './begin-import.ts';

const EXAMPLES = `
An import survives whatever happens to its process: it is gone on with by "likeness imports resume", or by a server on the
same data folder. The same command again begins another, which passes over what is there and names the one that is paused.
See docs/imports.md.

Examples:
  $ likeness import folder ./staff --gallery staff --provenance "consent forms of 2026"
  $ likeness import folder ./camera --watch --ignore 'thumbnails/' --gallery visitors --provenance "sign at the door"
  $ likeness import zip holiday.zip --gallery family --provenance "our own photos"
  $ likeness import manifest people.csv --gallery people --provenance "see the column"
  $ FTP_PASSWORD=... likeness import ftp ftps://ftp.example.org --folder /photos --user me --gallery press --provenance "our archive"
  $ likeness import google-drive 1A2B3C --key key.json --gallery press --provenance "our archive"`;

const PASSWORD_VARIABLE = 'FTP_PASSWORD';

const ftpOptions = z.object({
  folder: z.string().default('/'),
  user: z.string().min(1),
  passwordFile: z.string().optional(),
  port: z.coerce.number().int().min(1).max(65_535).optional(),
  security: z.enum(['none', 'explicit', 'implicit']).optional(),
});

const driveOptions = z.object({ key: z.string() });

const folderOptions = z.object({
  ignore: z.array(z.string()).optional(),
  watch: z.boolean().default(false),
});

async function folderSource(path: string, given: unknown): Promise<SourceDescription> {
  return { kind: 'folder', path, ...readOptions(folderOptions, given) };
}

async function passwordFrom(file: string | undefined): Promise<string> {
  if (file !== undefined) return (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  const password = process.env[PASSWORD_VARIABLE];
  if (password !== undefined) return password;
  throw new UsageError(
    'It needs a password.',
    `Put it into the environment as ${PASSWORD_VARIABLE}, or into a file and name that with --password-file.`,
  );
}

async function ftpSource(host: string, given: unknown): Promise<SourceDescription> {
  const { folder, user, passwordFile, port, security } = readOptions(ftpOptions, given);
  const password = await passwordFrom(passwordFile);
  return { kind: 'ftp', host, folder, username: user, password, port, security };
}

async function driveSource(folderId: string, given: unknown): Promise<SourceDescription> {
  const { key } = readOptions(driveOptions, given);
  return { kind: 'google-drive', folderId, serviceAccountKey: await readFile(key, 'utf8') };
}

interface Kind {
  readonly name: string;
  readonly argument: string;
  readonly description: string;
  readonly sourceOf: (place: string, given: unknown) => Promise<SourceDescription>;
  readonly addOptions?: (command: Command) => Command;
}

const pathSource =
  (kind: 'zip' | 'manifest') =>
  async (path: string): Promise<SourceDescription> => ({ kind, path });

const KINDS: readonly Kind[] = [
  {
    name: 'folder',
    argument: '<folder>',
    description: 'A folder with its subfolders.',
    sourceOf: folderSource,
    addOptions: (command) =>
      command
        .option('--ignore <pattern...>', 'what to pass over, written like .gitignore; may be repeated')
        .option('--watch', 'go on with photos that come later, until Ctrl-C'),
  },
  { name: 'zip', argument: '<file>', description: 'A ZIP archive.', sourceOf: pathSource('zip') },
  {
    name: 'manifest',
    argument: '<file>',
    description: 'A list of photos, here or on the web, as CSV or lines of JSON.',
    sourceOf: pathSource('manifest'),
  },
  {
    name: 'ftp',
    argument: '<host>',
    description: 'A folder of an FTP server, plain or encrypted.',
    sourceOf: ftpSource,
    addOptions: (command) =>
      command
        .requiredOption('-u, --user <name>', 'user of the server')
        .option(
          '--password-file <file>',
          `file with the password; default: ${PASSWORD_VARIABLE} of the environment`,
        )
        .option('--folder <path>', 'folder with the photos; default: /')
        .option('--port <number>', 'default: 21, or 990 where everything is encrypted')
        .option(
          '--security <kind>',
          'none, explicit or implicit; default: as ftp://, ftpes:// or ftps:// say',
        ),
  },
  {
    name: 'google-drive',
    argument: '<folder>',
    description: 'A folder of Google Drive, by its id, that is shared with a service account.',
    sourceOf: driveSource,
    addOptions: (command) =>
      command.requiredOption('--key <file>', 'file with the key of the service account, as JSON'),
  },
];

function withSharedOptions(command: Command): Command {
  return command
    .requiredOption('-g, --gallery <name>', 'where to store the faces')
    .requiredOption('--provenance <text>', 'by what right these photos are imported; kept with the import')
    .option('--faces <which>', 'all, or the largest of each photo; default: all')
    .option('--metadata <key=value...>', 'remembered with every face; may be repeated')
    .option('--no-create', 'fail if the gallery is missing')
    .option('--pack <name>', 'model pack of a gallery that is created; default: the default pack')
    .option('--callback <address>', 'gets a signed POST at the end')
    .option('--mail <address>', 'gets a mail at the end')
    .option('--background', 'let a running server do it');
}

/** `likeness import <kind> <place> --gallery <name> --provenance <text>` */
export function addImportCommand(program: Command, run: RunWork): void {
  const imports = program
    .command('import')
    .description('Bring the photos of a folder, an archive, a list or a server into a gallery.')
    .addHelpText('after', EXAMPLES);
  for (const { name, argument, description, sourceOf, addOptions = (command: Command) => command } of KINDS) {
    const command = imports.command(name).description(description).argument(argument);
    withSharedOptions(addOptions(command)).action((place: string, options: unknown) =>
      run(async (session: Session) => beginImport(session, await sourceOf(place, options), options)),
    );
  }
}
