import { once } from 'node:events';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A port of this machine that somebody listens on until the test ends. */
export async function takenPort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    listener.close();
  });
  await once(listener, 'listening');
  const address = listener.address();
  if (typeof address !== 'object' || address === null) throw new Error('the listener has no port');
  return address.port;
}
