import { compileCodeKernel } from './code-kernel.ts';
import { IndexThread } from './index-thread.ts';
import type { PartitionReply, PartitionRequest } from './partition-messages.ts';

interface Waiting {
  readonly resolve: (reply: PartitionReply) => void;
  readonly reject: (cause: Error) => void;
}

/** A thread that regroups rows. One question at a time; it may be ended in the middle of it. */
export class RegroupThread {
  readonly #thread: IndexThread<PartitionRequest, PartitionReply>;
  #waiting: Waiting | undefined;
  #failure: Error | undefined;

  /** @param scratch which memory of each arena is its own */
  constructor(scratch: number) {
    this.#thread = new IndexThread<PartitionRequest, PartitionReply>({
      name: 'partition-thread',
      setup: { kernel: compileCodeKernel(), scratch },
      receive: (reply) => this.#take()?.resolve(reply),
      failed: (cause) => this.#fail(cause),
    });
  }

  ask(request: PartitionRequest): Promise<PartitionReply> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#thread.post(request);
    });
  }

  /** Resolves when it looks at nothing any more. A question that it has not answered rejects. */
  async end(): Promise<void> {
    await this.#thread.end();
    this.#fail(new Error('the thread was ended'));
  }

  #take(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }

  #fail(cause: Error): void {
    this.#failure ??= cause;
    this.#take()?.reject(cause);
  }
}
