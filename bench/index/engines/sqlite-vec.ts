import { join } from 'node:path';
import Database from 'libsql';
import { getLoadablePath } from 'sqlite-vec';
import { z } from 'zod';
import { yieldToLoop } from '../measure/event-loop.ts';
import type { Engine, EngineDefinition, EngineSetup, Setting } from './engine.ts';

/** Faces in a transaction. */
const TOGETHER = 1024;
/** How many the bits choose for the comparison of the floats; 4,096 are the most that the extension allows. */
const SHORTLISTS = [400, 1000, 4096];
const foundSchema = z.array(z.object({ face: z.number() }));

const BY_BITS = `select face from faces where face in (
  select face from faces where bits match vec_quantize_binary(?) and k = ?
) order by vec_distance_cosine(vector, ?) limit ?`;
const FLAT = 'select face from faces where vector match ? and k = ?';

function bytesOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

class SqliteVec implements Engine {
  readonly #dimensions: number;
  readonly #database: Database.Database;
  readonly #insert: Database.Statement;

  constructor({ dimensions, folder }: EngineSetup) {
    this.#dimensions = dimensions;
    this.#database = new Database(join(folder, 'faces.db'));
    this.#database.loadExtension(getLoadablePath());
    this.#database.exec('pragma journal_mode = wal');
    this.#database.exec(
      `create virtual table faces using vec0(face integer primary key,
        vector float[${dimensions}] distance_metric=cosine, bits bit[${dimensions}])`,
    );
    this.#insert = this.#database.prepare(
      'insert into faces (face, vector, bits) values (?, ?, vec_quantize_binary(?))',
    );
  }

  async add(first: number, vectors: Float32Array): Promise<void> {
    const count = vectors.length / this.#dimensions;
    for (let row = 0; row < count; row += TOGETHER) {
      this.#database.exec('begin');
      for (let at = row; at < Math.min(count, row + TOGETHER); at += 1) {
        const bytes = bytesOf(vectors.subarray(at * this.#dimensions, (at + 1) * this.#dimensions));
        this.#insert.run([BigInt(first + at), bytes, bytes]);
      }
      this.#database.exec('commit');
      await yieldToLoop();
    }
  }

  async finish(): Promise<void> {
    this.#database.exec('pragma wal_checkpoint(truncate)');
  }

  async *settings(): AsyncIterable<Setting> {
    const byBits = this.#database.prepare(BY_BITS);
    for (const shortlist of SHORTLISTS) {
      yield {
        name: `bits, ${shortlist} compared`,
        search: async (probe, limit) =>
          facesOf(byBits.all([bytesOf(probe), shortlist, bytesOf(probe), limit])),
      };
    }
    const flat = this.#database.prepare(FLAT);
    yield {
      name: 'flat',
      search: async (probe, limit) => facesOf(flat.all([bytesOf(probe), limit])),
    };
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}

function facesOf(rows: unknown): readonly number[] {
  return foundSchema.parse(rows).map(({ face }) => face);
}

export const sqliteVec: EngineDefinition = {
  name: 'sqlite-vec',
  note: 'sqlite-vec 0.1.9 in libsql: signs and a comparison of the nearest; float32 flat',
  memoryBytesPerFace: () => 0,
  open: async (setup) => new SqliteVec(setup),
};
