import { describe, expect, it } from 'vitest';
import { sweepBlobs } from '../../src/services/housekeeping.ts';
import { openEngine } from '../support/engine.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

const HOUR_MS = 3_600_000;

async function openWithPhotos(...photos: Uint8Array[]) {
  const engine = await openEngine();
  await engine.services.createGallery({ name: 'press' });
  const ids: string[] = [];
  for (const photo of photos) {
    const enrolled = await engine.services.enrollPhoto({
      galleryName: 'press',
      photo,
      faces: 'all',
      source: { kind: 'upload' },
      metadata: {},
    });
    ids.push(enrolled.photo.id);
  }
  return { engine, ids };
}

describe('deleting', () => {
  it('removes the picture of a face with its last owner, not before', async () => {
    const { engine, ids } = await openWithPhotos(scriptedPhoto(['anna']), scriptedPhoto(['anna'], 'copy'));
    expect(engine.blobs.blobs.size).toBe(1);
    await engine.services.deletePhoto(ids[0] ?? '');
    expect(engine.blobs.blobs.size).toBe(1);
    await engine.services.deletePhoto(ids[1] ?? '');
    expect(engine.blobs.blobs.size).toBe(0);
  });

  it('never takes away a picture that an enrolment at the same moment relies on', async () => {
    const { engine } = await openWithPhotos();
    const { services } = engine;
    const enroll = (note: string) =>
      services.enrollPhoto({
        galleryName: 'press',
        photo: scriptedPhoto(['anna'], note),
        faces: 'all',
        source: { kind: 'upload' },
        metadata: {},
      });
    for (let round = 0; round < 30; round += 1) {
      const { photo } = await enroll('first');
      const [, again] = await Promise.all([services.deletePhoto(photo.id), enroll('second')]);
      const [face] = again.faces;
      expect(await services.readFaceCrop(face?.id ?? '')).toEqual(Buffer.from('crop of anna'));
      await services.deletePhoto(again.photo.id);
      expect(engine.blobs.blobs.size).toBe(0);
    }
  });
});

describe('sweeping', () => {
  it('removes what nothing refers to once it is an hour old, and leaves the rest', async () => {
    const { engine } = await openWithPhotos(scriptedPhoto(['anna']));
    engine.blobs.nowMs = engine.clock.nowMs();
    const orphan = await engine.blobs.put(Buffer.from('left by a crash'));
    await sweepBlobs(engine.ports);
    expect(engine.blobs.blobs.has(orphan)).toBe(true);
    engine.clock.atMs += 2 * HOUR_MS;
    expect(await sweepBlobs(engine.ports)).toBe(2);
    expect(engine.blobs.blobs.has(orphan)).toBe(false);
    expect(engine.blobs.blobs.size).toBe(1);
  });
});
