import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackModel } from '../../src/core/pack.ts';
import { GENERAL_UPRIGHT } from '../../src/vision/packs/general-upright.ts';
import type { PackDefinition } from '../../src/vision/packs/pack-definition.ts';
import { PROVISIONAL_CALIBRATION } from '../../src/vision/packs/provisional-calibration.ts';

/** Files that are no models, for whoever only fetches and compares. */
export const FILES = {
  detector: randomBytes(5000),
  recogniser: randomBytes(90_000),
  liveness: randomBytes(700),
} as const;

type Role = keyof typeof FILES;

/** The name of a synthetic file. */
export function fileOf(role: Role): string {
  return `${role}.onnx`;
}

/** All synthetic files by their names. */
export const FILES_BY_NAME: Readonly<Record<string, Uint8Array>> = {
  [fileOf('detector')]: FILES.detector,
  [fileOf('recogniser')]: FILES.recogniser,
  [fileOf('liveness')]: FILES.liveness,
};

function modelOf(role: Role, base: string | undefined): PackModel {
  const content = FILES[role];
  const sha256 = createHash('sha256').update(content).digest('hex');
  return {
    role,
    name: `the ${role}`,
    file: fileOf(role),
    licence: 'Apache-2.0',
    origin: 'a test',
    download: {
      ...(base !== undefined && { url: `${base}${fileOf(role)}` }),
      bytes: content.byteLength,
      sha256,
    },
  };
}

/** Where each file is offered; those that are not named are offered nowhere. */
export type Offers = Partial<Record<Role, string>>;

function packWith(id: string, offers: Offers): PackDefinition {
  return {
    id,
    summary: 'synthetic',
    detector: { kind: 'yunet', detector: modelOf('detector', offers.detector) },
    recognisers: [
      {
        name: 'synthetic',
        model: modelOf('recogniser', offers.recogniser),
        input: {
          name: 'input',
          sidePx: 112,
          alignment: { template: 'arcface', padding: 0 },
          channels: 'rgb',
          mean: [0, 0, 0],
          deviation: [1, 1, 1],
        },
        output: { name: 'output', dimensions: 128 },
        mostFacesAtOnce: 1,
        mirrored: false,
        weight: 1,
      },
    ],
    upright: GENERAL_UPRIGHT,
    liveness: [{ model: modelOf('liveness', offers.liveness), scale: 2.7 }],
    calibration: PROVISIONAL_CALIBRATION,
    provisional: true,
  };
}

/** Writes the description of a synthetic pack into a data folder, as if somebody had added it. */
export async function describePack(data: string, id: string, offers: Offers): Promise<void> {
  const folder = join(data, 'models');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${id}.pack.json`), JSON.stringify(packWith(id, offers)));
}
