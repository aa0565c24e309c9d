import type { z } from 'zod';
import type { Settings } from '../config/settings.ts';
import type { Application, Composition } from './composition.ts';
import type { ExitCode } from './exit-code.ts';
import type { Interruption } from './interruption.ts';
import type { Terminal } from './terminal.ts';

/** One run of one command. */
export interface Session {
  readonly composition: Composition;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
  /** Whether results are wanted as JSON. */
  readonly json: boolean;
  /** @throws SettingsError */
  loadSettings(): Settings;
}

/** Runs a command's work and keeps its exit code; commands get it to hang their work on. */
export type RunWork = (work: (session: Session) => Promise<ExitCode>) => Promise<void>;

/** Writes a line for the person in front of the terminal; results do not go here. */
export function note(session: Session, line: string): void {
  session.terminal.stderr.write(`${line}\n`);
}

/** Writes a result to standard output. */
export function print(session: Session, text: string): void {
  session.terminal.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Writes a result as JSON after checking it against what is documented. */
export function printJson<Output>(session: Session, schema: z.ZodType<unknown, Output>, value: Output): void {
  print(session, JSON.stringify(schema.parse(value), undefined, 2));
}

/** Opens the engine for a piece of work and closes it in any case. */
export async function withApplication<Result>(
  session: Session,
  work: (application: Application) => Promise<Result>,
): Promise<Result> {
  const application = await session.composition.openApplication(session.loadSettings());
  try {
    return await work(application);
  } finally {
    await application.close();
  }
}
