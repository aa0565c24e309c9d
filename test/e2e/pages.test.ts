import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiPathOf } from '../../src/dialects/contract/openapi-operation.ts';
import { DIALECTS } from '../../src/dialects/dialects.ts';
import { browserPath, openPage } from '../support/browser.ts';
import { runCommand } from '../support/command.ts';
import { samplePath } from '../support/sample-photos.ts';
import { startServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe.skipIf(browserPath === undefined)('in a real browser', () => {
  it('the page of a search shows the probe and every matched face, and asks for nothing', async () => {
    const folder = await temporaryFolder();
    const photos = join(folder, 'photos');
    await mkdir(photos);
    await copyFile(samplePath(5), join(photos, 'team <b>2026.jpg'));
    await runCommand(['index', photos, '--gallery', 'people'], { folder });
    const page = join(folder, 'out.html');
    await runCommand(['search', samplePath(5), '--gallery', 'people', '--html', page], { folder });

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
    for (const { title, operations } of DIALECTS) {
      await opened.page.locator('select').first().selectOption({ label: title });
      const path = openApiPathOf(operations[0]?.path ?? '');
      await opened.page.getByText(path).first().waitFor();
    }
    expect(opened.foreignRequests).toEqual([]);
    expect(opened.errors).toEqual([]);
    await server.end('SIGTERM');
  });
});
