import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/command.ts';
import { send, startServerProcess } from '../support/server-process.ts';
import { takenPort } from '../support/taken-port.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SECRET = /lk_[\w-]{43}/;
const WITHOUT_KEY = { LIKENESS_API_KEY: '' };

describe('a data folder that no key opens', () => {
  it('gets one at the first start: shown once, working, and still there at the second', async () => {
    const folder = await temporaryFolder();
    const first = await startServerProcess(folder, WITHOUT_KEY);
    await expect.poll(() => first.output()).toMatch(SECRET);
    const [secret = ''] = SECRET.exec(first.output()) ?? [];
    const headers = { authorization: `Bearer ${secret}` };
    expect((await send(first.address, '/v1/keys', { headers })).status).toBe(200);
    expect(await first.end('SIGTERM')).toBe(0);

    const second = await startServerProcess(folder, WITHOUT_KEY);
    expect((await send(second.address, '/v1/galleries', { headers })).status).toBe(200);
    expect(second.output()).not.toMatch(SECRET);
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('does not lose it when the first start fails', async () => {
    const folder = await temporaryFolder();
    const port = await takenPort();
    const failed = await runCommand(['serve'], {
      folder,
      environment: { LIKENESS_DATA: folder, LIKENESS_PORT: String(port) },
    });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/LIKENESS_PORT|--port/);
    const server = await startServerProcess(folder, WITHOUT_KEY);
    await expect.poll(() => server.output()).toMatch(SECRET);
    await server.end('SIGTERM');
  });
});
