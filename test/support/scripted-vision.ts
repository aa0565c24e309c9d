import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '../../src/core/fault.ts';
import type { Pack } from '../../src/core/pack.ts';
import { toUnitLength } from '../../src/core/similarity.ts';
import type { AnalyzedFace, AnalyzedPhoto, Vision, VisionLoad } from '../../src/ports/vision.ts';

const scriptSchema = z.object({ people: z.array(z.string()), note: z.string().optional() });

const DIMENSIONS = 16;

const pack: Pack = {
  id: 'scripted-1',
  summary: 'faces by name',
  templateDimensions: DIMENSIONS,
  segments: [{ name: 'names', start: 0, dimensions: DIMENSIONS, weight: 1 }],
  provisional: false,
  liveness: false,
  models: [],
  calibration: {
    knots: [
      { similarity: 0, logFalseMatchRate: -0.3 },
      { similarity: 0.9, logFalseMatchRate: -5 },
    ],
    measuredUpTo: 0.9,
    samePhotoSimilarity: 0.999,
  },
};

/** A "photo" that says in JSON who is in it, largest first; `note` makes its bytes differ. */
export function scriptedPhoto(people: readonly string[], note?: string): Uint8Array {
  return Buffer.from(JSON.stringify({ people, note }));
}

/** The template that a person always gets. */
export function templateOf(person: string): Float32Array {
  const hash = createHash('sha256').update(person).digest();
  return toUnitLength(Float32Array.from(hash.subarray(0, DIMENSIONS), (byte) => byte - 127.5));
}

function faceOf(person: string, position: number): AnalyzedFace {
  const size = 100 - position;
  const at = { x: position * 100, y: 10 };
  return {
    box: { left: at.x, top: at.y, width: size, height: size },
    landmarks: [at, at, at, at, at],
    confidence: 0.99,
    quality: { score: 0.9, size: 0.9, sharpness: 0.9, pose: 0.9, detection: 0.99 },
    template: templateOf(person),
    crop: Buffer.from(`crop of ${person}`),
  };
}

/** Sees what the photo's text says. For tests of what lies around vision; vision itself is tested for real. */
export class ScriptedVision implements Vision {
  readonly pack = pack;
  analyzed = 0;

  async ready(): Promise<void> {}

  async installedPacks(): Promise<readonly Pack[]> {
    return [pack];
  }

  async requirePack(idOrName: string): Promise<Pack> {
    if (idOrName !== pack.id) throw new Fault('pack_not_installed', { details: { pack: idOrName } });
    return pack;
  }

  async analyze(photo: Uint8Array): Promise<AnalyzedPhoto> {
    this.analyzed += 1;
    const text = Buffer.from(photo).toString();
    if (!text.startsWith('{')) throw new Fault('photo_not_an_image');
    const { people } = scriptSchema.parse(JSON.parse(text));
    const timings = { queueMs: 0, decodeMs: 1, detectMs: 1, embedMs: 1, cropMs: 1 };
    return { width: 1000, height: 800, format: 'jpeg', faces: people.map(faceOf), timings };
  }

  load(): VisionLoad {
    return { workers: 1, active: 0, queued: 0, queueLimit: 1 };
  }

  async close(): Promise<void> {}
}
