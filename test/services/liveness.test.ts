import { describe, expect, it } from 'vitest';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

async function engineWith(pack: string): Promise<TestEngine> {
  const engine = await openEngine();
  await engine.services.createGallery({ name: 'press', pack });
  return engine;
}

function search({ services }: TestEngine, person: string, liveness?: 'off' | 'report' | 'require') {
  const photo = scriptedPhoto([person]);
  return services.searchByPhoto({ galleryName: 'press', photo, limit: 1, liveness });
}

function enroll({ services }: TestEngine, people: readonly string[], liveness: 'report' | 'require') {
  const photo = scriptedPhoto(people);
  const source = { kind: 'upload' };
  return services.enrollPhoto({ galleryName: 'press', photo, faces: 'all', source, metadata: {}, liveness });
}

describe('liveness', () => {
  it('is said when it is asked for, and does not keep anything from happening', async () => {
    const engine = await engineWith('other-1');
    expect((await search(engine, 'fake anna', 'report')).probe.liveness).toEqual({
      score: 0.1,
      verdict: 'fake',
    });
    expect((await search(engine, 'anna', 'report')).probe.liveness).toEqual({ score: 0.9, verdict: 'real' });
    expect((await search(engine, 'anna')).probe.liveness).toBeUndefined();
    const { faces, judgements } = await enroll(engine, ['anna', 'fake ben'], 'report');
    expect(faces).toHaveLength(2);
    expect(judgements.map(({ liveness }) => liveness?.verdict)).toEqual(['real', 'fake']);
  });

  it('is a gate when it is required', async () => {
    const engine = await engineWith('other-1');
    expect(await faultCodeOf(search(engine, 'fake anna', 'require'))).toBe('liveness_failed');
    expect((await search(engine, 'anna', 'require')).probe.liveness?.verdict).toBe('real');
    expect(await faultCodeOf(enroll(engine, ['anna', 'fake ben'], 'require'))).toBe('liveness_failed');
    expect((await engine.services.getGallery('press')).faceCount).toBe(0);
    const [first, second] = [scriptedPhoto(['anna']), scriptedPhoto(['fake anna'])];
    const compare = engine.services.compareFaces({ first, second, pack: 'other-1', liveness: 'require' });
    expect(await faultCodeOf(compare)).toBe('liveness_failed');
  });

  it('is unavailable in a pack without models for it, and cannot be required there', async () => {
    const engine = await engineWith('scripted-1');
    expect((await search(engine, 'fake anna', 'report')).probe.liveness).toEqual({ verdict: 'unavailable' });
    expect(await faultCodeOf(search(engine, 'anna', 'require'))).toBe('liveness_unavailable');
    expect(await faultCodeOf(enroll(engine, ['anna'], 'require'))).toBe('liveness_unavailable');
  });
});
