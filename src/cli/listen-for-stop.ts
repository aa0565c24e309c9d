import { note, type Session } from './session.ts';

/** A signal that is given at the first Ctrl-C, until it is released. */
export function listenForStop(session: Session): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const stopper = new AbortController();
  const release = session.interruption.onFirst(() => {
    note(session, '\nStopping after the photos that are being worked on. Ctrl-C again stops at once.');
    stopper.abort();
  });
  return { signal: stopper.signal, release };
}
