import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PhotoSource } from '../../src/ports/photo-source.ts';
import { FTP_RULES, type FtpPlace, openFtpSource } from '../../src/sources/ftp/open-ftp-source.ts';
import { collect } from '../contracts/collect.ts';
import { photoSourceContract } from '../contracts/photo-source-contract.ts';
import { folderWith } from '../support/folder-with.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';
import { hasVsftpd, startVsftpd } from '../support/vsftpd.ts';

const ONE = Uint8Array.of(1);
const PATIENCE = { ...FTP_RULES, firstPauseMs: 20, mostPauseMs: 100, timeoutMs: 5000 };

async function openOn(port: number, more: Partial<FtpPlace> = {}): Promise<PhotoSource> {
  const place = { host: '127.0.0.1', port, username: 'anonymous', password: 'guest', folder: '/', ...more };
  const source = await openFtpSource(place, () => Promise.resolve('127.0.0.1'), PATIENCE);
  onTestFinished(() => source.close());
  return source;
}

describe.skipIf(!hasVsftpd)('vsftpd', () => {
  photoSourceContract("Debian's FTP server", {
    namesOfItsOwn: ['back\\slash.jpg'],
    async make(files) {
      const folder = await folderWith(files);
      const source = await openOn(await startVsftpd(folder));
      return { source, spoil: (name) => rm(join(folder, name)) };
    },
  });

  it('is read with encryption, each data connection as part of the session', async () => {
    const selfSigned = selfSignedCertificate();
    const files = { 'a.jpg': new Uint8Array(400_000), 'b/c.jpg': ONE };
    const port = await startVsftpd(await folderWith(files), selfSigned);
    const source = await openOn(port, {
      host: 'localhost',
      security: 'explicit',
      trustedCertificates: selfSigned.certificate,
    });
    const photos = await collect(source.photos());
    const sizes = await Promise.all(photos.map(async (photo) => (await photo.read()).byteLength));
    expect(sizes).toEqual([400_000, 1]);
  });

  it('is read though its names are in Latin-1', async () => {
    const folder = await folderWith({ 'a.jpg': ONE });
    await writeFile(Buffer.from(`${folder}/gr\u00f6\u00dfe.jpg`, 'latin1'), Uint8Array.of(7));
    const photos = await collect((await openOn(await startVsftpd(folder))).photos());
    expect(photos.map(({ name }) => name)).toEqual(['a.jpg', 'größe.jpg']);
    expect(await photos[1]?.read()).toEqual(Buffer.of(7));
  });

  it('shows links: those to photos are followed, those to folders are not', async () => {
    const folder = await folderWith({ 'a.jpg': Uint8Array.of(1, 2), 'below/b.jpg': ONE });
    await symlink('a.jpg', join(folder, 'link.jpg'));
    await symlink('gone.jpg', join(folder, 'broken.jpg'));
    await symlink('..', join(folder, 'below', 'loop'));
    await symlink('below', join(folder, 'folder.jpg'));
    const photos = await collect((await openOn(await startVsftpd(folder))).photos());
    expect(photos.map(({ name }) => name)).toEqual(['a.jpg', 'below/b.jpg', 'link.jpg']);
    expect((await photos[2]?.read())?.byteLength).toBe(2);
  });
});
