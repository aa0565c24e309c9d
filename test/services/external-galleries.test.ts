import { describe, expect, it } from 'vitest';
import { servicesFor } from '../../src/services/services.ts';
import { openEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { enroll, listenInSilence, openPartner } from '../support/partner.ts';

function containing(text: string): unknown {
  return expect.stringContaining(text);
}

async function openWithPartner(externalTimeoutMs?: number) {
  const options = externalTimeoutMs === undefined ? {} : { externalTimeoutMs };
  const [engine, partner] = [await openEngine(options), await openPartner('people', ['anna', 'bob'])];
  const command = { address: `${partner.address}/`, remoteName: 'people', secret: partner.secret };
  return { engine, partner, services: engine.services, command };
}

describe('adding a gallery of another server', () => {
  it('asks it at once and remembers all but shows no secret', async () => {
    const { services, partner, command, engine } = await openWithPartner();
    const { gallery, faceCount } = await services.addExternalGallery({ ...command, name: 'theirs' });
    expect(faceCount).toBe(2);
    expect(gallery).toMatchObject({ name: 'theirs', address: partner.address, remoteName: 'people' });
    expect(await services.listExternalGalleries()).toEqual([gallery]);
    expect(JSON.stringify(await services.listExternalGalleries())).not.toContain(partner.secret);
    expect(await engine.ports.catalog.externalGalleries.secretOf(gallery.id)).toBe(partner.secret);
  });

  it('calls it as it is called there unless told otherwise', async () => {
    const { services, command } = await openWithPartner();
    expect((await services.addExternalGallery(command)).gallery.name).toBe('people');
  });

  it.each([
    ['the name is taken by one of its own', { name: 'own' }, 'gallery_exists'],
    ['the name cannot be one', { name: '../x' }, 'gallery_name_invalid'],
    ['the other server has no such gallery', { remoteName: 'nobody' }, 'external_refused'],
    ['the other server refuses the key', { secret: 'wrong' }, 'external_refused'],
    ['the key cannot be sent', { secret: 'a\nb' }, 'request_invalid'],
    ['the address is none', { address: 'file:///etc' }, 'request_invalid'],
    ['the port is none for HTTP', { address: 'http://127.0.0.1:22' }, 'request_invalid'],
  ])('is refused and nothing is kept when %s', async (_, changes, code) => {
    const { services, command } = await openWithPartner();
    await services.createGallery({ name: 'own' });
    expect(await faultCodeOf(services.addExternalGallery({ ...command, ...changes }))).toBe(code);
    expect(await services.listExternalGalleries()).toEqual([]);
  });

  it.each([
    ['search', ['read']],
    ['read', ['search']],
  ] as const)('is refused when the key lacks the scope %s, and says so', async (scope, scopes) => {
    const { services, partner, command } = await openWithPartner();
    const { secret } = await partner.services.createKey({ name: 'less', scopes });
    await expect(services.addExternalGallery({ ...command, secret })).rejects.toMatchObject({
      code: 'external_refused',
      details: { problem: `it answered 403, The API key lacks the scope "${scope}"` },
      remedy: containing('which needs the scopes read and search'),
    });
    expect(await services.listExternalGalleries()).toEqual([]);
  });

  it('costs the key nothing there', async () => {
    const { services, partner, command } = await openWithPartner();
    const { key, secret } = await partner.services.createKey({
      name: 'poor',
      scopes: ['read', 'search'],
      credits: 1,
    });
    await services.addExternalGallery({ ...command, secret });
    expect(await partner.services.getKey(key.id)).toMatchObject({ credits: 1 });
    expect((await partner.services.listKeySearches({ keyId: key.id, page: { limit: 5 } })).items).toEqual([]);
  });

  it('is refused when the other server is silent', async () => {
    const { services, command } = await openWithPartner(200);
    const address = await listenInSilence();
    expect(await faultCodeOf(services.addExternalGallery({ ...command, address }))).toBe('external_silent');
  });

  it('is refused a second time under the same name', async () => {
    const { services, command } = await openWithPartner();
    await services.addExternalGallery(command);
    expect(await faultCodeOf(services.addExternalGallery(command))).toBe('gallery_exists');
    expect(await faultCodeOf(services.createGallery({ name: 'people' }))).toBe('gallery_exists');
  });
});

describe('an external gallery', () => {
  it('is said to be one where it is used like one of this server', async () => {
    const { services, command } = await openWithPartner();
    await services.addExternalGallery(command);
    expect(await faultCodeOf(services.getGallery('people'))).toBe('gallery_external');
    expect(await faultCodeOf(services.deleteGallery('people'))).toBe('gallery_external');
    const page = { limit: 5 };
    expect(await faultCodeOf(services.listFaces({ galleryName: 'people', page }))).toBe('gallery_external');
    expect((await services.listGalleries(page)).items).toEqual([]);
  });

  it('shows the pictures of its own faces, and of no others that its key may see there', async () => {
    const { services, partner, command } = await openWithPartner();
    const { gallery } = await services.addExternalGallery(command);
    await partner.services.createGallery({ name: 'others' });
    const [inside] = (await partner.services.listFaces({ galleryName: 'people', page: { limit: 1 } })).items;
    const outside = await enroll(partner, 'others', 'cleo');
    const picture = await services.readPicture(`${gallery.id}.${inside?.id}`);
    expect(Buffer.from(picture)).toEqual(
      Buffer.from(await partner.services.readFaceCrop({ faceId: inside?.id ?? '' })),
    );
    expect(await faultCodeOf(services.readPicture(`${gallery.id}.${outside}`))).toBe('face_not_found');
  });

  it('is removed here and stays as it is there', async () => {
    const { services, partner, command } = await openWithPartner();
    await services.addExternalGallery(command);
    await services.removeExternalGallery('people');
    expect(await services.listExternalGalleries()).toEqual([]);
    expect(await faultCodeOf(services.removeExternalGallery('people'))).toBe('gallery_not_found');
    expect((await partner.services.getGallery('people')).faceCount).toBe(2);
  });

  it('is not to be removed as one of its own galleries', async () => {
    const { services } = await openWithPartner();
    await services.createGallery({ name: 'own' });
    expect(await faultCodeOf(services.removeExternalGallery('own'))).toBe('gallery_not_found');
    expect((await services.getGallery('own')).name).toBe('own');
  });

  it('cannot be seen, added or removed with a key for other galleries', async () => {
    const { services: all, engine, command } = await openWithPartner();
    const { gallery } = await all.addExternalGallery({ ...command, name: 'hidden' });
    const { key } = await all.createKey({ name: 'kiosk', galleries: ['seen'] });
    const services = servicesFor(key, engine.ports);
    expect(await services.listExternalGalleries()).toEqual([]);
    expect(await faultCodeOf(services.removeExternalGallery('hidden'))).toBe('gallery_not_allowed');
    const addingAgain = services.addExternalGallery({ ...command, name: 'other' });
    expect(await faultCodeOf(addingAgain)).toBe('gallery_not_allowed');
    const pictureId = `${gallery.id}.00000000-0000-4000-8000-000000000000`;
    expect(await faultCodeOf(services.readPicture(pictureId))).toBe('face_not_found');
    await services.addExternalGallery({ ...command, name: 'seen' });
    expect((await services.listExternalGalleries()).map(({ name }) => name)).toEqual(['seen']);
  });
});
