import { z } from 'zod';
import { counted } from '../../counted.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import type { VerifiedFile } from '../../model-keeper.ts';
import { print, printJson, type Session } from '../../session.ts';
import { renderTable } from '../../table.ts';

/** What `likeness models verify --json` prints. */
export const verificationOutput = z.strictObject({
  files: z.array(
    z.strictObject({
      packId: z.string(),
      file: z.string(),
      state: z.enum(['good', 'wrong', 'missing']),
      path: z.string().optional(),
      remedy: z.string().optional(),
    }),
  ),
});

const COLUMNS = [
  { heading: 'state', cell: ({ state }: VerifiedFile) => state },
  { heading: 'pack', cell: ({ packId }: VerifiedFile) => packId },
  { heading: 'file', cell: ({ file, path }: VerifiedFile) => path ?? file },
  { heading: 'what to do', cell: ({ remedy }: VerifiedFile) => remedy ?? '' },
] as const;

/** `likeness models verify [pack]` */
export async function verifyModels(session: Session, idOrName?: string): Promise<ExitCode> {
  const files = await session.composition.openModelKeeper(session.loadSettings()).verify(idOrName);
  const troubles = files.filter(({ state }) => state !== 'good');
  if (session.json) printJson(session, verificationOutput, { files: [...files] });
  else if (troubles.length > 0) print(session, renderTable(troubles, COLUMNS));
  else print(session, `${counted(files.length, 'file')} read; every sha256 is right.`);
  return troubles.length > 0 ? EXIT.failed : EXIT.fine;
}
