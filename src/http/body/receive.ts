import type { IncomingMessage } from 'node:http';
import { Fault } from '../../core/fault.ts';
import { ClientGoneError } from '../client-gone-error.ts';

/** The body stood still for too long; the connection is of no more use. */
export class StalledBodyFault extends Fault {
  constructor(idleTimeoutMs: number) {
    super('request_invalid', { details: { problem: `its body stood still for ${idleTimeoutMs} ms` } });
  }
}

const ignore = (): void => undefined;

/**
 * Passes a body on chunk by chunk. When `onChunk` throws, what is left of the body is thrown away as it
 * arrives, so that a client that sends all before it reads gets to read the answer.
 *
 * @throws StalledBodyFault when nothing arrives for a while, and what `onChunk` throws
 * @throws ClientGoneError
 */
export function receive(
  message: IncomingMessage,
  idleTimeoutMs: number,
  onChunk: (chunk: Buffer) => void,
): Promise<void> {
  if (message.destroyed) return Promise.reject(new ClientGoneError());
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new StalledBodyFault(idleTimeoutMs)), idleTimeoutMs);
    const stopListening = (): void => {
      clearTimeout(timer);
      message.off('data', onData).off('end', onEnd).off('close', onClose);
    };
    const fail = (reason: Error): void => {
      stopListening();
      message.resume();
      reject(reason);
    };
    const onData = (chunk: Buffer): void => {
      timer.refresh();
      try {
        onChunk(chunk);
      } catch (error) {
        fail(error instanceof Error ? error : new Error('a chunk was refused', { cause: error }));
      }
    };
    const onEnd = (): void => {
      stopListening();
      resolve();
    };
    const onClose = (): void => fail(new ClientGoneError());
    // A broken connection raises `error` and then `close`, even after we have stopped listening.
    message.on('error', ignore).on('data', onData).on('end', onEnd).on('close', onClose);
  });
}
