import { z } from 'zod';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { print, printJson, type Session } from '../../session.ts';

/** What `likeness models remove --json` prints. */
export const removalOutput = z.strictObject({
  packId: z.string(),
  removed: z.array(z.string()),
  kept: z.array(z.strictObject({ file: z.string(), reason: z.string() })),
});

/** `likeness models remove <pack>` */
export async function removeModel(session: Session, idOrName: string): Promise<ExitCode> {
  const { packId, removed, kept } = await session.composition
    .openModelKeeper(session.loadSettings())
    .remove(idOrName);
  if (session.json) {
    printJson(session, removalOutput, { packId, removed: [...removed], kept: [...kept] });
    return EXIT.fine;
  }
  const gone = removed.length === 0 ? 'nothing' : removed.join(', ');
  print(session, `Removed of the pack ${packId}: ${gone}.`);
  for (const { file, reason } of kept) print(session, `Kept ${file}: ${reason}.`);
  return EXIT.fine;
}
