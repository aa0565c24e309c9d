// How long a server's index takes to be ready: from the catalog, and from what it has kept. Fills a data folder with
// synthetic templates first, unless it has some: npx tsx bench/index-start.ts [folder] [faces]
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSqliteCatalog } from '../src/catalog/sqlite/open-sqlite-catalog.ts';
import { seededRandom } from '../src/core/evaluation/seeded-random.ts';
import { NO_QUALITY_RULES } from '../src/core/quality-rules.ts';
import { toUnitLength } from '../src/core/similarity.ts';

const DIMENSIONS = 384;
const FACES_PER_WRITE = 1000;
const PACK = `vectors:${DIMENSIONS}`;

const [folder = join(tmpdir(), 'likeness-index-start'), faces = '1000000'] = process.argv.slice(2);

async function fill(count: number): Promise<void> {
  const catalog = await openSqliteCatalog({ folder });
  const random = seededRandom(1);
  const galleryId = randomUUID();
  const createdAtMs = Date.now();
  const gallery = { id: galleryId, name: 'bench', packId: PACK, quality: NO_QUALITY_RULES, createdAtMs };
  await catalog.galleries.create(gallery);
  for (let stored = 0; stored < count; stored += FACES_PER_WRITE) {
    const vectors = Array.from({ length: FACES_PER_WRITE }, () => ({
      id: randomUUID(),
      metadata: {},
      template: toUnitLength(Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5)),
    }));
    await catalog.faces.putVectors({ galleryId, packId: PACK, vectors, createdAtMs });
  }
  await catalog.close();
}

/** A process of its own each time, as after a start. */
function measure(what: string): void {
  const program = fileURLToPath(new URL('speed/index-start-once.ts', import.meta.url));
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.stdout.write(`${what}: ${stdout.toString()}`);
}

if (!existsSync(join(folder, 'catalog.sqlite'))) await fill(Number(faces));
await rm(join(folder, 'index'), { recursive: true, force: true });
measure('from the catalog');
measure('from what was kept');
measure('from what was kept, again');
