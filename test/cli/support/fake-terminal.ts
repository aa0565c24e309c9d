import { Writable } from 'node:stream';
import type { Terminal } from '../../../src/cli/terminal.ts';

class TextSink extends Writable {
  text = '';
  isTTY = false;
  onText: (text: string) => void = () => undefined;

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    this.onText(String(chunk));
    done();
  }
}

/** A terminal without a person: it remembers what was written and lets the test press Ctrl-C. */
export class FakeTerminal implements Terminal {
  readonly stdout = new TextSink();
  readonly stderr = new TextSink();
  environment: Record<string, string> = {};
  canAsk = false;
  answer = '';
  readonly questions: string[] = [];
  readonly exits: number[] = [];
  nowMs = 0;
  readonly #listeners = new Set<() => void>();

  ask(question: string): Promise<string> {
    this.questions.push(question);
    return Promise.resolve(this.answer);
  }

  onInterrupt(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  pressControlC(): void {
    for (const listener of this.#listeners) listener();
  }

  exit(code: number): void {
    this.exits.push(code);
  }

  elapsedMs(): number {
    return this.nowMs;
  }
}
