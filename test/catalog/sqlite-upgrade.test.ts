import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { NO_QUALITY_RULES } from '../../src/core/quality-rules.ts';
import { galleryWith, newFace, newPhoto } from '../contracts/catalog-samples.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOW_MS = 1_800_000_000_000;

/** Takes a catalog back to the tables of version 0001, as that version has left them. */
const BACK_TO_0001 = `
  pragma foreign_keys = off;
  alter table faces alter column photo_id to photo_id text not null references photos (id);
  alter table faces alter column box_left to box_left real not null;
  alter table faces alter column box_top to box_top real not null;
  alter table faces alter column box_width to box_width real not null;
  alter table faces alter column box_height to box_height real not null;
  alter table faces alter column confidence to confidence real not null;
  alter table faces alter column landmarks to landmarks text not null;
  alter table faces alter column quality to quality text not null;
  alter table faces alter column crop_blob to crop_blob text not null;
  alter table faces add column template blob not null default x'';
  update faces set template = (select template from templates where face_number = faces.number);
  drop table templates;
  drop table jobs;
  drop table metadata_pairs;
  drop table search_matches;
  drop table search_probes;
  drop table searches;
  drop table credit_entries;
  drop table external_galleries;
  drop table index_tokens;
  drop table known_files;
  drop table import_notices;
  drop table import_files;
  drop table imports;
  alter table photos drop column last_seen_at_ms;
  alter table keys drop column galleries;
  alter table keys drop column expires_at_ms;
  alter table keys drop column credits;
  alter table keys drop column cost_per_search;
  alter table keys drop column monthly_quota;
  alter table keys drop column requests_per_minute;
  alter table removals drop column pack_id;
  alter table galleries drop column quality_rules;
  delete from migrations where name > '0002';`;

function runSql(file: string, statements: string): void {
  const database = new Database(file);
  database.exec(statements);
  database.close();
}

describe('A catalog of the first version', () => {
  it('is brought to the present one with every face, template and count', async () => {
    const folder = await temporaryFolder();
    const before = await openSqliteCatalog({
      folder,
      onUpgrade: () => expect.fail('a new catalog is none of before'),
    });
    const { gallery, photos, faces } = await galleryWith(before, 'a', [3, 1]);
    await before.photos.seen(photos[1]?.id ?? '', NOW_MS);
    await galleryWith(before, 'b', [2]);
    await before.faces.delete(faces[1]?.id ?? '');
    const templatesBefore = (await before.changes.since({ face: 0, removal: 0 }, 100)).added;
    await before.close();
    runSql(join(folder, 'catalog.sqlite'), BACK_TO_0001);

    const stages: string[] = [];
    const after = await openSqliteCatalog({ folder, onUpgrade: (stage) => stages.push(stage) });
    expect(stages).toEqual(['begins', 'ended']);
    expect((await after.changes.since({ face: 0, removal: 0 }, 100)).added).toEqual(templatesBefore);
    expect(await after.faces.find(faces[0]?.id ?? '')).toEqual(faces[0]);
    // That they were seen again is what the first version cannot know.
    expect(await after.photos.find(photos[1]?.id ?? '')).toEqual(photos[1]);
    expect(await after.galleries.findByName('a')).toEqual({
      ...gallery,
      quality: NO_QUALITY_RULES,
      faceCount: 3,
      photoCount: 2,
    });
    const { faces: added } = await after.photos.add(newPhoto(gallery.id), [newFace()]);
    expect(added[0]?.number).toBeGreaterThan(faces.at(-1)?.number ?? Infinity);
    const found = { galleryId: gallery.id, metadata: { name: 'Zoë', source: 'upload' }, after: 0, limit: 10 };
    expect(await after.faces.findByMetadata(found)).toEqual(
      [...faces, ...added].filter(({ id }) => id !== faces[1]?.id).map(({ number }) => number),
    );
    const vector = { id: randomUUID(), metadata: {}, template: Float32Array.of(1, 0, 0) };
    const put = { galleryId: gallery.id, packId: 'pack-1', vectors: [vector], createdAtMs: NOW_MS };
    const { faces: vectors } = await after.faces.putVectors(put);
    expect(await after.faces.find(vector.id)).toEqual(vectors[0]);
    expect(await after.check()).toEqual([]);
    await after.close();
    const again = await openSqliteCatalog({ folder, onUpgrade: (stage) => stages.push(stage) });
    expect(stages).toHaveLength(2);
    await again.close();
  });

  it('reads faces whose quality was measured without brightness', async () => {
    const folder = await temporaryFolder();
    const catalog = await openSqliteCatalog({ folder });
    const { faces } = await galleryWith(catalog, 'a', [1]);
    const face = await catalog.faces.find(faces[0]?.id ?? '');
    expect(face?.photoId === undefined ? 'no quality' : face.quality.brightness).toBeUndefined();
    await catalog.close();
  });
});
