import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { browserPath, openPage } from '../support/browser.ts';
import { samplePath } from '../support/sample-photos.ts';
import { startServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

describe.skipIf(browserPath === undefined)('in a real browser', () => {
  it('the page of a search shows the probe and every matched face, and asks for nothing', async () => {
    const folder = await temporaryFolder();
    const photos = join(folder, 'photos');
    const environment = { PATH: process.env['PATH'], LIKENESS_DATA: join(folder, 'data') };
    const run = (...words: string[]) =>
      promisify(execFile)(process.execPath, [MAIN, ...words], { env: environment, cwd: folder });
    await mkdir(photos);
    await copyFile(samplePath(5), join(photos, 'team <b>2026.jpg'));
    await run('index', photos, '--gallery', 'people');
    const page = join(folder, 'out.html');
    await run('search', samplePath(5), '--gallery', 'people', '--html', page);

    const opened = await openPage(pathToFileURL(page).href);
    const widths = await opened.page.evaluate('Array.from(document.images, (image) => image.naturalWidth)');
    const pictures = z.array(z.number()).parse(widths);
    expect(pictures).toHaveLength(1 + 5);
    expect(Math.min(...pictures)).toBeGreaterThan(60);
    expect(await opened.page.locator('body').innerText()).toContain('team <b>2026.jpg');
    expect(opened.foreignRequests).toEqual([]);
    expect(opened.errors).toEqual([]);
  });

  it('the documentation shows the operations of each dialect, without help from outside', async () => {
    const server = await startServerProcess(await temporaryFolder());
    const opened = await openPage(`${server.address}/docs`);
    await opened.page.getByText('/v1/galleries/{gallery}/search').first().waitFor();
    await opened.page.locator('select').first().selectOption({ label: 'FacePing' });
    await opened.page.getByText('/groups/{groupName}/faces/search').first().waitFor();
    expect(opened.foreignRequests).toEqual([]);
    expect(opened.errors).toEqual([]);
    await server.end('SIGTERM');
  });
});
