import { CommanderError } from 'commander';
import { SettingsError } from '../config/settings-error.ts';
import { Fault } from '../core/fault.ts';
import { OperatorError } from '../core/operator-error.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { printable } from './printable.ts';
import { isSystemError, remedyOf } from './system-error.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

function write(terminal: Terminal, sentence: string, remedy: string): void {
  terminal.stderr.write(
    `likeness: ${printable(sentence)}\n${remedy === '' ? '' : `  ${printable(remedy)}\n`}`,
  );
}

function reportBug(terminal: Terminal, error: unknown): void {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.stderr.write(
    `likeness: something went wrong that should not: this is a mistake in Likeness.\n\n${trace}\n\n` +
      '  Please report it with the lines above and what you did; look through them for private paths first.\n',
  );
}

/** Says on standard error why a command failed, and what to do about it; returns the exit code. */
export function reportFailure(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  if (error instanceof UsageError) {
    write(terminal, error.message, error.remedy);
    return EXIT.usage;
  }
  if (error instanceof SettingsError) {
    terminal.stderr.write(`likeness: ${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof Fault || error instanceof OperatorError) {
    write(terminal, error.message, error.remedy);
    return EXIT.failed;
  }
  if (isSystemError(error)) {
    write(terminal, error.message, remedyOf(error));
    return EXIT.failed;
  }
  reportBug(terminal, error);
  return EXIT.bug;
}
