import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { folderWith } from '../../support/folder-with.ts';
import { FTP_PASSWORD, FTP_USER, TestFtpServer } from '../../support/ftp-server.ts';
import { startMailServer } from '../../support/mail-server.ts';
import { samplePhoto } from '../../support/sample-photos.ts';
import { formOf, send, startServerProcess } from '../../support/server-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ANY_TEXT: unknown = expect.stringMatching(/./);
const CALLBACK_SECRET = 'a secret for callbacks';
const startedSchema = z.object({ message: z.string(), importId: z.string() });
const foundSchema = z.array(z.object({ score: z.number(), metadata: z.object({ fileName: z.string() }) }));

interface Call {
  readonly body: string;
  readonly timestamp: unknown;
  readonly signature: unknown;
}

/** Somebody who waits for callbacks. */
async function startListener() {
  const calls: Call[] = [];
  const listen = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { 'likeness-timestamp': timestamp, 'likeness-signature': signature } = request.headers;
    calls.push({ body: await text(request), timestamp, signature });
    response.end();
  };
  const server = createServer((request, response) => void listen(request, response)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { url: `http://127.0.0.1:${port}/done`, calls };
}

describe('process-ftp-folder', () => {
  it('stores the faces of a folder, calls back with the JSON of the page, and sends a mail', async () => {
    const inbox = await folderWith({
      'images/one.jpg': await samplePhoto(2),
      'images/deep/two.jpg': await samplePhoto(5),
      'images/bad_image.png': Buffer.from('no image'),
      'elsewhere.jpg': await samplePhoto(6),
    });
    const ftp = await TestFtpServer.start(inbox);
    const [mail, listener] = [await startMailServer(), await startListener()];
    const server = await startServerProcess(await temporaryFolder(), {
      LIKENESS_OUTGOING_NETWORKS: '127.0.0.1',
      LIKENESS_CALLBACK_SECRET: CALLBACK_SECRET,
      LIKENESS_SMTP_URL: mail.url,
      LIKENESS_LOG_LEVEL: 'debug',
    });
    onTestFinished(async () => void (await server.end('SIGTERM')));
    await send(server.address, '/groups/press', { method: 'POST' });
    const reply = await send(server.address, '/groups/press/process-ftp-folder', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        host: 'ftp://127.0.0.1',
        username: encodeURIComponent(FTP_USER),
        password: encodeURIComponent(FTP_PASSWORD),
        folderPath: '/images/',
        port: ftp.port,
        notificationEmailAddress: 'me@example.org',
        callbackUrl: listener.url,
      }),
    });
    expect(reply.status).toBe(202);
    startedSchema.parse(await reply.json());

    await expect.poll(() => listener.calls.length, { timeout: 60_000 }).toBe(1);
    const [{ body, timestamp, signature } = { body: '', timestamp: '', signature: '' }] = listener.calls;
    expect(JSON.parse(body)).toEqual({
      totalFiles: 3,
      successCount: 2,
      failed: [
        {
          fileName: 'bad_image.png',
          fileId: '/images/bad_image.png',
          error: ANY_TEXT,
        },
      ],
    });
    const expected = createHmac('sha256', CALLBACK_SECRET)
      .update(`${String(timestamp)}.${body}`)
      .digest('hex');
    expect(signature).toBe(`sha256=${expected}`);
    await expect.poll(() => mail.arrived.length, { timeout: 30_000 }).toBe(1);
    expect(mail.arrived[0]?.recipients).toEqual(['me@example.org']);
    expect(mail.arrived[0]?.mail.text).toContain('bad_image.png');

    const found = await send(server.address, '/groups/press/faces/search', {
      method: 'POST',
      body: formOf({ queryImage: await samplePhoto(5) }),
    });
    const matches = foundSchema.parse(await found.json());
    expect(matches.map(({ metadata }) => metadata.fileName).sort()).toEqual(['deep/two.jpg', 'one.jpg']);
    expect(matches[0]).toMatchObject({ metadata: { fileName: 'deep/two.jpg' } });
    for (const secret of [FTP_PASSWORD, encodeURIComponent(FTP_PASSWORD), CALLBACK_SECRET])
      expect(server.output()).not.toContain(secret);
  });
});
