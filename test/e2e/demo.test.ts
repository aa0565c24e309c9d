import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/command.ts';
import { samplePath } from '../support/sample-photos.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Row {
  readonly rank: number;
  readonly score: number;
  readonly photo: string;
}

function rowsOf(table: string): readonly Row[] {
  const rows = table.matchAll(
    /^ *(\d+) +(\d+) +(?:certain|confident|uncertain|weak|none) +(.+?) {2,}\d+x\d+ at/gm,
  );
  return [...rows].map(([, rank, score, photo]) => ({
    rank: Number(rank),
    score: Number(score),
    photo: photo ?? '',
  }));
}

describe('the demo', () => {
  it('finds every altered copy of a face above every stranger, in real photos', async () => {
    const folder = await temporaryFolder();
    const { code, stdout } = await runCommand(['demo'], { folder });
    expect(code).toBe(0);
    const rows = rowsOf(stdout);
    const copies = ['cropped', 'shrunk', 're-compressed', 'mirrored', 'darkened'];
    const top = rows.slice(0, 6).map(({ photo }) => photo.replace(/^sample\d ?/, ''));
    expect(top.toSorted()).toEqual(['.jpg', ...copies.map((copy) => `(${copy}).jpg`)].toSorted());
    expect(rows[5]?.score).toBeGreaterThan(rows[6]?.score ?? 100);
    const page = await readFile(join(folder, 'demo.html'), 'utf8');
    expect(page.match(/<img [^>]*src="data:image\/webp;base64,/g)?.length).toBeGreaterThan(6);
  });

  it("does the same with the user's own photos and a photo to search with", async () => {
    const folder = await temporaryFolder();
    const photos = join(folder, 'photos');
    await mkdir(photos);
    for (const number of [1, 4] as const) await copyFile(samplePath(number), join(photos, `${number}.jpg`));
    const { stdout } = await runCommand(['demo', photos, samplePath(4)], { folder });
    expect(rowsOf(stdout)[0]).toMatchObject({ rank: 1, score: 100, photo: '4.jpg' });
    expect(await readFile(join(folder, 'demo.html'), 'utf8')).toContain('4.jpg');
  });
});
