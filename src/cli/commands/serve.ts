import type { Command } from 'commander';
import { z } from 'zod';
import type { RunningServer } from '../composition.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { note, print, printJson, type RunWork, type Session } from '../session.ts';

const EXAMPLES = `
Examples:
  $ likeness serve
  $ likeness serve --port 9000 --data /srv/likeness
  $ LIKENESS_API_KEY=... likeness serve --host 0.0.0.0`;

const RULE = '-'.repeat(72);

/** What `likeness serve --json` prints, on one line, once the server answers. */
export const serverOutput = z.strictObject({
  address: z.string(),
  docs: z.string(),
  firstKeySecret: z.string().optional(),
});

function describeServer({ address, firstKeySecret }: RunningServer): string {
  const addresses = [
    `Likeness is ready.`,
    ``,
    `  API            ${address}`,
    `  Documentation  ${address}/docs`,
  ];
  if (firstKeySecret === undefined) return addresses.join('\n');
  const key = [
    '',
    RULE,
    'Your first API key. It is shown this once; keep it in a safe place:',
    '',
    `  ${firstKeySecret}`,
    RULE,
  ];
  return [...addresses, ...key].join('\n');
}

function printServer(session: Session, server: RunningServer): void {
  if (!session.json) {
    print(session, describeServer(server));
    return;
  }
  const { address, firstKeySecret } = server;
  const docs = `${address}/docs`;
  printJson(session, serverOutput, {
    address,
    docs,
    ...(firstKeySecret !== undefined && { firstKeySecret }),
  });
}

async function serve(session: Session): Promise<ExitCode> {
  const interrupted = new Promise<void>((resolve) => {
    session.interruption.onFirst(resolve);
  });
  const server = await session.composition.startServer(session.loadSettings());
  printServer(session, server);
  note(session, 'Stop with Ctrl-C.');
  await interrupted;
  note(session, 'Stopping: finishing what is being answered. Ctrl-C again stops at once.');
  await server.close();
  return EXIT.fine;
}

/** `likeness serve` */
export function addServeCommand(program: Command, run: RunWork): void {
  program
    .command('serve')
    .description('Start the server: API and documentation on one port.')
    .addHelpText('after', EXAMPLES)
    .action(() => run(serve));
}
