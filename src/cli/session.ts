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

const UPGRADE_WORDS = {
  begins:
    'The catalog was made by an earlier version and is brought to this one first; 200,000 faces take ten seconds.',
  ended: 'The catalog is that of this version now.',
} as const;

/** Opens the engine, and says so when that takes longer for once. */
export function openApplication(session: Session, settings: Settings): Promise<Application> {
  return session.composition.openApplication(settings, (stage) => note(session, UPGRADE_WORDS[stage]));
}

/** Opens the engine for a piece of work and closes it in any case. */
export async function withApplication<Result>(
  session: Session,
  work: (application: Application) => Promise<Result>,
): Promise<Result> {
  const application = await openApplication(session, session.loadSettings());
  try {
    return await work(application);
  } finally {
    await application.close();
  }
}
