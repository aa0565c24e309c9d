import { CommanderError } from 'commander';
import { SettingsError } from '../config/settings-error.ts';
import { Fault } from '../core/fault.ts';
import { OperatorError } from '../core/operator-error.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { printable } from './printable.ts';
import { isSystemError, remedyOf } from './system-error.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

interface Failure {
  readonly exitCode: ExitCode;
  readonly sentence: string;
  readonly remedy: string;
  /** Of a fault, such as `no_face`. */
  readonly code?: string;
}

const SEE_HELP = 'See "likeness --help".';
const REPORT_IT = 'Please report it with the lines on standard error and what you did.';

function bugOf(error: unknown): Failure {
  const sentence = `Something went wrong that should not: ${error instanceof Error ? error.message : String(error)}`;
  return { exitCode: EXIT.bug, sentence, remedy: REPORT_IT };
}

function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) {
    return { exitCode: EXIT.usage, sentence: error.message, remedy: error.remedy };
  }
  if (error instanceof SettingsError)
    return { exitCode: EXIT.usage, sentence: error.message, remedy: SEE_HELP };
  if (error instanceof CommanderError) {
    const sentence = error.message.replace(/^error: /, '');
    return { exitCode: EXIT.usage, sentence, remedy: SEE_HELP };
  }
  if (error instanceof Fault) {
    return { exitCode: EXIT.failed, sentence: error.message, remedy: error.remedy, code: error.code };
  }
  if (error instanceof OperatorError) {
    return { exitCode: EXIT.failed, sentence: error.message, remedy: error.remedy };
  }
  if (isSystemError(error)) {
    return { exitCode: EXIT.failed, sentence: error.message, remedy: remedyOf(error) };
  }
  return bugOf(error);
}

function reportBug(terminal: Terminal, error: unknown): void {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.stderr.write(
    `likeness: something went wrong that should not: this is a mistake in Likeness.\n\n${trace}\n\n` +
      '  Please report it with the lines above and what you did; look through them for private paths first.\n',
  );
}

function tellPeople(terminal: Terminal, { sentence, remedy }: Failure, isList: boolean): void {
  // A list of settings keeps its lines; what may hold a name from outside is made printable.
  const lines = isList ? sentence : printable(sentence);
  terminal.stderr.write(`likeness: ${lines}\n${remedy === '' ? '' : `  ${printable(remedy)}\n`}`);
}

/**
 * Says why a command failed and what to do about it, on standard error; with `--json` also as an object on
 * standard output, so that a program that reads it always gets one.
 *
 * @returns the exit code
 */
export function reportFailure(error: unknown, terminal: Terminal, json: boolean): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.fine;
  const failure = failureOf(error);
  if (failure.exitCode === EXIT.bug) reportBug(terminal, error);
  // The parser of the command line has said it already.
  else if (!(error instanceof CommanderError)) tellPeople(terminal, failure, error instanceof SettingsError);
  if (json) {
    const { code, sentence, remedy } = failure;
    const report = { error: { ...(code !== undefined && { code }), message: sentence, remedy } };
    terminal.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  }
  return failure.exitCode;
}
