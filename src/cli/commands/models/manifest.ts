import { z } from 'zod';
import type { KnownPack, ModelFile } from '../../model-keeper.ts';

const fileOutput = z.strictObject({
  role: z.string(),
  name: z.string(),
  file: z.string(),
  bytes: z.number().optional(),
  sha256: z.string().optional(),
  licence: z.string(),
  origin: z.string(),
  /** Where its publisher offers exactly these bytes. */
  url: z.string().optional(),
  /** Whether it comes with the installation. */
  bundled: z.boolean(),
  path: z.string().optional(),
});

/** A pack with its files, as `likeness models ... --json` print it. */
export const packOutput = z.strictObject({
  id: z.string(),
  summary: z.string(),
  builtIn: z.boolean(),
  installed: z.boolean(),
  liveness: z.enum(['ready', 'missing', 'none']),
  calibration: z.enum(['measured', 'provisional']),
  templateDimensions: z.number(),
  recognisers: z.array(z.strictObject({ name: z.string(), dimensions: z.number(), weight: z.number() })),
  galleries: z.number(),
  files: z.array(fileOutput),
});

function outlineFile({ model, bytes, sha256, path }: ModelFile): z.output<typeof fileOutput> {
  const { role, name, file, licence, origin, download } = model;
  const url = download?.url;
  const bundled = download === undefined;
  return { role, name, file, bytes, sha256, licence, origin, url, bundled, path };
}

/** A pack in JSON. */
export function outlinePack(known: KnownPack): z.output<typeof packOutput> {
  const { pack, builtIn, installed, liveness, galleries, files } = known;
  return {
    id: pack.id,
    summary: pack.summary,
    builtIn,
    installed,
    liveness,
    calibration: pack.provisional ? 'provisional' : 'measured',
    templateDimensions: pack.templateDimensions,
    recognisers: pack.segments.map(({ name, dimensions, weight }) => ({ name, dimensions, weight })),
    galleries,
    files: files.map(outlineFile),
  };
}
