import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OperatorError } from '../../src/core/operator-error.ts';
import type { PhotoSource } from '../../src/ports/photo-source.ts';
import { type DrivePlace, openDriveSource } from '../../src/sources/google-drive/open-drive-source.ts';
import { collect } from '../contracts/collect.ts';
import { TestDriveServer } from '../support/drive-server.ts';
import { callsTo, PATIENCE, placeOn, ROOT } from '../support/drive-world.ts';

const ONE = Uint8Array.of(1);

async function open(server: TestDriveServer, more: Partial<DrivePlace> = {}): Promise<PhotoSource> {
  const source = await openDriveSource(placeOn(server, more), PATIENCE);
  onTestFinished(() => source.close());
  return source;
}

describe('A service account', () => {
  it('asks for one token, signed with its key, however many files it reads', async () => {
    const server = await TestDriveServer.start();
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) server.add(ROOT, name, { content: ONE });
    const photos = await collect((await open(server)).photos());
    await Promise.all(photos.map((photo) => photo.read()));
    expect(callsTo(server, 'token')).toBe(1);
  });

  it('may have its line breaks escaped twice', async () => {
    const server = await TestDriveServer.start();
    server.add(ROOT, 'a.jpg', { content: ONE });
    const serviceAccountKey = server.key().replaceAll('\\n', '\\\\n');
    expect(await collect((await open(server, { serviceAccountKey })).photos())).toHaveLength(1);
  });

  it('is named when it sees no such folder, and what to do about it', async () => {
    const server = await TestDriveServer.start();
    await expect(open(server, { folderId: 'gone' })).rejects.toMatchObject({
      code: 'folder_missing',
      message: /gone/,
      remedy: new RegExp(TestDriveServer.account),
    });
  });

  it('may give the address of the folder instead of its id', async () => {
    const server = await TestDriveServer.start();
    const folderId = `https://drive.google.com/drive/folders/${ROOT}?usp=sharing`;
    expect((await open(server, { folderId })).kind).toBe('google-drive');
  });

  it.each([
    ['folder_id_invalid', { folderId: "x' or '1'='1" }],
    ['folder_id_invalid', { folderId: '' }],
    ['key_invalid', { serviceAccountKey: 'secret' }],
    ['key_invalid', { serviceAccountKey: '"secret"' }],
    ['key_invalid', { serviceAccountKey: '{"type":"authorized_user","refresh_token":"secret"}' }],
  ])('is refused as %s with %j, without secrets', async (code, more) => {
    const server = await TestDriveServer.start();
    const opening = open(server, more);
    await expect(opening).rejects.toThrow(OperatorError);
    await expect(opening).rejects.toMatchObject({ code });
    await expect(opening).rejects.not.toThrow('secret');
    expect(server.calls).toEqual([]);
  });

  it.each([
    ['client_email', undefined],
    ['private_key', undefined],
    ['private_key', '-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n'],
    ['private_key', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ])('is refused when its %s is wrong', async (field, value) => {
    const server = await TestDriveServer.start();
    const opening = open(server, { serviceAccountKey: server.key({ [field]: value }) });
    await expect(opening).rejects.toMatchObject({ code: 'key_invalid', message: new RegExp(field) });
    await expect(opening).rejects.not.toThrow('secret');
  });

  it('is refused by Google when the key is not its own, and nothing secret is in the error', async () => {
    const server = await TestDriveServer.start();
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const privateKey = stranger.export({ type: 'pkcs8', format: 'pem' });
    const opening = open(server, { serviceAccountKey: server.key({ private_key: privateKey }) });
    const error = await opening.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'key_refused', cause: undefined });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/PRIVATE KEY|ya29|eyJ/);
    expect(callsTo(server, 'token')).toBe(1);
  });

  it('is told when the place is a file, or may not be read', async () => {
    const server = await TestDriveServer.start();
    const folderId = server.add(ROOT, 'a.jpg', { content: ONE });
    await expect(open(server, { folderId })).rejects.toMatchObject({ code: 'not_a_folder' });
    server.manners = [{ call: 'get', status: 403, reason: 'accessNotConfigured' }];
    await expect(open(server)).rejects.toMatchObject({ code: 'refused', remedy: /switched on/ });
  });

  it('is told when Google cannot be reached', async () => {
    const server = await TestDriveServer.start();
    const addresses = { root: 'http://127.0.0.1:1', token: `${server.address}/token` };
    await expect(open(server, { addresses })).rejects.toMatchObject({ code: 'unreachable' });
  });
});
