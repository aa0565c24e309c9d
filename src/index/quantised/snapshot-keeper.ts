import { closeSync, openSync } from 'node:fs';
import type { Encoder } from './encoder.ts';
import type { KnownSpaces } from './known-spaces.ts';
import type { LoadedFamily, LoadPlan, Outcome, SavePlan } from './messages.ts';
import { readSnapshotText } from './snapshot-end.ts';
import { SnapshotLoader } from './snapshot-loader.ts';
import type { SnapshotText } from './snapshot-text.ts';
import { SnapshotWriter } from './snapshot-writer.ts';

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Does something with a file that may be damaged in any way: whatever goes wrong is told, and not thrown. */
function withFile<Result>(path: string, use: (descriptor: number) => Result): Outcome<Result> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    return { result: use(descriptor) };
  } catch (error) {
    return { failure: wordsOf(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Reads and writes snapshots for the thread that knows the codes. */
export class SnapshotKeeper {
  readonly #encoder: Encoder;
  readonly #spaces: KnownSpaces;
  #writer: SnapshotWriter | undefined;

  constructor(encoder: Encoder, spaces: KnownSpaces) {
    this.#encoder = encoder;
    this.#spaces = spaces;
  }

  open(path: string): Outcome<SnapshotText> {
    return withFile(path, readSnapshotText);
  }

  load(plan: LoadPlan): Outcome<readonly LoadedFamily[]> {
    return withFile(plan.path, (descriptor) =>
      new SnapshotLoader(descriptor).load(plan, this.#spaces.all(), (familyId, mean) =>
        this.#encoder.takeMean(familyId, mean),
      ),
    );
  }

  /** Codes are about to be made anew. */
  overturn(): void {
    this.#writer?.overturn();
  }

  async save(plan: SavePlan): Promise<Outcome<undefined>> {
    const writer = new SnapshotWriter(plan, this.#encoder.means);
    this.#writer = writer;
    try {
      await writer.write(this.#spaces.all());
      return { result: undefined };
    } catch (error) {
      return { failure: wordsOf(error) };
    } finally {
      this.#writer = undefined;
    }
  }
}
