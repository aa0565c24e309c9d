import { describe, expect, it } from 'vitest';
import { templateSpaceOf } from '../../src/core/template-space.ts';
import { ExactFaceIndex } from '../../src/index/exact/exact-face-index.ts';
import type { CatalogChanges, ChangeCursor, ChangeLog, StoredTemplate } from '../../src/ports/catalog.ts';
import { IndexFollower } from '../../src/services/index-follower.ts';
import { templateOf } from '../support/scripted-vision.ts';

/** A log that answers only when it is let, so that calls overlap. */
class SlowLog implements ChangeLog {
  readonly faces: number[] = [];
  readonly removals: number[] = [];
  overlapping = 0;
  #running = 0;

  async since(cursor: ChangeCursor, limit: number): Promise<CatalogChanges> {
    this.#running += 1;
    this.overlapping = Math.max(this.overlapping, this.#running);
    const added = this.faces.filter((number) => number > cursor.face).slice(0, limit);
    const removed = this.removals.slice(cursor.removal);
    const removal = this.removals.length;
    await new Promise(setImmediate);
    this.#running -= 1;
    return {
      added: added.map((faceNumber) => ({
        galleryId: 'g',
        packId: 'p',
        faceNumber,
        template: templateOf(`${faceNumber}`),
      })),
      removed: removed.map((faceNumber) => ({ galleryId: 'g', faceNumber })),
      rebound: [],
      cursor: { face: added.at(-1) ?? cursor.face, removal },
      complete: added.length < limit,
    };
  }

  async templatesOf(): Promise<readonly StoredTemplate[]> {
    return [];
  }
}

const SPACE = templateSpaceOf('g', 'p');

describe('the index follower', () => {
  it('has seen everything that was stored when it was asked, however calls overlap', async () => {
    const log = new SlowLog();
    const index = new ExactFaceIndex();
    const follower = new IndexFollower(log, index);
    const checks: Promise<void>[] = [];
    for (let number = 1; number <= 200; number += 1) {
      log.faces.push(number);
      checks.push(follower.catchUp().then(() => expect(index.size(SPACE)).toBeGreaterThanOrEqual(number)));
      if (number % 7 === 0) await new Promise(setImmediate);
    }
    await Promise.all(checks);
    log.removals.push(3, 77, 200);
    await follower.catchUp();
    expect(index.size(SPACE)).toBe(log.faces.length - log.removals.length);
    expect(log.overlapping).toBe(1);
  });

  it('goes on after a failure', async () => {
    const log = new SlowLog();
    const index = new ExactFaceIndex();
    let fail = true;
    const follower = new IndexFollower(
      {
        since: (cursor, limit) => (fail ? Promise.reject(new Error('disk')) : log.since(cursor, limit)),
        templatesOf: () => log.templatesOf(),
      },
      index,
    );
    await expect(follower.catchUp()).rejects.toThrow('disk');
    fail = false;
    log.faces.push(1);
    await follower.catchUp();
    expect(index.size(SPACE)).toBe(1);
  });
});
