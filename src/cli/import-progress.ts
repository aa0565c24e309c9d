import type { ImportCounts } from '../core/import.ts';
import type { ImportedFile } from '../services/imports/import-file.ts';
import { counted } from './counted.ts';
import { type Progress, startProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

const LINE_EVERY_MS = 3000;

/**
 * How far an import is, for whoever looks at it: a bar once it is known how many files there are; of an import without
 * an end, a line now and then.
 */
export class ImportProgress {
  readonly #terminal: Terminal;
  readonly #isEndless: boolean;
  #progress: Progress | undefined;
  #done = 0;
  #faces = 0;
  #failed = 0;
  #shown = 0;
  #lastLineAtMs: number;

  constructor(terminal: Terminal, { isEndless }: { readonly isEndless: boolean }) {
    this.#terminal = terminal;
    this.#isEndless = isEndless;
    this.#lastLineAtMs = terminal.elapsedMs();
  }

  /** It is known now how many files there are. */
  begin(total: number): void {
    if (this.#progress !== undefined) return;
    this.#shown = this.#done;
    this.#progress = startProgress(this.#terminal, total, { done: this.#done });
  }

  /** One more is done. */
  add(file: ImportedFile): void {
    this.#done += 1;
    if (file.outcome === 'stored') this.#faces += file.faces;
    if (file.outcome === 'failed') this.#failed += 1;
    this.#show();
  }

  /** What others have done counts as well. */
  riseTo(counts: ImportCounts): void {
    this.#done = Math.max(this.#done, doneOf(counts));
    this.#faces = Math.max(this.#faces, counts.faces);
    this.#failed = Math.max(this.#failed, counts.failed);
    this.#show();
  }

  stop(): void {
    this.#progress?.stop();
  }

  #show(): void {
    const words = `${counted(this.#faces, 'face')}, ${this.#failed} failed`;
    if (this.#isEndless) return this.#showLine(words);
    if (this.#progress === undefined || this.#done === this.#shown) return;
    this.#progress.say(words);
    this.#progress.advance(this.#done - this.#shown);
    this.#shown = this.#done;
  }

  #showLine(words: string): void {
    const nowMs = this.#terminal.elapsedMs();
    if (this.#done === this.#shown || nowMs - this.#lastLineAtMs < LINE_EVERY_MS) return;
    this.#lastLineAtMs = nowMs;
    this.#shown = this.#done;
    this.#terminal.stderr.write(`${counted(this.#done, 'photo')}, ${words}\n`);
  }
}

function doneOf({ stored, alreadyStored, failed }: ImportCounts): number {
  return stored + alreadyStored + failed;
}
