import { once } from 'node:events';
import { createServer } from 'node:net';
import type { FtpServerOptions } from 'ftp-srv';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { OperatorError } from '../../src/core/operator-error.ts';
import type { PhotoSource } from '../../src/ports/photo-source.ts';
import { type FtpPlace, openFtpSource } from '../../src/sources/ftp/open-ftp-source.ts';
import { collect } from '../contracts/collect.ts';
import { anyHost, BIG, PATIENCE, placeOn, worldWithBig } from '../support/ftp-world.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';

async function open(place: FtpPlace, requireAllowed = anyHost): Promise<PhotoSource> {
  const source = await openFtpSource(place, requireAllowed, PATIENCE);
  onTestFinished(() => source.close());
  return source;
}

async function firstPhoto(source: PhotoSource) {
  const [photo] = await collect(source.photos());
  if (photo === undefined) throw new Error('there is no photo');
  return photo;
}

describe('An FTP server', () => {
  it.each([
    ['login_refused', { password: 'wrong-secret' }],
    ['login_refused', { username: 'wrong-secret' }],
    ['folder_missing', { folder: '/gone' }],
    ['folder_missing', { folder: '/grün' }],
    ['folder_missing', { folder: '/a.jpg' }],
    ['no_encryption', { security: 'explicit' }],
    ['text_invalid', { folder: '/\r\nDELE a.jpg' }],
    ['text_invalid', { username: 'anna%0d%0aDELE a.jpg' }],
    ['text_invalid', { password: 'secret%00' }],
    ['host_invalid', { host: 'ftp://anna:wrong-secret@localhost' }],
  ] as const)('is refused as %s with %j, with a remedy and without secrets', async (code, more) => {
    const { server } = await worldWithBig();
    const opening = openFtpSource(placeOn(server, more), anyHost, PATIENCE);
    await expect(opening).rejects.toThrow(OperatorError);
    const error = await opening.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/secret|anna|p%ss/);
    await vi.waitFor(() => expect(server.connections.size).toBe(0), { timeout: 20_000 });
  });

  it('that does not exist is told after some attempts', async () => {
    const { server } = await worldWithBig();
    const opening = openFtpSource(placeOn(server, { port: 1 }), anyHost, { ...PATIENCE, attempts: 2 });
    await expect(opening).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('that falls silent when encryption is to begin is given up', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 Welcome\r\n');
      socket.once('data', () => socket.write('234 Begin\r\n'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const place = { host: '127.0.0.1', port, username: 'a', password: 'b', folder: '/' };
    const hasty = { ...PATIENCE, attempts: 2, timeoutMs: 200 };
    const opening = openFtpSource({ ...place, security: 'explicit' }, anyHost, hasty);
    await expect(opening).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('is connected to by the address that was allowed, each time anew', async () => {
    const { server } = await worldWithBig();
    const asked: string[] = [];
    const requireAllowed = (host: string) => {
      asked.push(host);
      return Promise.resolve('127.0.0.1');
    };
    const source = await open(placeOn(server, { host: 'photos.invalid' }), requireAllowed);
    await server.cutAll();
    const photo = await firstPhoto(source);
    await photo.read();
    expect(asked).toEqual(['photos.invalid', 'photos.invalid']);
  });

  it('is not connected to when that is not allowed', async () => {
    const { server } = await worldWithBig();
    const refusal = new OperatorError('The address is private.', 'Allow it.');
    const opening = openFtpSource(placeOn(server), () => Promise.reject(refusal), PATIENCE);
    await expect(opening).rejects.toBe(refusal);
    expect(server.logins).toBe(0);
  });

  it('cannot lead us to another host for the data', async () => {
    const options: FtpServerOptions = { blacklist: ['EPSV'] };
    const elsewhere = { pasv_url: () => '192.0.2.7' };
    const { server } = await worldWithBig(Object.assign(options, elsewhere));
    const photo = await firstPhoto(await open(placeOn(server)));
    expect((await photo.read()).byteLength).toBe(BIG.byteLength);
  });

  it.each([
    ['explicit', 'ftp', 'ftpes://localhost'],
    ['explicit', 'ftp', 'ftps://localhost'],
    ['implicit', 'ftps', 'localhost'],
  ] as const)('is used with %s encryption', async (security, scheme, host) => {
    const selfSigned = selfSignedCertificate();
    const { server } = await worldWithBig({ scheme, selfSigned });
    const place = placeOn(server, {
      host,
      ...(security === 'implicit' && { security }),
      trustedCertificates: selfSigned.certificate,
    });
    const photo = await firstPhoto(await open(place, () => Promise.resolve('127.0.0.1')));
    expect(Buffer.from(BIG).equals(await photo.read())).toBe(true);
    expect(photo.url).toMatch(/^ftps:\/\/localhost:/);
  });

  it.each([
    ['explicit', 'ftp', 'localhost', false],
    ['implicit', 'ftps', 'localhost', false],
    ['explicit', 'ftp', 'other.example', true],
    ['implicit', 'ftps', 'other.example', true],
  ] as const)('needs a certificate for its name, %s', async (security, scheme, host, isTrusted) => {
    const selfSigned = selfSignedCertificate();
    const { server } = await worldWithBig({ scheme, selfSigned });
    const place = placeOn(server, {
      host,
      security,
      ...(isTrusted && { trustedCertificates: selfSigned.certificate }),
    });
    const opening = openFtpSource(place, () => Promise.resolve('127.0.0.1'), PATIENCE);
    await expect(opening).rejects.toMatchObject({ code: 'certificate', message: new RegExp(host) });
    expect(server.logins).toBe(0);
  });
});
