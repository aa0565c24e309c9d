import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { SmtpMailer } from '../../src/outgoing/smtp-mailer.ts';
import type { Mailer } from '../../src/ports/mailer.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { startMailServer } from '../support/mail-server.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

const FTP = {
  kind: 'ftp',
  host: 'ftp.example.org',
  username: 'me',
  password: 'secret',
  folder: 'photos',
} as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody who is called back, and answers what the test says. */
async function startListener(answer = ''): Promise<{ url: string; calls: Call[]; answers: number[] }> {
  const calls: Call[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => {
      body += piece.toString();
    });
    request.on('end', () => {
      calls.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 200).end(answer);
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { url: `http://127.0.0.1:${port}/done?token=1`, calls, answers };
}

async function engineWith(mailer?: Mailer): Promise<TestEngine> {
  const engine = await openEngine(mailer === undefined ? {} : { mailer });
  await engine.services.createGallery({ name: 'press' });
  const { files } = engine.sources;
  files.set('good.jpg', { bytes: scriptedPhoto(['anna']) });
  files.set('<b>bad</b>\n.jpg', { error: new Error('Invalid <image> format.') });
  return engine;
}

async function importAll({ services }: TestEngine, notices: { callbackUrl?: string; mailAddress?: string }) {
  const { id } = await services.beginImport({
    galleryName: 'press',
    source: FTP,
    provenance: 'Our own archive.',
    faces: 'all',
    metadata: {},
    keyId: 'key-1',
    ...notices,
  });
  await services.workOnImport({ owner: 'worker', concurrency: 1, signal: new AbortController().signal });
  return id;
}

describe('the callback of an import', () => {
  it('has the JSON of the document, signed with time, and is made once', async () => {
    const engine = await engineWith();
    const listener = await startListener();
    const id = await importAll(engine, { callbackUrl: listener.url });
    expect(await engine.services.deliverNotice('teller')).toBe(true);
    expect(await engine.services.deliverNotice('teller')).toBe(false);
    expect(listener.calls).toHaveLength(1);
    const [call] = listener.calls;
    expect(JSON.parse(call?.body ?? '')).toEqual({
      totalFiles: 2,
      successCount: 1,
      failed: [
        { fileName: '<b>bad</b>\n.jpg', fileId: '/<b>bad</b>\n.jpg', error: 'Invalid <image> format.' },
      ],
    });
    const timestamp = call?.headers['likeness-timestamp'];
    expect(timestamp).toBe(String(engine.clock.atMs / 1000));
    const secret = engine.ports.rules.callbackSecret;
    const expected = createHmac('sha256', secret)
      .update(`${String(timestamp)}.${call?.body}`)
      .digest('hex');
    expect(call?.headers['likeness-signature']).toBe(`sha256=${expected}`);
    expect(call?.headers).toMatchObject({ 'likeness-import': id, 'content-type': 'application/json' });
    expect((await engine.services.getImport(id)).notices).toMatchObject([{ state: 'arrived', attempts: 1 }]);
  });

  it('has arrived whatever is answered with 200, however much that is', async () => {
    const engine = await engineWith();
    const listener = await startListener('x'.repeat(1_000_000));
    const id = await importAll(engine, { callbackUrl: listener.url });
    await engine.services.deliverNotice('teller');
    expect((await engine.services.getImport(id)).notices).toMatchObject([{ state: 'arrived', attempts: 1 }]);
  });

  it('goes to no address with a password, which would be shown with the import', async () => {
    const engine = await engineWith();
    const importing = importAll(engine, { callbackUrl: 'https://me:secret@example.org/' });
    expect(await faultCodeOf(importing)).toBe('request_invalid');
  });

  it('is tried again with growing pauses until it arrives', async () => {
    const engine = await engineWith();
    const listener = await startListener();
    listener.answers.push(500, 302);
    const id = await importAll(engine, { callbackUrl: listener.url });
    const pausesMs: number[] = [];
    for (const _ of [1, 2]) {
      expect(await engine.services.deliverNotice('teller')).toBe(true);
      expect(await engine.services.deliverNotice('teller')).toBe(false);
      const [notice] = (await engine.services.getImport(id)).notices;
      pausesMs.push((notice?.nextAtMs ?? 0) - engine.clock.atMs);
      engine.clock.atMs = notice?.nextAtMs ?? 0;
    }
    expect(pausesMs).toEqual([10_000, 30_000]);
    await engine.services.deliverNotice('teller');
    expect((await engine.services.getImport(id)).notices).toMatchObject([{ state: 'arrived', attempts: 3 }]);
    expect(listener.calls).toHaveLength(3);
  });

  it('is given up after a day, and the import says what was wrong', async () => {
    const engine = await engineWith();
    const id = await importAll(engine, { callbackUrl: 'http://127.0.0.1:9/' });
    const endedAtMs = engine.clock.atMs;
    let attempts = 0;
    while ((await engine.services.getImport(id)).notices[0]?.state === 'waiting' && attempts < 100) {
      engine.clock.atMs = (await engine.services.getImport(id)).notices[0]?.nextAtMs ?? 0;
      await engine.services.deliverNotice('teller');
      attempts += 1;
    }
    const [notice] = (await engine.services.getImport(id)).notices;
    expect(notice).toMatchObject({ state: 'given-up', attempts });
    expect(notice?.problem).toContain('127.0.0.1');
    expect(attempts).toBeGreaterThan(10);
    expect(engine.clock.atMs - endedAtMs).toBeGreaterThan(DAY_MS - 3 * HOUR_MS);
    expect(engine.clock.atMs - endedAtMs).toBeLessThanOrEqual(DAY_MS);
  });

  it('is given up at once where this server does not go', async () => {
    const engine = await engineWith();
    const id = await importAll(engine, { callbackUrl: 'http://169.254.169.254/latest' });
    await engine.services.deliverNotice('teller');
    expect((await engine.services.getImport(id)).notices).toMatchObject([{ state: 'given-up', attempts: 1 }]);
  });

  it('is also made when the import has failed, and not again when it is resumed', async () => {
    const engine = await engineWith();
    const listener = await startListener();
    engine.sources.problem = Object.assign(new Error('no'), {});
    const begin = importAll(engine, { callbackUrl: listener.url });
    await expect(begin).rejects.toThrow('no');
    await engine.services.deliverNotice('teller');
    expect(listener.calls).toHaveLength(1);
    engine.sources.problem = undefined;
    const [failed] = (await engine.services.listImports({ limit: 1 })).items;
    await engine.services.resumeImport(failed?.id ?? '');
    await engine.services.workOnImport({
      owner: 'two',
      concurrency: 1,
      signal: new AbortController().signal,
    });
    expect(await engine.services.deliverNotice('teller')).toBe(false);
  });
});

describe('the mail of an import', () => {
  it('is not waited for longer than a mail server takes that answers', async () => {
    const silent = createTcpServer(() => undefined).listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    const { port } = z.object({ port: z.number() }).parse(silent.address());
    const url = `smtp://127.0.0.1:${port}`;
    const mailer = new SmtpMailer({ url, from: 'likeness@photos.example', timeoutMs: 300 });
    const beganAtMs = performance.now();
    const mail = { to: 'me@example.org', subject: '', text: '', html: '', id: 'import-1' };
    expect(await faultCodeOf(mailer.send(mail))).toBe('mail_refused');
    expect(performance.now() - beganAtMs).toBeLessThan(5000);
    mailer.close();
  });

  it('says in text and in HTML what became of it, whatever files are called', async () => {
    const server = await startMailServer();
    const mailer = new SmtpMailer({ url: server.url, from: 'Likeness <likeness@photos.example>' });
    const engine = await engineWith(mailer);
    const id = await importAll(engine, { mailAddress: 'me@example.org' });
    server.refuse = 1;
    await engine.services.deliverNotice('teller');
    expect((await engine.services.getImport(id)).notices).toMatchObject([{ state: 'waiting', attempts: 1 }]);
    engine.clock.atMs += HOUR_MS;
    await engine.services.deliverNotice('teller');
    expect(server.arrived).toHaveLength(1);
    const [{ recipients, mail } = { recipients: [], mail: undefined }] = server.arrived;
    expect(recipients).toEqual(['me@example.org']);
    expect(mail?.from?.address).toBe('likeness@photos.example');
    expect(mail?.messageId).toBe(`<import-${id}@photos.example>`);
    expect(mail?.subject).toBe('Import into "press" is done');
    for (const line of [
      'Files: 2',
      'Succeeded: 1',
      'Failed: 1',
      '- <b>bad</b> .jpg: Invalid <image> format.',
    ]) {
      expect(mail?.text).toContain(line);
    }
    expect(mail?.html).toContain('&lt;b&gt;bad&lt;/b&gt; .jpg');
    expect(mail?.html).not.toContain('<b>bad');
    mailer.close();
  });
});
