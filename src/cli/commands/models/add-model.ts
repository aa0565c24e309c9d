import { basename } from 'node:path';
import { z } from 'zod';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { readOptions, wholeNumber } from '../../read-options.ts';
import { requirePath } from '../../read-photo.ts';
import { note, print, printJson, type Session } from '../../session.ts';
import { outlinePack, packOutput } from './manifest.ts';

/** What `likeness models add --json` prints. */
export const addedOutput = packOutput;

const NAME = /^[a-z0-9][a-z0-9-]{0,40}$/;
const SIDES = { least: 16, most: 512 };

/** One number for all channels, or one for each, in the order of the channels. */
const colour = z
  .string()
  .transform((text) => text.split(',').map(Number))
  .refine((numbers) => [1, 3].includes(numbers.length) && numbers.every(Number.isFinite), {
    error: 'must be one number, or three with commas, such as 127.5,127.5,127.5',
  })
  .transform(([first = 0, second = first, third = first]): [number, number, number] => [
    first,
    second,
    third,
  ]);

export const addOptions = z.object({
  name: z.string().regex(NAME, { error: 'must be small letters, digits and hyphens, 41 at most' }),
  input: wholeNumber(SIDES.least, SIDES.most).optional(),
  align: z.enum(['arcface', 'dlib']).default('arcface'),
  padding: z.coerce.number().min(-0.3).max(2).default(0),
  channels: z.enum(['rgb', 'bgr']),
  mean: colour,
  deviation: colour.refine((numbers) => !numbers.includes(0), { error: 'must not be 0' }),
  inputName: z.string().optional(),
  output: z.string().optional(),
  mirror: z.boolean().default(false),
  detector: z.enum(['yunet', 'ssd']).optional(),
  licence: z.string().min(1).default('not stated'),
  origin: z.string().min(1).optional(),
});

/** `likeness models add <onnx>` */
export async function addModel(session: Session, path: string, given: unknown): Promise<ExitCode> {
  const options = readOptions(addOptions, given);
  await requirePath(path);
  const { name, channels, mean, deviation, inputName, detector, licence } = options;
  const added = await session.composition.openModelKeeper(session.loadSettings()).add({
    path,
    name,
    channels,
    mean,
    deviation,
    inputName,
    detector,
    licence,
    sidePx: options.input,
    alignment: { template: options.align, padding: options.padding },
    outputName: options.output,
    mirrored: options.mirror,
    origin: options.origin ?? `added from ${basename(path)}`,
  });
  if (session.json) printJson(session, addedOutput, outlinePack(added));
  else tellWhatNext(session, added.pack.id, added.pack.templateDimensions);
  return EXIT.fine;
}

function tellWhatNext(session: Session, packId: string, dimensions: number): void {
  print(session, `Added the pack ${packId}; its templates have ${dimensions} dimensions.`);
  note(session, 'Its scores are a guess until they are measured: see how well it tells people apart with');
  note(session, `  likeness evaluate <labelled photos> --pack ${packId}`);
  note(session, `Then use it: likeness galleries create people --pack ${packId}`);
}
