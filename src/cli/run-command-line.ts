import { z } from 'zod';
import { loadSettings } from '../config/load-settings.ts';
import type { Composition } from './composition.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { type Interruption, watchInterruption } from './interruption.ts';
import { processTerminal } from './process-terminal.ts';
import { createProgram } from './program.ts';
import { reportFailure } from './report-failure.ts';
import type { Session } from './session.ts';
import { givenSettingFlags } from './setting-flags.ts';
import type { Terminal } from './terminal.ts';

const API_KEY_WARNING =
  'warning: --api-key can be seen in the list of processes; better put it into LIKENESS_API_KEY.\n';

const programOptions = z.object({ json: z.boolean().default(false), config: z.string().optional() });

/**
 * Runs one command.
 *
 * @param words the command line without the names of node and of the program
 * @param composition what the engine offers
 * @param terminal default: that of this process
 * @returns the exit code: 0 fine, 1 failed, 2 usage or settings, 70 a bug, 130 interrupted
 */
export async function runCommandLine(
  words: readonly string[],
  composition: Composition,
  terminal: Terminal = processTerminal(),
): Promise<ExitCode> {
  const interruption = watchInterruption(terminal);
  let exitCode: ExitCode = EXIT.fine;
  const program = createProgram(terminal, async (work) => {
    exitCode = await work(openSession());
  });
  const openSession = (): Session => createSession(program, { composition, terminal, interruption });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportFailure(error, terminal, words.includes('--json'));
  } finally {
    interruption.stop();
  }
}

interface Surroundings {
  readonly composition: Composition;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
}

function createSession(program: ReturnType<typeof createProgram>, surroundings: Surroundings): Session {
  const { json, config } = programOptions.parse(program.opts());
  return {
    ...surroundings,
    json,
    loadSettings() {
      const flags = givenSettingFlags(program);
      if ('apiKey' in flags) surroundings.terminal.stderr.write(API_KEY_WARNING);
      return loadSettings({ flags, environment: surroundings.terminal.environment, file: config });
    },
  };
}
