import { dotProduct } from './dot-product.ts';
import type { GalleryView } from './indexed-gallery.ts';
import type { NearestHeap } from './nearest-heap.ts';
import type { SegmentView } from './segment.ts';
import type { ThreadTurns } from './thread-turns.ts';

const LONGEST_SLICE_MS = 8;

/** Multiplications between two looks at the time, some 0.1 ms. */
const MULTIPLICATIONS_PER_BLOCK = 100_000;

interface Block {
  readonly segment: SegmentView;
  readonly from: number;
  readonly to: number;
}

/** What is looked for. */
interface Question {
  /** Padded. */
  readonly probe: Float32Array;
  /** Faces of higher numbers are passed over. */
  readonly upToNumber: number;
  /** If given, all other faces are passed over. */
  readonly among: ReadonlySet<number> | undefined;
  readonly signal: AbortSignal | undefined;
}

function* blocksOf(view: GalleryView, dimensions: number): Generator<Block> {
  const rows = Math.max(1, Math.floor(MULTIPLICATIONS_PER_BLOCK / dimensions));
  for (const segment of view.segments) {
    for (let from = 0; from < segment.rowCount; from += rows) {
      yield { segment, from, to: Math.min(segment.rowCount, from + rows) };
    }
  }
}

function scanBlock(
  { segment, from, to }: Block,
  clock: number,
  { probe, upToNumber, among }: Question,
  best: NearestHeap,
): void {
  const { vectors, numbers, removedAt } = segment;
  let floor = best.floor;
  for (let row = from; row < to; row += 1) {
    const dot = dotProduct(vectors, row * probe.length, probe);
    const similarity = Math.min(1, Math.max(-1, dot));
    if (similarity < floor) continue;
    const faceNumber = numbers[row] ?? 0;
    if (faceNumber > upToNumber || among?.has(faceNumber) === false) continue;
    const removed = removedAt[row] ?? 0;
    if (removed !== 0 && removed <= clock) continue;
    best.offer({ faceNumber, similarity });
    floor = best.floor;
  }
}

/**
 * Offers everything in the view to `best`, and lets go of the thread every few milliseconds.
 */
export async function scan(
  view: GalleryView,
  question: Question,
  best: NearestHeap,
  turns: ThreadTurns,
): Promise<void> {
  await turns.next();
  let sliceEndsAtMs = performance.now() + LONGEST_SLICE_MS;
  for (const block of blocksOf(view, question.probe.length)) {
    if (performance.now() > sliceEndsAtMs) {
      await turns.next();
      question.signal?.throwIfAborted();
      sliceEndsAtMs = performance.now() + LONGEST_SLICE_MS;
    }
    scanBlock(block, view.clock, question, best);
  }
}
