import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boxArea } from '../../src/core/geometry.ts';
import { namesOfFaces } from '../../src/core/name-faces.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import type { AnalyzedFace, AnalyzedPhoto } from '../../src/ports/vision.ts';
import { analyzePhoto } from '../../src/vision/analyze-photo.ts';
import { finderWithSsd } from '../../src/vision/finding/find-faces.ts';
import type { LoadedPack } from '../../src/vision/loaded-pack.ts';
import type { Network } from '../../src/vision/network.ts';
import { DEFAULT_PACK } from '../../src/vision/packs/built-in-packs.ts';
import { packOf } from '../../src/vision/packs/pack-of-definition.ts';
import { samplePhoto } from '../support/sample-photos.ts';
import { loadDefaultPack, loadFindingNets, PHOTO_LIMITS } from '../support/vision-models.ts';

let pack: LoadedPack;
let original: Buffer;
let analyzed: AnalyzedPhoto;
let strangers: AnalyzedFace[];

function analyze(photo: Uint8Array, crops = false): Promise<AnalyzedPhoto> {
  return analyzePhoto(pack, photo, { crops, limits: PHOTO_LIMITS });
}

function largestFace({ faces }: AnalyzedPhoto): AnalyzedFace {
  const [face] = faces;
  if (!face) throw new Error('there is no face');
  return face;
}

beforeAll(async () => {
  pack = await loadDefaultPack();
  original = await samplePhoto(6);
  analyzed = await analyze(original, true);
  strangers = [];
  for (const number of [1, 2, 3, 4, 5] as const) {
    strangers.push(...(await analyze(await samplePhoto(number))).faces);
  }
});
afterAll(() => pack.release());

describe('analysing a photo', () => {
  it('gives a face first that is large and not at the edge', () => {
    const [first, ...others] = analyzed.faces.map(({ box }) => ({
      area: boxArea(box),
      distance: Math.abs(box.left + box.width / 2 - analyzed.width / 2),
    }));
    if (!first) throw new Error('there is no face');
    for (const { area, distance } of others)
      expect(area > first.area && distance < first.distance).toBe(false);
  });

  it('gives the same templates for the same bytes, bit for bit', async () => {
    const again = await analyze(original, true);
    expect(again.faces).toEqual(analyzed.faces);
  });

  it('gives templates of unit length', () => {
    for (const { template } of analyzed.faces) {
      expect(template).toHaveLength(packOf(DEFAULT_PACK).templateDimensions);
      expect(similarityOf(template, template)).toBeCloseTo(1, 5);
    }
  });

  it('puts the landmarks where a face has them: eyes above nose above mouth, left before right', () => {
    for (const { landmarks, box } of analyzed.faces) {
      const [leftEye, rightEye, nose, leftMouth, rightMouth] = landmarks;
      expect(leftEye.x).toBeLessThan(rightEye.x);
      expect(leftMouth.x).toBeLessThan(rightMouth.x);
      expect(Math.max(leftEye.y, rightEye.y)).toBeLessThan(nose.y);
      expect(nose.y).toBeLessThan(Math.min(leftMouth.y, rightMouth.y));
      for (const { x, y } of landmarks) {
        expect(Math.abs(x - box.left - box.width / 2)).toBeLessThan(box.width * 0.6);
        expect(Math.abs(y - box.top - box.height / 2)).toBeLessThan(box.height * 0.6);
      }
    }
  });

  it('cuts pictures of the faces in which the face is found again', async () => {
    for (const { crop, template } of analyzed.faces) {
      const { format, width, height } = await sharp(crop).metadata();
      expect(format).toBe('webp');
      expect(Math.max(width, height)).toBeLessThanOrEqual(320);
      expect(similarityOf(largestFace(await analyze(crop)).template, template)).toBeGreaterThan(0.96);
    }
  });

  it('cuts none unless asked', async () => {
    for (const { crop } of (await analyze(original)).faces) expect(crop).toHaveLength(0);
  });

  it('speaks in pixels of the photo as received, not of the copy that it works with', async () => {
    const width = 4000;
    const large = await analyze(await sharp(original).resize({ width }).jpeg().toBuffer());
    const [from, to] = [largestFace(analyzed), largestFace(large)];
    const scale = width / analyzed.width;
    expect(to.box.left / scale).toBeCloseTo(from.box.left, -1.3);
    expect(to.landmarks[2].x / scale).toBeCloseTo(from.landmarks[2].x, -1);
  });
});

/** A landmark net for which all points of the face at this place of the batch fall together. */
function collapsing(network: Network, face: number): Network {
  return {
    ...network,
    run: async (...question) => {
      const answers = await network.run(...question);
      const numbersOfFace = 2 * 68;
      answers[0]?.fill(0.5, face * numbersOfFace, (face + 1) * numbersOfFace);
      return answers;
    },
  };
}

describe('a face whose landmarks all fall together', () => {
  it('is left out, and the others keep their templates and pictures', async () => {
    const { detector, landmarks } = await loadFindingNets();
    const networks = { detector, landmarks: collapsing(landmarks, 1) };
    const spoilt: LoadedPack = { ...pack, findFaces: finderWithSsd(networks) };
    const { faces } = await analyzePhoto(spoilt, original, { crops: true, limits: PHOTO_LIMITS });
    expect(faces).toHaveLength(analyzed.faces.length - 1);
    for (const { box, crop, template } of faces) {
      const original = analyzed.faces.find((face) => face.box.left === box.left && face.box.top === box.top);
      expect(original?.crop).toEqual(crop);
      expect(similarityOf(template, original?.template ?? template.map(() => 0))).toBeGreaterThan(0.999);
    }
  });
});

describe('a copy of a face', () => {
  const copies: [string, (photo: Sharp) => Sharp][] = [
    ['mirrored', (photo) => photo.flop()],
    ['darkened', (photo) => photo.modulate({ brightness: 0.5 })],
    ['shrunk to a third', (photo) => photo.resize({ width: 640 })],
    ['strongly compressed', (photo) => photo.jpeg({ quality: 25 })],
    ['without colours', (photo) => photo.greyscale()],
  ];

  it.each(copies)('that is %s is more like its original than every stranger is', async (_, change) => {
    const copy = await analyze(await change(sharp(original)).toBuffer());
    for (const face of copy.faces) {
      const own = Math.max(...analyzed.faces.map(({ template }) => similarityOf(face.template, template)));
      const others = strangers.map(({ template }) => similarityOf(face.template, template));
      expect(own).toBeGreaterThan(Math.max(...others));
    }
    expect(copy.faces).toHaveLength(analyzed.faces.length);
  });

  it('that is cut out is more like its original than every stranger is', async () => {
    const { box, template } = largestFace(analyzed);
    const margin = box.width * 0.3;
    const area = {
      left: Math.round(box.left - margin),
      top: Math.round(box.top - margin),
      width: Math.round(box.width + 2 * margin),
      height: Math.round(box.height + 2 * margin),
    };
    const cut = largestFace(await analyze(await sharp(original).extract(area).png().toBuffer()));
    const others = strangers.map((stranger) => similarityOf(cut.template, stranger.template));
    expect(similarityOf(cut.template, template)).toBeGreaterThan(Math.max(...others));
  });
});

describe('the quality of a face', () => {
  it('falls when the picture is blurred, and only its sharpness', async () => {
    const sharpFace = largestFace(analyzed).quality;
    const blurred = largestFace(await analyze(await sharp(original).blur(3).toBuffer())).quality;
    expect(blurred.sharpness).toBeLessThan(sharpFace.sharpness / 2);
    expect(blurred.score).toBeLessThan(sharpFace.score);
    expect(blurred.size).toBeCloseTo(sharpFace.size, 1);
  });

  it('falls when the face is small', async () => {
    const small = largestFace(await analyze(await sharp(original).resize({ width: 400 }).toBuffer())).quality;
    expect(small.size).toBeLessThan(largestFace(analyzed).quality.size);
  });

  it('stays between 0 and 1 in all its parts', () => {
    for (const { quality } of strangers) {
      for (const part of Object.values(quality)) {
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('names in a photo', () => {
  /** The XMP of a photo that names its faces, in shares of the stored picture. */
  function xmpNaming({ width, height, faces }: AnalyzedPhoto): string {
    const items = faces.map(({ box }, at) => {
      const [x, y] = [(box.left + box.width / 2) / width, (box.top + box.height / 2) / height];
      const area = `stArea:x="${x}" stArea:y="${y}" stArea:w="${box.width / width}" stArea:h="${box.height / height}"`;
      return `<rdf:li><rdf:Description mwg-rs:Name="person ${at}" mwg-rs:Type="Face"><mwg-rs:Area ${area}/></rdf:Description></rdf:li>`;
    });
    return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#">
      <rdf:Description rdf:about=""><mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>${items.join('')}
      </rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>`;
  }

  const namesIn = async (photo: Uint8Array, xmp?: string) => {
    const { faces, namedRegions = [] } = await analyzePhoto(pack, photo, {
      limits: PHOTO_LIMITS,
      namedRegions: { xmp },
    });
    return namesOfFaces(
      faces.map(({ box }) => box),
      namedRegions,
    );
  };

  it.each(['jpeg', 'png', 'webp', 'avif', 'tiff'] as const)(
    'are those of its faces, in %s',
    async (format) => {
      const small = await sharp(original).resize({ width: 960 }).toBuffer();
      const seen = await analyze(small);
      const named = await sharp(small).toFormat(format).withXmp(xmpNaming(seen)).toBuffer();
      expect(new Set(await namesIn(named))).toEqual(new Set(seen.faces.map((_, at) => `person ${at}`)));
    },
  );

  it('come from beside it first, and from nowhere unless somebody asks', async () => {
    const beside = xmpNaming(analyzed).replaceAll('person', 'somebody');
    const named = await sharp(original).withXmp(xmpNaming(analyzed)).toBuffer();
    const names = await namesIn(named, beside);
    expect(names).toHaveLength(analyzed.faces.length);
    for (const name of names) expect(name).toMatch(/^somebody \d$/);
    expect((await analyze(named)).namedRegions).toBeUndefined();
  });
});
