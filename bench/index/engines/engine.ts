/** What an engine is given when it is opened. */
export interface EngineSetup {
  readonly dimensions: number;
  /** The pack of the templates; empty for those that no pack has made. */
  readonly packId: string;
  /** Faces that will be added. */
  readonly count: number;
  /** An empty folder of its own. */
  readonly folder: string;
  /** The full templates of faces that were added, for engines that keep less of them. */
  readonly templatesOf: (faces: readonly number[]) => readonly Float32Array[];
}

/** A way of searching, from the fastest to the most thorough. */
export interface Setting {
  readonly name: string;
  /** Faces nearest to the probe, nearest first, of all that were added. */
  readonly search: (probe: Float32Array, limit: number) => Promise<readonly number[]>;
}

export interface Engine {
  /** Takes faces with rising numbers from `first` on. @param vectors behind each other, unit length */
  add(first: number, vectors: Float32Array): Promise<void>;
  /** Builds what searches need. */
  finish(): Promise<void>;
  /** Each setting is used up before the next is asked for. */
  settings(): AsyncIterable<Setting>;
  close(): Promise<void>;
}

export interface EngineDefinition {
  readonly name: string;
  /** What it is and how it is set, in a few words. */
  readonly note: string;
  /** The least memory that a face takes: what would not fit is not tried. */
  readonly memoryBytesPerFace: (dimensions: number, packId: string) => number;
  /** Bytes that a search must read of each face; for the comparison with the memory's bandwidth. */
  readonly scannedBytesPerFace?: (dimensions: number, packId: string) => number;
  readonly open: (setup: EngineSetup) => Promise<Engine>;
}
