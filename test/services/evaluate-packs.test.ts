import { describe, expect, it } from 'vitest';
import type { ListedPair } from '../../src/core/evaluation/listed-pairs.ts';
import { toUnitLength } from '../../src/core/similarity.ts';
import type { AnalyzedPhoto } from '../../src/ports/vision.ts';
import { type EvaluatePacksCommand, evaluatePacks } from '../../src/services/evaluate-packs.ts';
import { ScriptedVision, scriptedCrop, scriptedPhoto, templateOf } from '../support/scripted-vision.ts';

/** The template of a person with a little of the photo's own. */
class BlurredVision extends ScriptedVision {
  override async analyze(photo: Uint8Array): Promise<AnalyzedPhoto> {
    const analyzed = await super.analyze(photo);
    const own = templateOf(Buffer.from(photo).toString());
    return {
      ...analyzed,
      faces: analyzed.faces.map((face) => ({
        ...face,
        template: toUnitLength(face.template.map((value, index) => value + 0.25 * (own[index] ?? 0))),
      })),
    };
  }
}

interface File {
  readonly name: string;
  readonly photo: Uint8Array;
}

/** Photos of people in folders of their names. */
function filesOf(people: number, photos: number): File[] {
  return Array.from({ length: people * photos }, (_, index) => {
    const person = `person ${index % people}`;
    return { name: `${person}/${index}.jpg`, photo: scriptedPhoto([person], String(index)) };
  });
}

function commandFor(files: readonly File[], more: Partial<EvaluatePacksCommand> = {}): EvaluatePacksCommand {
  return {
    source: {
      kind: 'test',
      async *photos() {
        for (const { name, photo } of files) yield { name, id: name, read: () => Promise.resolve(photo) };
      },
      close: () => Promise.resolve(),
    },
    packs: [],
    face: 'leading',
    pictures: false,
    calibrate: false,
    concurrency: 3,
    onStart: () => undefined,
    onPhoto: () => undefined,
    ...more,
  };
}

const ports = () => ({
  vision: new BlurredVision(),
  rules: {
    scoring: 'search',
    keepOriginals: false,
    maxPhotoBytes: 1_000_000,
    searchKeepMs: 1000,
    searchQueueLimit: 10,
    demoFaces: 10,
    importLimit: 10,
    callbackSecret: 'secret of callbacks',
  } as const,
});

async function measure(files: readonly File[], more?: Partial<EvaluatePacksCommand>) {
  const evaluation = await evaluatePacks(ports(), commandFor(files, more));
  const [pack] = evaluation.packs;
  if (pack === undefined) throw new Error('no pack was measured');
  return { evaluation, pack };
}

describe('evaluating a pack', () => {
  it('compares every two photos and finds people who look nothing alike', async () => {
    const { evaluation, pack } = await measure(filesOf(40, 4));
    expect(evaluation).toMatchObject({ photos: 160, people: 40 });
    expect(pack.verification.genuinePairs).toBe(40 * 6);
    expect(pack.verification.impostorPairs).toBe((160 * 159) / 2 - 240);
    expect(pack.verification.equalErrorRate).toBeLessThan(0.01);
    expect(pack.accuracy.accuracy).toBeGreaterThan(0.99);
    expect(pack.identification.map(({ galleryFaces }) => galleryFaces)).toEqual([20]);
    expect(pack.identification[0]).toMatchObject({ matedSearches: 60, unmatedSearches: 80 });
    expect(pack.identification[0]?.cumulativeMatches[0]).toBeGreaterThan(0.98);
  });

  it('fills the histograms with all pairs', async () => {
    const { verification } = (await measure(filesOf(12, 3))).pack;
    for (const bins of [verification.bySimilarity, verification.byScore]) {
      expect(bins.reduce((sum, bin) => sum + bin.genuine, 0)).toBe(verification.genuinePairs);
      expect(bins.reduce((sum, bin) => sum + bin.impostor, 0)).toBe(verification.impostorPairs);
    }
  });

  it('says where too few pairs of strangers stand behind a rate, and then takes the threshold of the pack', async () => {
    const { operatingPoints } = (await measure(filesOf(12, 3))).pack.verification;
    expect(operatingPoints.map(({ basis }) => basis)).toEqual(Array(4).fill('calibration'));
    expect(operatingPoints.map(({ score }) => score)).toEqual([50, 70, 83, 90]);
  });

  it('draws the same pairs for packs that find faces in other photos, and refuses those without a face', async () => {
    const files = filesOf(20, 3);
    const blind = files.map((file, index) => (index === 7 ? { ...file, photo: scriptedPhoto([]) } : file));
    const [all, fewer] = [await measure(files), await measure(blind)];
    expect(fewer.pack.accuracy.pairs).toBe(all.pack.accuracy.pairs);
    expect(fewer.pack.accuracy.pairsWithoutFace).toBeGreaterThan(0);
    expect(fewer.pack.accuracy.accuracy).toBeLessThan(all.pack.accuracy.accuracy);
  });

  it('counts photos without a face and files that are no photos as failures', async () => {
    const failing = [
      { name: 'person 1/empty.jpg', photo: scriptedPhoto([]) },
      { name: 'person 2/text.jpg', photo: Buffer.from('no photo') },
    ];
    const { pack } = await measure([...filesOf(6, 3), ...failing]);
    expect(pack.withoutFace).toEqual(['person 1/empty.jpg']);
    expect(pack.unreadable).toEqual([
      { name: 'person 2/text.jpg', reason: 'The file is not a picture that can be read.' },
    ]);
    expect(pack.verification.genuinePairs).toBe(6 * 3);
  });

  it('shows wrong labels as the worst pairs, with pictures when they are asked for', async () => {
    const wrong = { name: 'person 0/wrong.jpg', photo: scriptedPhoto(['person 1'], 'wrong') };
    const { hardest } = (await measure([...filesOf(6, 3), wrong], { pictures: true })).pack;
    const [alike, unlike] = [hardest.falseMatches[0], hardest.falseNonMatches[0]];
    expect([alike?.first.photo, alike?.second.photo]).toContain(wrong.name);
    expect([unlike?.first.photo, unlike?.second.photo]).toContain(wrong.name);
    expect(Buffer.from(alike?.first.picture ?? [])).toEqual(scriptedCrop('person 1'));
    expect(hardest.falseMatches.length).toBe((6 * 5) / 2);
  });

  it('says the same of the same photos every time', async () => {
    const files = filesOf(20, 3);
    const [first, second] = [await measure(files), await measure(files, { concurrency: 1 })];
    expect({ ...second.pack, photosPerSecond: 0 }).toEqual({ ...first.pack, photosPerSecond: 0 });
  });
});

describe('evaluating with a list of pairs', () => {
  const files = filesOf(10, 2);
  const pair = (first: string, second: string, samePerson: boolean, line = 1): ListedPair => ({
    first,
    second,
    samePerson,
    line,
  });
  const pairs = [
    ...Array.from({ length: 10 }, (_, index) =>
      pair(`person ${index}/${index}.jpg`, `person ${index}/${index + 10}.jpg`, true),
    ),
    ...Array.from({ length: 9 }, (_, index) =>
      pair(`person ${index}/${index}.jpg`, `person ${index + 1}/${index + 1}.png`, false),
    ),
  ];

  it('measures accuracy on the list and the rest on all pairs', async () => {
    const { pack } = await measure(files, { pairs });
    expect(pack.accuracy).toMatchObject({ pairsFrom: 'list', pairs: 19, accuracy: 1 });
    expect(pack.verification.impostorPairs).toBe((20 * 19) / 2 - 10);
  });

  it('measures on the list alone where nobody says who is who', async () => {
    const flat = files.map(({ name, photo }) => ({ name: name.replace(/.*\//, ''), photo }));
    const { evaluation, pack } = await measure(flat, { pairs });
    expect(evaluation.people).toBeUndefined();
    expect(pack.verification).toMatchObject({ genuinePairs: 10, impostorPairs: 9 });
    expect(pack.verification.operatingPoints[0]?.interval.method).toBe('wilson');
    expect(pack.identification).toEqual([]);
  });

  it('counts a pair as refused of which a photo has no face', async () => {
    const empty = { name: 'person 0/0.jpg', photo: scriptedPhoto([]) };
    const { pack } = await measure([empty, ...files.slice(1)], { pairs });
    expect(pack.accuracy).toMatchObject({ pairsWithoutFace: 2, accuracy: 1 - 1 / 10 / 2 });
  });

  it('names the line whose photo is missing', async () => {
    const missing = measure(files, { pairs: [...pairs, pair('nobody/1.jpg', '0.jpg', true, 21)] });
    await expect(missing).rejects.toThrow('Line 21 of the list of pairs names nobody/1.jpg');
  });
});

describe('an evaluation that cannot be', () => {
  it.each([
    ['There is no photo', []],
    ['All photos are of one person', filesOf(1, 5)],
    ['no two photos of the same person', filesOf(5, 1)],
    [
      'Not every photo lies in the folder',
      [...filesOf(5, 2), { name: 'loose.jpg', photo: scriptedPhoto(['x']) }],
    ],
    ['Too few photos have a face', filesOf(5, 2).map(({ name }) => ({ name, photo: scriptedPhoto([]) }))],
  ])('says "%s"', async (sentence, files) => {
    await expect(measure(files)).rejects.toThrow(sentence);
  });

  it('names a pack that is not installed before it looks at a photo', async () => {
    let starts = 0;
    const onStart = () => {
      starts += 1;
    };
    await expect(measure(filesOf(5, 2), { packs: ['unknown-1'], onStart })).rejects.toThrow(
      '"unknown-1" is not installed',
    );
    expect(starts).toBe(0);
  });

  it('ends when it is told to', async () => {
    const stopper = new AbortController();
    const reason = new Error('enough');
    const onPhoto = () => stopper.abort(reason);
    const stopped = measure(filesOf(5, 2), { signal: stopper.signal, onPhoto });
    await expect(stopped).rejects.toBe(reason);
  });
});

describe('calibrating a pack', () => {
  it('makes a calibration that holds on the other half of the people', async () => {
    const { measuredCalibration } = (await measure(filesOf(600, 2), { calibrate: true })).pack;
    expect(measuredCalibration?.checks.map(({ score }) => score)).toEqual([83, 83]);
    for (const { promisedRate, measuredRate } of measuredCalibration?.checks ?? []) {
      expect(promisedRate).toBeCloseTo(1e-4, 5);
      expect(measuredRate).toBeLessThan(5 * promisedRate);
    }
    const knots = measuredCalibration?.calibration.knots ?? [];
    expect(knots.length).toBeGreaterThan(5);
    expect(knots.slice(1).every((knot, index) => knot.similarity > (knots[index]?.similarity ?? 1))).toBe(
      true,
    );
  });

  it('refuses too few people before it looks at a photo', async () => {
    let starts = 0;
    const onStart = () => {
      starts += 1;
    };
    const calibrated = measure(filesOf(91, 2), { calibrate: true, onStart });
    await expect(calibrated).rejects.toThrow('too few people for a calibration');
    expect(starts).toBe(0);
  });
});
