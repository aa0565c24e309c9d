import type { Kysely } from 'kysely';
import type {
  DescribedFace,
  FacesOfPack,
  LackingFaces,
  NewTemplate,
  TemplateRecords,
} from '../../ports/catalog.ts';
import type { JobWorker } from '../../ports/jobs.ts';
import type { CatalogConnections, CatalogSchema } from '../schema.ts';
import { templateFromBytes, templateToBytes } from '../template-bytes.ts';
import { findFaces } from './face-rows.ts';
import { isHeldBy } from './job-records.ts';
import { requireFew, slicesOf } from './slices.ts';

type Database = Kysely<CatalogSchema>;

/** Numbers of the next faces of a gallery. */
async function nextNumbers(
  database: Database,
  { galleryId, after, limit }: Pick<FacesOfPack, 'galleryId' | 'after' | 'limit'>,
): Promise<readonly number[]> {
  const rows = await database
    .selectFrom('faces')
    .select('number')
    .where('gallery_id', '=', galleryId)
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit)
    .execute();
  return rows.map(({ number }) => number);
}

/** The numbers among these of faces that have a template of the pack. */
async function withTemplateAmong(
  database: Database,
  numbers: readonly number[],
  packId: string,
): Promise<ReadonlySet<number>> {
  if (numbers.length === 0) return new Set();
  const rows = await database
    .selectFrom('templates')
    .select('face_number')
    .where('face_number', 'in', numbers)
    .where('pack_id', '=', packId)
    .execute();
  return new Set(rows.map(({ face_number }) => face_number));
}

async function presentAmong(database: Database, numbers: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await database.selectFrom('faces').select('number').where('number', 'in', numbers).execute();
  return new Set(rows.map(({ number }) => number));
}

/** Templates in SQL. */
export class SqlTemplateRecords implements TemplateRecords {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  /** @throws RangeError when more than 1,000 numbers are given */
  async find(packId: string, numbers: readonly number[]): Promise<ReadonlyMap<number, Float32Array>> {
    requireFew(numbers.length);
    const templates = new Map<number, Float32Array>();
    for (const some of slicesOf(numbers)) {
      const rows = await this.#connections.reader
        .selectFrom('templates')
        .select(['face_number', 'template'])
        .where('face_number', 'in', some)
        .where('pack_id', '=', packId)
        .execute();
      for (const { face_number, template } of rows) templates.set(face_number, templateFromBytes(template));
    }
    return templates;
  }

  /** @throws RangeError when more than 1,000 are given */
  async add(packId: string, templates: readonly NewTemplate[]): Promise<void> {
    requireFew(templates.length);
    for (const some of slicesOf(templates)) {
      await this.#connections.writer.transaction().execute(async (transaction) => {
        const present = await presentAmong(
          transaction,
          some.map(({ faceNumber }) => faceNumber),
        );
        const rows = some
          .filter(({ faceNumber }) => present.has(faceNumber))
          .map(({ faceNumber, template }) => ({
            face_number: faceNumber,
            pack_id: packId,
            template: templateToBytes(template),
          }));
        if (rows.length === 0) return;
        await transaction
          .insertInto('templates')
          .values(rows)
          .onConflict((conflict) => conflict.columns(['face_number', 'pack_id']).doNothing())
          .execute();
      });
    }
  }

  async findLacking(wanted: FacesOfPack): Promise<LackingFaces> {
    requireFew(wanted.limit);
    const { reader } = this.#connections;
    const numbers = await nextNumbers(reader, wanted);
    const present = await withTemplateAmong(reader, numbers, wanted.packId);
    const lacking: DescribedFace[] = [];
    for (const some of slicesOf(numbers.filter((number) => !present.has(number)))) {
      lacking.push(...(await findFaces(reader, some)));
    }
    return { lacking, looked: numbers.length, last: numbers.at(-1) };
  }

  removeOthers(wanted: FacesOfPack, worker?: JobWorker): Promise<number | undefined> {
    requireFew(wanted.limit);
    return this.#connections.writer.transaction().execute(async (transaction) => {
      if (worker !== undefined && !(await isHeldBy(transaction, worker))) return undefined;
      const numbers = await nextNumbers(transaction, wanted);
      if (numbers.length === 0) return undefined;
      await transaction
        .deleteFrom('templates')
        .where('face_number', 'in', numbers)
        .where('pack_id', '!=', wanted.packId)
        .execute();
      return numbers.at(-1);
    });
  }
}
