import type { Logger } from 'pino';
import type { ServicePorts } from '../services/ports.ts';

const LOOK_EVERY_MS = 30_000;

/**
 * Saves the index at the start and then whenever much has changed, so that a process that is killed leaves little to be
 * read anew, and two minutes after a deletion, so that nothing is kept of a face that is gone.
 *
 * @returns stops it; what is being saved may go on
 */
export function keepIndexSaved({ follower }: Pick<ServicePorts, 'follower'>, logger: Logger): () => void {
  let isStopped = false;
  const look = async (): Promise<void> => {
    try {
      if (await follower.saveWhenWorthwhile()) logger.debug({ event: 'index-saved' });
    } catch (error) {
      // Following ends with an error when the index is closed meanwhile.
      if (!isStopped) logger.error({ event: 'index-not-saved', err: error });
    }
  };
  let running = look();
  const timer = setInterval(() => {
    running = running.then(look);
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
