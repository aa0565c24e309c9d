import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Fault } from '../core/fault.ts';
import { ClientGoneError } from './client-gone-error.ts';

/** Far more than clients send before they have an answer; bounds what a single connection makes the server hold. */
const MOST_UNANSWERED_OF_A_CONNECTION = 100;

/** Tells the work for a request what it has to know of its client and of the server. */
interface RunningRequest {
  readonly waiting: AbortController;
  readonly gone: AbortController;
}

/**
 * Knows the requests that are being answered, tells them that the server stops or that their client has gone, and waits
 * for their end.
 */
export class RunningRequests {
  readonly #requests = new Map<ServerResponse, RunningRequest>();
  readonly #connections = new WeakMap<Socket, Set<ServerResponse>>();
  #isStopping = false;
  #onIdle: (() => void) | undefined;

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** A request counts until its reply is sent or its client has gone. A client that sends too many at once is cut off. */
  follow({ socket }: IncomingMessage, reply: ServerResponse): void {
    const running = { waiting: new AbortController(), gone: new AbortController() };
    if (this.#isStopping) running.waiting.abort(new Fault('shutting_down'));
    this.#requests.set(reply, running);
    const unanswered = this.#unansweredOf(socket).add(reply);
    reply.once('close', () => {
      unanswered.delete(reply);
      this.#end(reply);
    });
    if (unanswered.size > MOST_UNANSWERED_OF_A_CONNECTION) socket.destroy();
  }

  /**
   * Aborted with Fault `shutting_down` when the server begins to stop, and with `ClientGoneError` when the connection is
   * closed before the reply is sent; never after it was sent.
   */
  signalOf(reply: ServerResponse): AbortSignal {
    return this.#requests.get(reply)?.waiting.signal ?? AbortSignal.abort(new ClientGoneError());
  }

  /** Aborted with `ClientGoneError` when the connection is closed before the reply is sent. */
  goneOf(reply: ServerResponse): AbortSignal {
    return this.#requests.get(reply)?.gone.signal ?? AbortSignal.abort(new ClientGoneError());
  }

  /** Tells those that wait. Resolves when nothing runs any more, or when the time is over. */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    for (const { waiting } of this.#requests.values()) waiting.abort(new Fault('shutting_down'));
    if (this.#requests.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      const before = this.#onIdle;
      this.#onIdle = () => {
        clearTimeout(timer);
        before?.();
        resolve();
      };
    });
  }

  #unansweredOf(socket: Socket): Set<ServerResponse> {
    const known = this.#connections.get(socket);
    if (known !== undefined) return known;
    const unanswered = new Set<ServerResponse>();
    this.#connections.set(socket, unanswered);
    // A reply whose turn has not come is not told by its connection.
    socket.once('close', () => {
      for (const reply of unanswered) this.#end(reply);
    });
    return unanswered;
  }

  #end(reply: ServerResponse): void {
    const running = this.#requests.get(reply);
    if (running === undefined) return;
    this.#requests.delete(reply);
    if (!reply.writableFinished) {
      running.waiting.abort(new ClientGoneError());
      running.gone.abort(new ClientGoneError());
    }
    if (this.#requests.size === 0) this.#onIdle?.();
  }
}
