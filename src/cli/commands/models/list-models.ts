import { z } from 'zod';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import type { KnownPack } from '../../model-keeper.ts';
import { print, printJson, type Session } from '../../session.ts';
import { renderTable } from '../../table.ts';
import { describeBytes } from './bytes.ts';
import { outlinePack, packOutput } from './manifest.ts';

/** What `likeness models list --json` prints: every pack and every file, wherever it lies. */
export const modelsOutput = z.strictObject({ packs: z.array(packOutput) });

const LIVENESS: Readonly<Record<KnownPack['liveness'], string>> = {
  ready: 'yes',
  missing: 'files missing',
  none: 'no',
};

function bytesOf({ files }: KnownPack): number {
  return files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}

const COLUMNS = [
  { heading: 'pack', cell: ({ pack }: KnownPack) => pack.id },
  { heading: 'installed', cell: ({ installed }: KnownPack) => (installed ? 'yes' : 'no') },
  { heading: 'liveness', cell: ({ liveness }: KnownPack) => LIVENESS[liveness] },
  {
    heading: 'recognisers',
    cell: ({ pack }: KnownPack) => pack.segments.map(({ name }) => name).join(', '),
  },
  {
    heading: 'dimensions',
    align: 'right',
    cell: ({ pack }: KnownPack) => String(pack.templateDimensions),
  },
  { heading: 'size', align: 'right', cell: (known: KnownPack) => describeBytes(bytesOf(known)) },
  {
    heading: 'calibration',
    cell: ({ pack }: KnownPack) => (pack.provisional ? 'provisional' : 'measured'),
  },
  { heading: 'galleries', align: 'right', cell: ({ galleries }: KnownPack) => String(galleries) },
] as const;

/** `likeness models list` */
export async function listModels(session: Session): Promise<ExitCode> {
  const packs = await session.composition.openModelKeeper(session.loadSettings()).packs();
  if (session.json) printJson(session, modelsOutput, { packs: packs.map(outlinePack) });
  else print(session, renderTable(packs, COLUMNS));
  return EXIT.fine;
}
