import type { Command } from 'commander';
import { z } from 'zod';
import { type Key, SCOPES } from '../../core/key.ts';
import type { Application } from '../composition.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isoTime } from '../iso-time.ts';
import { createKeyOptions } from '../key-limit-options.ts';
import { readOptions, wholeNumber } from '../read-options.ts';
import { note, print, printJson, type RunWork, type Session, withApplication } from '../session.ts';
import { renderTable } from '../table.ts';

const CREATE_EXAMPLES = `
Examples:
  $ likeness keys create "photo desk"
  $ likeness keys create kiosk --scopes search --galleries staff,guests --expires 30d
  $ likeness keys create partner --scopes search --credits 500 --cost 2`;

const keySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().optional(),
  galleries: z.array(z.string()).optional(),
  expiresAt: z.iso.datetime().optional(),
  credits: z.number().optional(),
  costPerSearch: z.number(),
  monthlyQuota: z.number().optional(),
  requestsPerMinute: z.number().optional(),
});

/** What `likeness keys list --json` prints. */
export const keysOutput = z.strictObject({ keys: z.array(keySchema) });

/** What `likeness keys create --json` prints: the only time that the secret is shown. */
export const createdKeyOutput = z.strictObject({ key: keySchema, secret: z.string() });

/** What `likeness keys revoke --json` prints. */
export const revokedKeyOutput = z.strictObject({ revoked: z.string() });

/** What `likeness keys show --json` and `likeness keys grant --json` print. */
export const keyOutput = z.strictObject({ key: keySchema });

function outlineKey(key: Key): z.output<typeof keySchema> {
  const { id, name, scopes, createdAtMs, revokedAtMs, expiresAtMs, galleries, costPerSearch } = key;
  return {
    id,
    name,
    scopes: [...scopes],
    createdAt: isoTime(createdAtMs),
    ...(revokedAtMs !== undefined && { revokedAt: isoTime(revokedAtMs) }),
    ...(galleries && { galleries: [...galleries] }),
    ...(expiresAtMs !== undefined && { expiresAt: isoTime(expiresAtMs) }),
    ...(key.credits !== undefined && { credits: key.credits }),
    costPerSearch,
    ...(key.monthlyQuota !== undefined && { monthlyQuota: key.monthlyQuota }),
    ...(key.requestsPerMinute !== undefined && { requestsPerMinute: key.requestsPerMinute }),
  };
}

async function create(session: Session, name: string, given: unknown): Promise<ExitCode> {
  const { cost: costPerSearch, expires: expiresAtMs, ...options } = readOptions(createKeyOptions, given);
  const { key, secret } = await withApplication(session, ({ services }) =>
    services.createKey({ name, expiresAtMs, costPerSearch, ...options }),
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
    { heading: 'expires', cell: ({ expiresAt }: (typeof keys)[number]) => expiresAt ?? '' },
    { heading: 'credits', cell: ({ credits }: (typeof keys)[number]) => String(credits ?? '') },
    { heading: 'revoked', cell: ({ revokedAt }: (typeof keys)[number]) => revokedAt ?? '' },
  ];
  print(session, renderTable(keys, columns));
  return EXIT.fine;
}

function printKey(session: Session, key: Key): ExitCode {
  const outline = outlineKey(key);
  if (session.json) {
    printJson(session, keyOutput, { key: outline });
    return EXIT.fine;
  }
  const rows = Object.entries(outline).map(([fact, value]) => ({ fact, value: String(value) }));
  const columns = [
    { heading: 'fact', cell: ({ fact }: (typeof rows)[number]) => fact },
    { heading: 'value', cell: ({ value }: (typeof rows)[number]) => value },
  ];
  print(session, renderTable(rows, columns));
  return EXIT.fine;
}

async function show(session: Session, id: string): Promise<ExitCode> {
  return printKey(session, await withApplication(session, ({ services }) => services.getKey(id)));
}

const grantArguments = z.object({ credits: wholeNumber(1, 1_000_000_000) });

async function grant(session: Session, keyId: string, amount: string): Promise<ExitCode> {
  const { credits } = readOptions(grantArguments, { credits: amount });
  const granted = ({ services }: Application) => services.grantCredits({ keyId, credits });
  return printKey(session, await withApplication(session, granted));
}

async function revoke(session: Session, id: string): Promise<ExitCode> {
  await withApplication(session, ({ services }) => services.revokeKey(id));
  if (session.json) printJson(session, revokedKeyOutput, { revoked: id });
  else print(session, `Revoked the key ${id}; it is refused from now on.`);
  return EXIT.fine;
}

function addCreateCommand(keys: Command, run: RunWork): void {
  keys
    .command('create')
    .description('Make an API key and show its secret, this once.')
    .argument('<name>', 'what the key is for')
    .option('--scopes <list>', `comma-separated, of ${SCOPES.join(', ')}; default all`)
    .option('--galleries <list>', 'the galleries that it may use, comma-separated; default all')
    .option('--expires <when>', 'a day such as 2027-01-01 (UTC), or from now such as 30d; default never')
    .option('--credits <number>', 'what it has to pay searches with; default not limited')
    .option('--cost <number>', 'credits that a search costs; default 1')
    .option('--monthly-quota <number>', 'searches in a calendar month (UTC); default not limited')
    .option('--requests-per-minute <number>', '0 for any number; default as the settings say')
    .addHelpText('after', CREATE_EXAMPLES)
    .action((name: string, options: unknown) => run((session) => create(session, name, options)));
}

function addLookingCommands(keys: Command, run: RunWork): void {
  keys
    .command('list', { isDefault: true })
    .description('List all keys, revoked ones too; never their secrets.')
    .addHelpText('after', '\nExample:\n  $ likeness keys list')
    .action(() => run(list));
  keys
    .command('show')
    .description('Show what a key may use and what it has left.')
    .argument('<id>', 'as "likeness keys list" shows it')
    .addHelpText('after', '\nExample:\n  $ likeness keys show 5f0c2c5e-...')
    .action((id: string) => run((session) => show(session, id)));
}

/** `likeness keys create|list|show|grant|revoke` */
export function addKeysCommands(program: Command, run: RunWork): void {
  const keys = program
    .command('keys')
    .description('Make, list, show and revoke API keys; give them credits.')
    .addHelpText('after', CREATE_EXAMPLES);
  addCreateCommand(keys, run);
  addLookingCommands(keys, run);
  keys
    .command('grant')
    .description('Give a key more credits.')
    .argument('<id>', 'as "likeness keys list" shows it')
    .argument('<credits>', 'how many, 1 or more')
    .addHelpText('after', '\nExample:\n  $ likeness keys grant 5f0c2c5e-... 500')
    .action((id: string, credits: string) => run((session) => grant(session, id, credits)));
  keys
    .command('revoke')
    .description('Refuse a key from now on.')
    .argument('<id>', 'as "likeness keys list" shows it')
    .addHelpText('after', '\nExample:\n  $ likeness keys revoke 5f0c2c5e-...')
    .action((id: string) => run((session) => revoke(session, id)));
}
