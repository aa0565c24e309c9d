import { connect, Index, type Table, type VectorQuery } from '@lancedb/lancedb';
import {
  Table as ArrowTable,
  Field,
  FixedSizeList,
  Float32,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
} from 'apache-arrow';
import { z } from 'zod';
import type { Engine, EngineDefinition, EngineSetup, Setting } from './engine.ts';

const TABLE = 'faces';
/** Few large partitions did better than many small ones on people who lie anywhere. */
const FACES_A_PARTITION = 32_000;
const PROBED_SHARES = [0.1, 0.25, 0.5, 1];
const REFINES = [10, 40];
const foundSchema = z.array(z.object({ face: z.number() }));

function arrowTable(first: number, vectors: Float32Array, dimensions: number): ArrowTable {
  const count = vectors.length / dimensions;
  const component = new Field('item', new Float32(), true);
  const vector = new FixedSizeList(dimensions, component);
  const schema = new Schema([new Field('face', new Int32(), false), new Field('vector', vector, false)]);
  const numbers = makeData({
    type: new Int32(),
    data: Int32Array.from({ length: count }, (_, row) => first + row),
  });
  const components = makeData({ type: new Float32(), data: Float32Array.from(vectors) });
  const rows = makeData({ type: vector, length: count, nullCount: 0, child: components });
  const struct = makeData({ type: new Struct(schema.fields), length: count, children: [numbers, rows] });
  return new ArrowTable(schema, [new RecordBatch(schema, struct)]);
}

class LanceDb implements Engine {
  readonly #setup: EngineSetup;
  #table: Table | undefined;

  constructor(setup: EngineSetup) {
    this.#setup = setup;
  }

  async add(first: number, vectors: Float32Array): Promise<void> {
    const batch = arrowTable(first, vectors, this.#setup.dimensions);
    if (this.#table !== undefined) return void (await this.#table.add(batch));
    const connection = await connect(this.#setup.folder);
    this.#table = await connection.createTable(TABLE, batch);
    return undefined;
  }

  get #partitions(): number {
    return Math.max(4, Math.round(this.#setup.count / FACES_A_PARTITION));
  }

  async finish(): Promise<void> {
    // Only before the index: afterwards it splits partitions, and those that a search asks for are no longer all.
    await this.#required.optimize();
    await this.#required.createIndex('vector', {
      config: Index.ivfRq({ numPartitions: this.#partitions, distanceType: 'cosine' }),
    });
  }

  get #required(): Table {
    if (this.#table === undefined) throw new Error('no face was added');
    return this.#table;
  }

  async *settings(): AsyncIterable<Setting> {
    const probed = new Set(PROBED_SHARES.map((share) => Math.max(1, Math.round(share * this.#partitions))));
    for (const refine of REFINES) {
      for (const probes of probed) {
        yield this.#setting(`${probes} of ${this.#partitions} partitions, refine ${refine}`, (query) =>
          query.nprobes(probes).refineFactor(refine),
        );
      }
    }
    yield this.#setting('flat', (query) => query.bypassVectorIndex());
  }

  async close(): Promise<void> {
    this.#table?.close();
  }

  #setting(name: string, tuned: (query: VectorQuery) => VectorQuery): Setting {
    return {
      name,
      search: async (probe, limit) => {
        const query = this.#required.query().nearestTo(probe).distanceType('cosine');
        const rows: unknown = await tuned(query).select(['face', '_distance']).limit(limit).toArray();
        return foundSchema.parse(rows).map(({ face }) => face);
      },
    };
  }
}

export const lancedb: EngineDefinition = {
  name: 'lancedb',
  note: 'LanceDB 0.37.1: IVF_RQ with a partition for 32,000 faces; flat',
  memoryBytesPerFace: (dimensions) => dimensions / 8,
  open: async (setup) => new LanceDb(setup),
};
