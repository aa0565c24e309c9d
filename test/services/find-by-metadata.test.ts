import { describe, expect, it } from 'vitest';
import type { Metadata } from '../../src/core/metadata.ts';
import { servicesFor } from '../../src/services/services.ts';
import { openEngine } from '../support/engine.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

const NAMES = ['archive', 'press', 'staff'] as const;

/** Three galleries of a photo and two vectors each. */
async function openFilled() {
  const { services, ports } = await openEngine();
  for (const galleryName of NAMES) {
    await services.createGallery({ name: galleryName });
    const photo = scriptedPhoto(['anna'], galleryName);
    const source = { kind: 'upload', fileName: `${galleryName}.jpg` };
    await services.enrollPhoto({ galleryName, photo, faces: 'all', source, metadata: { role: 'guest' } });
    const vectors = ['1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16', '16,15,14,13,12,11,10,9,8,7,6,5,4,3,2,1'];
    await services.storeVectors({
      galleryName,
      vectors: vectors.map((text, floor) => ({ name: 'it', text, metadata: { role: 'guest', floor } })),
    });
  }
  const { key } = await services.createKey({ name: 'kiosk', galleries: ['press', 'staff'] });
  return { services, limited: servicesFor(key, ports) };
}

type Services = Awaited<ReturnType<typeof openFilled>>['services'];

async function found(services: Services, metadata: Metadata, limit = 100, galleryName?: string) {
  const { faces, more } = await services.findByMetadata({ metadata, limit, galleryName });
  return { names: faces.map((each) => each.galleryName), more };
}

describe('finding faces by metadata', () => {
  it('looks into every gallery, by name, or into the one that is named', async () => {
    const { services } = await openFilled();
    expect(await found(services, { floor: '1' })).toEqual({ names: [...NAMES], more: false });
    expect(await found(services, { floor: 1, role: 'guest' }, 9, 'press')).toEqual({
      names: ['press'],
      more: false,
    });
    expect(await found(services, { floor: 1, role: 'host' })).toEqual({ names: [], more: false });
    expect(await found(services, { fileName: 'staff.jpg' })).toEqual({ names: ['staff'], more: false });
  });

  it('finds all that there are without a condition', async () => {
    const { services } = await openFilled();
    expect((await found(services, {})).names).toHaveLength(9);
  });

  it('says whether there are more than it gives', async () => {
    const { services } = await openFilled();
    for (const metadata of [{ role: 'guest' }, {}]) {
      for (const limit of [1, 2, 3, 4, 8]) {
        const { names, more } = await found(services, metadata, limit);
        expect([names.length, more]).toEqual([limit, true]);
      }
      expect((await found(services, metadata, 9)).more).toBe(false);
    }
  });

  it('sees what the metadata of a face was changed to, and not what it was', async () => {
    const { services } = await openFilled();
    const { faces } = await services.findByMetadata({ metadata: { floor: 0 }, limit: 1 });
    await services.setFaceMetadata({ faceId: faces[0]?.face.id ?? '', metadata: { floor: 7 } });
    expect((await found(services, { floor: 0 })).names).toEqual(['press', 'staff']);
    expect((await found(services, { floor: 7, source: 'vector' })).names).toEqual(['archive']);
  });

  it('shows nothing of galleries that the key may not use', async () => {
    const { services, limited } = await openFilled();
    expect((await found(limited, { floor: 1 })).names).toEqual(['press', 'staff']);
    const hidden = await services.findByMetadata({ metadata: {}, limit: 1, galleryName: 'archive' });
    const faceId = hidden.faces[0]?.face.id ?? '';
    await expect(limited.getVector(faceId)).rejects.toMatchObject({ code: 'face_not_found' });
    const noGallery = { code: 'gallery_not_allowed' };
    await expect(found(limited, {}, 1, 'archive')).rejects.toMatchObject(noGallery);
    const refused = limited.deleteVectors({ galleryName: 'archive', faceIds: [faceId] });
    await expect(refused).rejects.toMatchObject(noGallery);
    expect(await limited.deleteVectors({ galleryName: 'press', faceIds: [faceId] })).toEqual([]);
    expect((await services.getVector(faceId)).face.id).toBe(faceId);
  });
});
