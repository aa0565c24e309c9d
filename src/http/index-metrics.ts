import { Counter, Gauge, type Registry } from 'prom-client';

/** What the index of faces takes, and how well it finds. */
export interface IndexReadings {
  readonly faces: number;
  /** Shared memories that hold codes. */
  readonly arenas: number;
  /** Bytes of codes, and of 8-bit templates, in them. */
  readonly takenBytes: number;
  /** Rows that the files of 8-bit templates have room for. */
  readonly fileRows: number;
  /** Into which the faces of large galleries are regrouped. */
  readonly partitions: number;
  /** Galleries that are being regrouped: none or one. */
  readonly regrouping: number;
  /** Searches whose answer was compared with that of an exhaustive one. */
  readonly auditedSearches: number;
  /** Share of the right faces that the last of them have found, 0..1; undefined before the first. */
  readonly recall: number | undefined;
}

const SIZES = {
  faces: ['likeness_index_faces', 'Faces in the index.'],
  arenas: ['likeness_index_memories', 'Shared memories that hold codes of faces.'],
  takenBytes: [
    'likeness_index_code_bytes',
    'Bytes that codes of faces, and templates of 8 bits a component, take in memory.',
  ],
  fileRows: ['likeness_index_file_rows', 'Rows that the files of 8-bit templates have room for.'],
  partitions: ['likeness_index_partitions', 'Partitions of galleries of which searches look at a part only.'],
  regrouping: ['likeness_index_regrouping', 'Galleries that are being regrouped into partitions.'],
} as const;

/** Shows what is read of the index whenever the metrics are asked for. */
export function reportIndex(registry: Registry, read: () => IndexReadings): void {
  const registers = [registry];
  for (const size of ['faces', 'arenas', 'takenBytes', 'fileRows', 'partitions', 'regrouping'] as const) {
    const [name, help] = SIZES[size];
    const gauge = new Gauge({
      name,
      help,
      registers,
      collect(): void {
        gauge.set(read()[size]);
      },
    });
  }
  const audited = new Counter({
    name: 'likeness_index_audited_searches_total',
    help: 'Searches that were compared with an exhaustive search of the same faces.',
    registers,
    collect(): void {
      audited.reset();
      audited.inc(read().auditedSearches);
    },
  });
  const recall = new Gauge({
    name: 'likeness_index_recall',
    help: 'Share of the ten most similar faces that audited searches have found; the mean of the last 200.',
    registers,
    collect(): void {
      recall.set(read().recall ?? Number.NaN);
    },
  });
}
