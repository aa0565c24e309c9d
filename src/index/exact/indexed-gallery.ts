import { Segment, type SegmentView } from './segment.ts';

/** What a gallery held at one moment. */
export interface GalleryView {
  readonly segments: readonly SegmentView[];
  /** Rows removed later than this were still present. */
  readonly clock: number;
}

/** The templates of one gallery, all of the same dimensions. */
export class IndexedGallery {
  readonly dimensions: number;
  readonly #segments = new Set<Segment>();
  readonly #segmentOf = new Map<number, Segment>();
  #last: Segment;
  /** Counts removals. */
  #clock = 0;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#last = this.#startSegment();
  }

  get size(): number {
    return this.#segmentOf.size;
  }

  add(faceNumber: number, template: Float32Array): void {
    this.remove(faceNumber);
    if (this.#last.isFull) this.#last = this.#startSegment();
    this.#last.append(faceNumber, template);
    this.#segmentOf.set(faceNumber, this.#last);
  }

  remove(faceNumber: number): void {
    const segment = this.#segmentOf.get(faceNumber);
    if (segment === undefined) return;
    this.#clock += 1;
    segment.remove(faceNumber, this.#clock);
    this.#segmentOf.delete(faceNumber);
    if (segment.isEmpty && segment !== this.#last) this.#segments.delete(segment);
  }

  templateOf(faceNumber: number): Float32Array | undefined {
    return this.#segmentOf.get(faceNumber)?.templateOf(faceNumber, this.dimensions);
  }

  view(): GalleryView {
    return { segments: Array.from(this.#segments, (segment) => segment.view()), clock: this.#clock };
  }

  #startSegment(): Segment {
    const segment = new Segment(this.dimensions);
    this.#segments.add(segment);
    return segment;
  }
}
