import { readdirSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dataPath, hasLabelledPhotos } from '../../bench/vision/labelled-photos.ts';
import { evaluationOutput } from '../../src/cli/evaluation/evaluation-output.ts';
import { browserPath, openPage } from '../support/browser.ts';
import { runCommand } from '../support/command.ts';
import { writeMadeUpPeople } from '../support/made-up-people.ts';
import { plainPicture } from '../support/sample-photos.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const HOSTILE = 'team <b>"2026"<img src=x>';

describe('likeness evaluate on real photos', () => {
  it('tells people apart whose photos are made up, and says which photo has no face', async () => {
    const folder = await temporaryFolder();
    const people = await writeMadeUpPeople(join(folder, 'people'), (person) => `person ${person}`);
    await mkdir(join(folder, 'people/nobody'));
    await writeFile(join(folder, 'people/nobody/plain.png'), await plainPicture());
    const { code, stdout } = await runCommand(['evaluate', 'people', '--json'], { folder });
    expect(code).toBe(0);
    const { packs, ...facts } = evaluationOutput.parse(JSON.parse(stdout));
    expect(facts).toEqual({ photos: 4 * people + 1, people: people + 1, face: 'leading' });
    expect(packs).toMatchObject([
      {
        pack: 'standard-2',
        withoutFace: ['nobody/plain.png'],
        accuracy: { accuracy: 1, pairsFrom: 'drawn' },
        verification: { genuinePairs: 6 * people, equalErrorRate: 0 },
      },
    ]);
    expect(packs[0]?.identification[0]?.cumulativeMatches[0]).toBe(1);
  });

  it('prints a table, and names the line of a list that is wrong', async () => {
    const folder = await temporaryFolder();
    await writeMadeUpPeople(join(folder, 'people'), (person) => `p${person}`);
    const listed = [0, 1, 2, 3].flatMap((person) => [
      `p${person}/0.jpg,p${person}/1.jpg,1`,
      `p${person}/2.jpg,p${person + 1}/3.jpg,0`,
    ]);
    await writeFile(join(folder, 'pairs.csv'), `first,second,same\n${listed.join('\n')}\n`);
    await writeFile(join(folder, 'wrong.csv'), `${listed.join('\n')}\np0/0.jpg,p0/9.jpg,1\n`);
    const words = (list: string) => ['evaluate', 'people', '--pairs', list, '--face', 'central'];
    const table = await runCommand(words('pairs.csv'), { folder });
    expect(table.stdout).toMatch(/listed pairs told right +100\.00 % \(/);
    expect(table.stdout).toMatch(/TAR at FMR 1e-5 +not enough pairs/);
    expect(table.code).toBe(0);
    const wrong = await runCommand(words('wrong.csv'), { folder });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('Line 9 of the list of pairs names p0/9.jpg, which is not in the folder.');
  });

  it.skipIf(browserPath === undefined)(
    'writes a report that shows everything and asks for nothing',
    async () => {
      const folder = await temporaryFolder();
      await writeMadeUpPeople(join(folder, 'people'), (person) => `${HOSTILE} ${person}`);
      const { stderr } = await runCommand(['evaluate', 'people', '--report', 'report.html'], { folder });
      expect(stderr).toContain('Wrote report.html.');

      const { page, errors, foreignRequests } = await openPage(
        pathToFileURL(join(folder, 'report.html')).href,
      );
      const widths = await page.evaluate('Array.from(document.images, (image) => image.naturalWidth)');
      const pictures = z.array(z.number()).parse(widths);
      expect(pictures.length).toBeGreaterThan(20);
      expect(Math.min(...pictures)).toBeGreaterThan(40);
      expect(await page.locator('svg[role=img]').count()).toBe(4);
      expect(await page.locator('svg polyline').count()).toBe(6);
      expect(await page.locator('main').innerText()).toContain(`${HOSTILE} 0/0.jpg`);
      expect(await page.locator('table').innerText()).toContain('TAR at FMR 1e-4');
      expect(foreignRequests).toEqual([]);
      expect(errors).toEqual([]);
    },
  );
});

if (!hasLabelledPhotos) console.warn('SKIPPED: the labelled photos are not on this machine.');

describe.skipIf(!hasLabelledPhotos)('likeness evaluate on forty people of LFW', () => {
  it('knows most of them again, and nearly no stranger', async () => {
    const folder = await temporaryFolder();
    const several = readdirSync(dataPath('lfw'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(join(entry.parentPath, entry.name)).length >= 4)
      .slice(0, 40);
    // Links to photos are followed, links to folders are not.
    for (const { name, parentPath } of several) {
      await mkdir(join(folder, 'lfw', name), { recursive: true });
      for (const photo of readdirSync(join(parentPath, name)).slice(0, 4)) {
        await symlink(join(parentPath, name, photo), join(folder, 'lfw', name, photo));
      }
    }
    const { stdout } = await runCommand(['evaluate', 'lfw', '--face', 'central', '--json'], { folder });
    const [pack] = evaluationOutput.parse(JSON.parse(stdout)).packs;
    expect(several).toHaveLength(40);
    // One of the photos has no face that this pack finds.
    expect(pack?.verification.impostorPairs).toBeCloseTo(12_480, -3);
    expect(pack?.verification.equalErrorRate).toBeLessThan(0.02);
    expect(pack?.verification.operatingPoints[1]).toMatchObject({ falseMatchRate: 1e-3, basis: 'measured' });
    expect(pack?.verification.operatingPoints[1]?.trueAcceptRate).toBeGreaterThan(0.95);
    expect(pack?.identification[0]?.cumulativeMatches[0]).toBeGreaterThan(0.97);
  });
});
