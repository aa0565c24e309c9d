import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ExternalGallery } from '../../src/core/external-gallery.ts';
import type { Catalog } from '../../src/ports/catalog.ts';
import { newGallery } from './catalog-samples.ts';

function newExternal(name: string): ExternalGallery {
  const address = 'https://faces.example.org';
  return { id: randomUUID(), name, address, remoteName: 'people', createdAtMs: 1_700_000_000_000 };
}

const EXISTS = { code: 'gallery_exists', details: { gallery: 'twice' } };

/** Galleries of other servers: names, secrets, removal. */
export function catalogExternalGalleries(make: () => Promise<Catalog>): void {
  it('finds an external gallery by id and by exact name, without its secret', async () => {
    const { externalGalleries } = await make();
    const gallery = newExternal('Zoë');
    await externalGalleries.add(gallery, 'secret of Zoë');
    expect(await externalGalleries.find(gallery.id)).toStrictEqual(gallery);
    expect(await externalGalleries.findByName('Zoë')).toStrictEqual(gallery);
    expect(await externalGalleries.findByName('zoë')).toBeUndefined();
    expect(await externalGalleries.find('Zoë')).toBeUndefined();
  });

  it('gives the secret of an external gallery to whoever asks for just that', async () => {
    const { externalGalleries } = await make();
    const [first, second] = [newExternal('first'), newExternal('second')];
    await externalGalleries.add(first, 'secret 1');
    await externalGalleries.add(second, 'secret 2');
    expect(await externalGalleries.secretOf(first.id)).toBe('secret 1');
    expect(await externalGalleries.secretOf(second.id)).toBe('secret 2');
    expect(await externalGalleries.secretOf('unknown')).toBeUndefined();
  });

  it('lists external galleries by name, and not among those of its own', async () => {
    const { externalGalleries, galleries } = await make();
    for (const name of ['b', 'Z', 'a']) await externalGalleries.add(newExternal(name), 'secret');
    expect((await externalGalleries.list()).map(({ name }) => name)).toEqual(['Z', 'a', 'b']);
    expect((await galleries.list({ limit: 9 })).items).toEqual([]);
  });

  it('gives a name to one gallery only, of whatever kind, also at the same time', async () => {
    const { externalGalleries, galleries } = await make();
    const attempts = await Promise.allSettled([
      externalGalleries.add(newExternal('twice'), 'secret'),
      galleries.create(newGallery('twice')),
      externalGalleries.add(newExternal('twice'), 'secret'),
    ]);
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(externalGalleries.add(newExternal('twice'), 'secret')).rejects.toMatchObject(EXISTS);
    await expect(galleries.create(newGallery('twice'))).rejects.toMatchObject(EXISTS);
  });

  it('gives the name of a removed external gallery, and of a deleted one of its own, free at once', async () => {
    const { externalGalleries, galleries } = await make();
    const external = newExternal('twice');
    await externalGalleries.add(external, 'secret');
    expect(await externalGalleries.delete(external.id)).toBe(true);
    expect(await externalGalleries.delete(external.id)).toBe(false);
    expect(await externalGalleries.secretOf(external.id)).toBeUndefined();
    const own = await galleries.create(newGallery('twice'));
    await galleries.delete(own.id);
    await externalGalleries.add(newExternal('twice'), 'secret');
    expect(await externalGalleries.findByName('twice')).toBeDefined();
  });
}
