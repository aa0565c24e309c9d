import { describe, expect, it } from 'vitest';
import { FtpSourceError } from '../../src/sources/ftp/ftp-source-error.ts';
import { fillSources, importCommand, openImportEngine, workOnAny } from '../support/import-world.ts';

describe('an import whose source fails it, or is not its own', () => {
  it('fails when its source is gone, no file by that, and goes on when it is resumed', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 6);
    const { sources, services } = engine;
    const { id } = await services.beginImport(importCommand());
    const gone = new FtpSourceError('unreachable', 'ftp.example.org');
    sources.beforeReading = async (name) => {
      if (name !== '3.jpg') return;
      sources.unlisted = gone;
      throw gone;
    };
    await workOnAny(engine);
    const { import: failed } = await services.getImport(id);
    expect(failed).toMatchObject({ state: 'failed', counts: { failed: 0 } });
    expect(failed.failure).toContain('ftp.example.org cannot be reached');
    sources.unlisted = undefined;
    sources.beforeReading = async () => undefined;
    await services.resumeImport(id);
    await workOnAny(engine, 'two');
    expect((await services.getImport(id)).import).toMatchObject({
      state: 'done',
      counts: { stored: 6, alreadyStored: 0, failed: 0 },
    });
  });

  it('goes on behind a file at which its server gives up again and again', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 6);
    const { id } = await engine.services.beginImport(importCommand());
    engine.sources.beforeReading = async (name) => {
      if (name === '3.jpg') throw new FtpSourceError('unreachable', 'ftp.example.org');
    };
    await workOnAny(engine);
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'done',
      counts: { stored: 5, failed: 1 },
    });
  });

  it('does not wait for a server that does not answer when it is stopped, and writes nothing down of that', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 6);
    const { id } = await engine.services.beginImport(importCommand());
    const stop = new AbortController();
    const closed = new Promise<void>((resolve) => {
      engine.sources.onClose = resolve;
    });
    engine.sources.beforeReading = async (name) => {
      if (name === '0.jpg') return;
      setTimeout(() => stop.abort(), 50);
      await closed;
      throw new FtpSourceError('closed', name);
    };
    await workOnAny(engine, 'one', stop.signal);
    const { import: stopped } = await engine.services.getImport(id);
    expect(stopped).toMatchObject({ state: 'queued', counts: { failed: 0 } });
    expect(stopped.counts.stored).toBeLessThan(6);
  });

  it('stores a photo once that another import of the gallery stores at the same time', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 20);
    const first = await engine.services.beginImport(importCommand());
    const second = await engine.services.beginImport(importCommand());
    await Promise.all([workOnAny(engine, 'one'), workOnAny(engine, 'two')]);
    const countsOf = async (id: string) => (await engine.services.getImport(id)).import.counts;
    const [one, two] = [await countsOf(first.id), await countsOf(second.id)];
    expect([one.stored + one.alreadyStored, two.stored + two.alreadyStored]).toEqual([20, 20]);
    expect(one.stored + two.stored).toBe(20);
    expect(await engine.services.getGallery('press')).toMatchObject({ photoCount: 20, faceCount: 20 });
  });
});
