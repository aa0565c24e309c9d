import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openSqliteCatalog } from '../../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { packIdOfSpace, templateSpaceOf } from '../../../src/core/template-space.ts';
import { QuantisedFaceIndex } from '../../../src/index/quantised/quantised-face-index.ts';
import type { Catalog, StoredTemplate } from '../../../src/ports/catalog.ts';
import { IndexFollower } from '../../../src/services/index-follower.ts';
import { problemsOf } from '../../contracts/brute-force.ts';
import { newGallery, newVector, newVectors } from '../../contracts/catalog-samples.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const FROM_THE_BEGINNING = { face: 0, removal: 0 };

/** An index in a folder, as one process has it. */
export class KeptIndex {
  readonly index: QuantisedFaceIndex;
  readonly follower: IndexFollower;
  /** Tests set it. */
  readonly clock = { atMs: 0, nowMs: (): number => this.clock.atMs };
  /** What the index had to say of its folder. */
  readonly events: string[] = [];

  constructor(catalog: Catalog, folder: string | undefined) {
    this.index = new QuantisedFaceIndex({
      templates: async (faces) => {
        const numbers = faces.map(({ faceNumber }) => faceNumber);
        const found = await catalog.templates.find(packIdOfSpace(faces[0]?.space ?? ''), numbers);
        return numbers.map((number) => found.get(number));
      },
      scanThreads: 1,
      arenaBytes: 16 * 1024 * 1024,
      folder,
      witness: (event) => this.events.push(event),
    });
    this.follower = new IndexFollower(catalog.changes, this.index, {
      saved: this.index,
      tokens: catalog.indexTokens,
      clock: this.clock,
    });
  }

  /** As `kill -9` ends it. */
  kill(): Promise<void> {
    return this.index.close();
  }
}

/** A catalog, and processes that one after the other keep an index of it in one folder. */
export class KeptIndexWorld {
  readonly catalog: Catalog;
  readonly folder: string;
  readonly #random = seededRandom(21);
  readonly #dimensions: number;

  constructor(catalog: Catalog, folder: string, dimensions: number) {
    this.catalog = catalog;
    this.folder = folder;
    this.#dimensions = dimensions;
  }

  open(folder: string | undefined = this.folder): KeptIndex {
    const kept = new KeptIndex(this.catalog, folder);
    onTestFinished(() => kept.kill());
    return kept;
  }

  async newGallery(): Promise<string> {
    return (await this.catalog.galleries.create(newGallery(`${this.#random()}`))).id;
  }

  /** @returns the ids of new faces */
  async addFaces(galleryId: string, count: number): Promise<readonly string[]> {
    const { packId = '' } = (await this.catalog.galleries.find(galleryId)) ?? {};
    const vectors = Array.from({ length: count }, () => newVector({ template: this.template() }));
    await this.catalog.faces.putVectors({ ...newVectors(galleryId, vectors), packId });
    return vectors.map(({ id }) => id);
  }

  template(): Float32Array {
    return randomTemplate(this.#dimensions, this.#random);
  }

  /** What is wrong with the index's answers, gallery by gallery, compared with the templates of the catalog. */
  async problemsOf({ index, follower }: KeptIndex): Promise<readonly string[]> {
    await follower.catchUp();
    const probe = this.template();
    const problems: string[] = [];
    for (const [space, faces] of await this.#spaces()) {
      if (index.size(space) !== faces.size)
        problems.push(`${index.size(space)} instead of ${faces.size} faces`);
      const query = { limit: 50 };
      problems.push(...problemsOf(await index.search([space], probe, query), faces, probe, query));
    }
    return problems;
  }

  async #spaces(): Promise<ReadonlyMap<string, Map<number, Float32Array>>> {
    const all: StoredTemplate[] = [];
    for (let cursor = FROM_THE_BEGINNING, complete = false; !complete; ) {
      const changes = await this.catalog.changes.since(cursor, 1000);
      all.push(...changes.added);
      ({ cursor, complete } = changes);
    }
    const spaces = new Map<string, Map<number, Float32Array>>();
    for (const { galleryId, packId, faceNumber, template } of all) {
      const space = templateSpaceOf(galleryId, packId);
      spaces.set(space, (spaces.get(space) ?? new Map<number, Float32Array>()).set(faceNumber, template));
    }
    return spaces;
  }
}

/** Of the running test's own. */
export async function keptIndexWorld(dimensions: number): Promise<KeptIndexWorld> {
  const data = await temporaryFolder();
  const catalog = await openSqliteCatalog({ folder: data });
  onTestFinished(() => catalog.close());
  return new KeptIndexWorld(catalog, join(data, 'index'), dimensions);
}
