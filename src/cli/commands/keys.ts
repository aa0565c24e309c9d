import type { Command } from 'commander';
import { z } from 'zod';
import { type Key, SCOPES } from '../../core/key.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isoTime } from '../iso-time.ts';
import { readOptions } from '../read-options.ts';
import { note, print, printJson, type RunWork, type Session, withApplication } from '../session.ts';
import { renderTable } from '../table.ts';

const CREATE_EXAMPLES = `
Examples:
  $ likeness keys create "photo desk"
  $ likeness keys create kiosk --scopes search`;

const keySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().optional(),
});

/** What `likeness keys list --json` prints. */
export const keysOutput = z.strictObject({ keys: z.array(keySchema) });

/** What `likeness keys create --json` prints: the only time that the secret is shown. */
export const createdKeyOutput = z.strictObject({ key: keySchema, secret: z.string() });

/** What `likeness keys revoke --json` prints. */
export const revokedKeyOutput = z.strictObject({ revoked: z.string() });

const createOptions = z.object({
  scopes: z
    .string()
    .transform((text) => text.split(',').map((word) => word.trim()))
    .pipe(z.array(z.enum(SCOPES)).min(1))
    .optional(),
});

function outlineKey({ id, name, scopes, createdAtMs, revokedAtMs }: Key): z.output<typeof keySchema> {
  const revokedAt = revokedAtMs === undefined ? {} : { revokedAt: isoTime(revokedAtMs) };
  return { id, name, scopes: [...scopes], createdAt: isoTime(createdAtMs), ...revokedAt };
}

async function create(session: Session, name: string, given: unknown): Promise<ExitCode> {
  const { scopes } = readOptions(createOptions, given);
  const { key, secret } = await withApplication(session, ({ services }) =>
    services.createKey({ name, ...(scopes && { scopes }) }),
  );
  if (session.json) {
    printJson(session, createdKeyOutput, { key: outlineKey(key), secret });
    return EXIT.fine;
  }
  note(session, `Made the key ${key.id}. Its secret is shown this once; keep it in a safe place:`);
  print(session, secret);
  return EXIT.fine;
}

async function list(session: Session): Promise<ExitCode> {
  const keys = (await withApplication(session, ({ services }) => services.listKeys())).map(outlineKey);
  if (session.json) {
    printJson(session, keysOutput, { keys });
    return EXIT.fine;
  }
  const columns = [
    { heading: 'id', cell: ({ id }: (typeof keys)[number]) => id },
    { heading: 'name', cell: ({ name }: (typeof keys)[number]) => name },
    { heading: 'scopes', cell: ({ scopes }: (typeof keys)[number]) => scopes.join(',') },
    { heading: 'created', cell: ({ createdAt }: (typeof keys)[number]) => createdAt },
    { heading: 'revoked', cell: ({ revokedAt }: (typeof keys)[number]) => revokedAt ?? '' },
  ];
  print(session, renderTable(keys, columns));
  return EXIT.fine;
}

async function revoke(session: Session, id: string): Promise<ExitCode> {
  await withApplication(session, ({ services }) => services.revokeKey(id));
  if (session.json) printJson(session, revokedKeyOutput, { revoked: id });
  else print(session, `Revoked the key ${id}; it is refused from now on.`);
  return EXIT.fine;
}

/** `likeness keys create|list|revoke` */
export function addKeysCommands(program: Command, run: RunWork): void {
  const keys = program
    .command('keys')
    .description('Make, list and revoke API keys.')
    .addHelpText('after', CREATE_EXAMPLES);
  keys
    .command('create')
    .description('Make an API key and show its secret, this once.')
    .argument('<name>', 'what the key is for')
    .option('--scopes <list>', `comma-separated, of ${SCOPES.join(', ')}; default all`)
    .addHelpText('after', CREATE_EXAMPLES)
    .action((name: string, options: unknown) => run((session) => create(session, name, options)));
  keys
    .command('list', { isDefault: true })
    .description('List all keys, revoked ones too; never their secrets.')
    .addHelpText('after', '\nExample:\n  $ likeness keys list')
    .action(() => run(list));
  keys
    .command('revoke')
    .description('Refuse a key from now on.')
    .argument('<id>', 'as "likeness keys list" shows it')
    .addHelpText('after', '\nExample:\n  $ likeness keys revoke 5f0c2c5e-...')
    .action((id: string) => run((session) => revoke(session, id)));
}
