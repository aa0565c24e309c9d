import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('npm start', () => {
  it('starts the server, and ends it in good order when npm is told to end', async () => {
    const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
    const settings = { LIKENESS_DATA: await temporaryFolder(), LIKENESS_PORT: '0', LIKENESS_API_KEY: 'x' };
    const npm = spawn('npm', ['start'], {
      cwd: ROOT,
      env: { ...environment, ...settings },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(npm, 'exit');
    let address = '';
    for await (const line of createInterface({ input: npm.stdout })) {
      address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
      if (address !== '') break;
    }
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    npm.kill('SIGTERM');
    await ended;
    await expect
      .poll(() =>
        fetch(`${address}/healthz`).then(
          () => 'answers',
          () => 'gone',
        ),
      )
      .toBe('gone');
    expect(npm.exitCode).toBe(0);
  });
});
