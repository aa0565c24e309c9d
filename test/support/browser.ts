import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const CANDIDATES = [
  process.env['LIKENESS_TEST_BROWSER'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** A Chromium on this machine, if there is one. */
export const browserPath = CANDIDATES.find((path) => path !== undefined && existsSync(path));

if (browserPath === undefined) {
  console.warn(
    'SKIPPED: no Chromium was found, so pages are not tested (set LIKENESS_TEST_BROWSER to its path)',
  );
}

export interface OpenedPage {
  readonly page: Page;
  /** Everything that the page asked for beyond its own file or server. */
  readonly foreignRequests: readonly string[];
  /** Errors of scripts, refused resources and policy violations. */
  readonly errors: readonly string[];
}

/** Opens a page in a real browser; both are closed when the test ends. */
export async function openPage(address: string): Promise<OpenedPage> {
  const profile = await mkdtemp(join(tmpdir(), 'likeness-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...(browserPath !== undefined && { executablePath: browserPath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  onTestFinished(async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  });
  const page = await context.newPage();
  const foreignRequests: string[] = [];
  const errors: string[] = [];
  const own = new URL(address);
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== own.origin)
      foreignRequests.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(address);
  return { page, foreignRequests, errors };
}
