import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** What Ctrl-C does while a command runs. */
export interface Interruption {
  /**
   * From now on the first Ctrl-C calls the listener, which makes the command end in good order; without
   * a listener, and at the second Ctrl-C, the process ends at once.
   *
   * @returns what takes the listener away again
   */
  onFirst(listener: () => void): () => void;
  stop(): void;
}

/** Begins to listen for Ctrl-C. */
export function watchInterruption(terminal: Terminal): Interruption {
  let graceful: (() => void) | undefined;
  const stop = terminal.onInterrupt(() => {
    const listener = graceful;
    graceful = undefined;
    if (listener === undefined) terminal.exit(EXIT.interrupted);
    else listener();
  });
  return {
    onFirst(listener) {
      graceful = listener;
      return () => {
        if (graceful === listener) graceful = undefined;
      };
    },
    stop,
  };
}
