import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '../../src/core/fault.ts';
import type { Pack } from '../../src/core/pack.ts';
import { toUnitLength } from '../../src/core/similarity.ts';
import type {
  AnalyzedFace,
  AnalyzedPhoto,
  AnalyzeOptions,
  KnownFace,
  Vision,
  VisionLoad,
} from '../../src/ports/vision.ts';

/** What people have written beside faces, by the names of the script. */
const namesSchema = z.record(z.string(), z.string());
const scriptSchema = z.object({
  people: z.array(z.string()),
  note: z.string().optional(),
  names: namesSchema.default({}),
});

const DIMENSIONS = 16;
const OTHER_DIMENSIONS = 24;
/** Of every photo, in pixels. */
const WIDTH = 1000;

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

/** Sees the same people, tells them otherwise, and says of some that they are fakes: see `faceOf`. */
const otherPack: Pack = {
  ...pack,
  id: 'other-1',
  templateDimensions: OTHER_DIMENSIONS,
  segments: [{ name: 'other names', start: 0, dimensions: OTHER_DIMENSIONS, weight: 1 }],
  liveness: true,
};

/** A "photo" that says in JSON who is in it, largest first; `note` makes its bytes differ. */
export function scriptedPhoto(people: readonly string[], note?: string): Uint8Array {
  return Buffer.from(JSON.stringify({ people, note }));
}

/** A photo in which somebody has written names beside people. */
export function scriptedPhotoWithNames(
  people: readonly string[],
  names: Readonly<Record<string, string>>,
): Uint8Array {
  return Buffer.from(JSON.stringify({ people, names }));
}

const WEBP_HEAD = 'RIFF0000WEBP';

/** The "picture" of a face: begins as a WebP file does, and can be read like a photo. */
export function scriptedCrop(person: string): Uint8Array {
  return Buffer.concat([Buffer.from(WEBP_HEAD), scriptedPhoto([person], 'crop')]);
}

/** The template that a person always gets, of the first pack unless told otherwise. */
export function templateOf(person: string, dimensions: number = DIMENSIONS): Float32Array {
  const hash = createHash('sha256').update(person).digest();
  return toUnitLength(Float32Array.from(hash.subarray(0, dimensions), (byte) => byte - 127.5));
}

/** A person named `blurred ...` is blurred, and one named `fake ...` a picture. Their crops show them alone. */
function faceOf(person: string, position: number, { templateDimensions, liveness }: Pack): AnalyzedFace {
  const size = 100 - position;
  const at = { x: position * 100, y: 10 };
  const sharpness = person.startsWith('blurred') ? 0.1 : 0.9;
  const quality = { score: 0.9, size: 0.9, sharpness, pose: 0.9, brightness: 0.9, detection: 0.99 };
  const isFake = person.startsWith('fake');
  return {
    box: { left: at.x, top: at.y, width: size, height: size },
    landmarks: [at, at, at, at, at],
    confidence: 0.99,
    quality,
    template: templateOf(person, templateDimensions),
    ...(liveness && { liveness: isFake ? { score: 0.1, verdict: 'fake' } : { score: 0.9, verdict: 'real' } }),
    crop: scriptedCrop(person),
  };
}

/** Sees what the photo's text says. For tests of what lies around vision; vision itself is tested for real. */
export class ScriptedVision implements Vision {
  readonly pack = pack;
  analyzed = 0;
  /** Waited for before each analysis. */
  pause: (() => Promise<void>) | undefined;

  async ready(): Promise<void> {}

  async installedPacks(): Promise<readonly Pack[]> {
    return [otherPack, pack];
  }

  async requirePack(idOrName: string): Promise<Pack> {
    const found = [pack, otherPack].find(({ id }) => id === idOrName);
    if (found === undefined) throw new Fault('pack_not_installed', { details: { pack: idOrName } });
    return found;
  }

  async analyze(photo: Uint8Array, options: AnalyzeOptions = {}): Promise<AnalyzedPhoto> {
    this.analyzed += 1;
    await this.pause?.();
    const asked = await this.requirePack(options.packId ?? pack.id);
    const text = Buffer.from(photo).toString().replace(WEBP_HEAD, '');
    if (!text.startsWith('{')) throw new Fault('photo_not_an_image');
    const { people, names } = scriptSchema.parse(JSON.parse(text));
    const timings = { queueMs: 0, decodeMs: 1, detectMs: 1, embedMs: 1, cropMs: 1 };
    const seen = people.map((person, position) => faceOf(person, position, asked));
    // In a crop the only person is the one that is meant, wherever the place was reckoned to be.
    const at = (place: KnownFace) =>
      seen.find(({ box }) => box.left === Math.round(place.box.left * WIDTH)) ?? seen[0];
    const faces = options.known === undefined ? seen : options.known.flatMap((place) => at(place) ?? []);
    const analyzed = { width: WIDTH, height: 800, format: 'jpeg', faces, timings };
    if (options.namedRegions === undefined) return analyzed;
    const { xmp } = options.namedRegions;
    const written = xmp === undefined ? names : namesSchema.parse(JSON.parse(xmp));
    const namedRegions = people.flatMap((person, position) => {
      const [name, box] = [written[person], seen[position]?.box];
      return name === undefined || box === undefined ? [] : [{ name, box }];
    });
    return { ...analyzed, namedRegions };
  }

  load(): VisionLoad {
    return { workers: 1, active: 0, queued: 0, queueLimit: 1 };
  }

  async close(): Promise<void> {}
}
