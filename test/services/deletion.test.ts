import { describe, expect, it } from 'vitest';
import { BlobKeeper, type HeldBlob } from '../../src/services/blob-keeper.ts';
import { sweepBlobs } from '../../src/services/housekeeping.ts';
import { deletePhoto } from '../../src/services/photos.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { scriptedCrop, scriptedPhoto } from '../support/scripted-vision.ts';

const ELEVEN_MINUTES_MS = 660_000;
const CROP = scriptedCrop('anna');

async function openWithPhotos(...photos: Uint8Array[]) {
  return storeIn(await openEngine(), photos);
}

async function storeIn(engine: TestEngine, photos: readonly Uint8Array[]) {
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
      expect(await services.readFaceCrop({ faceId: face?.id ?? '' })).toEqual(CROP);
      await services.deletePhoto(again.photo.id);
      expect(engine.blobs.blobs.size).toBe(0);
    }
  });
});

const SHARED = { isAlone: async () => false };

/** Two processes on one data folder, each with its own keeper, at a moment when nothing is old. */
async function openTwoProcesses() {
  const { engine } = await openWithPhotos();
  engine.blobs.nowMs = engine.clock.nowMs();
  const referred = new Set<string>();
  const catalog = {
    referredBlobs: async (some: readonly string[]) =>
      new Set(some.filter((address) => referred.has(address))),
  };
  const { blobs, clock } = engine;
  const [first, second] = [
    new BlobKeeper({ blobs, catalog, clock, tenancy: SHARED }),
    new BlobKeeper({ blobs, catalog, clock, tenancy: SHARED }),
  ];
  return { blobs, clock, referred, first, second };
}

/** As an enrolment that has come to its end, whatever that was. */
async function store(keeper: BlobKeeper): Promise<HeldBlob> {
  const held = await keeper.hold(CROP);
  held.release();
  return held;
}

describe('deleting beside another process', () => {
  it('leaves a picture that the other has stored again and not yet referred to', async () => {
    const { blobs, referred, first, second } = await openTwoProcesses();
    const { address } = await store(first);
    const again = await second.hold(CROP);
    await first.discard([address]);
    referred.add(address);
    again.release();
    expect(await blobs.get(address)).toEqual(CROP);
  });

  it('removes at once what it has stored itself', async () => {
    const { blobs, first } = await openTwoProcesses();
    const held = await first.hold(CROP);
    await first.discard([held.address]);
    expect(blobs.blobs.size).toBe(1);
    held.release();
    await first.discard([held.address]);
    expect(blobs.blobs.size).toBe(0);
  });

  it('removes what the other has stored when it is ten minutes old', async () => {
    const { blobs, clock, first, second } = await openTwoProcesses();
    const { address } = await store(second);
    await first.discard([address]);
    expect(blobs.blobs.size).toBe(1);
    clock.atMs += ELEVEN_MINUTES_MS;
    await first.discard([address]);
    expect(blobs.blobs.size).toBe(0);
  });
});

describe('deleting after another process', () => {
  it('removes at once what a process that is gone has stored a moment before', async () => {
    const { engine, ids } = await openWithPhotos(scriptedPhoto(['anna']));
    const { blobs, catalog, clock } = engine.ports;
    engine.blobs.nowMs = clock.nowMs();
    const keeper = new BlobKeeper({ blobs, catalog, clock, tenancy: { isAlone: async () => true } });
    await deletePhoto({ ...engine.ports, keeper }, ids[0] ?? '');
    expect(engine.blobs.blobs.size).toBe(0);
  });
});

describe('sweeping', () => {
  it('removes what nothing refers to at once when no other process is at work', async () => {
    const { engine } = await openWithPhotos(scriptedPhoto(['anna']));
    await engine.blobs.put(Buffer.from('left by a crash'));
    expect(await sweepBlobs(engine.ports)).toBe(2);
    expect(engine.blobs.blobs.size).toBe(1);
  });

  it('otherwise removes it once it is ten minutes old, and leaves the rest', async () => {
    const { engine } = await storeIn(await openEngine({ isAlone: false }), [scriptedPhoto(['anna'])]);
    engine.blobs.nowMs = engine.clock.nowMs();
    const { address: orphan } = await engine.blobs.put(Buffer.from('left by a crash'));
    await sweepBlobs(engine.ports);
    expect(engine.blobs.blobs.has(orphan)).toBe(true);
    engine.clock.atMs += ELEVEN_MINUTES_MS;
    expect(await sweepBlobs(engine.ports)).toBe(2);
    expect(engine.blobs.blobs.has(orphan)).toBe(false);
    expect(engine.blobs.blobs.size).toBe(1);
  });
});
