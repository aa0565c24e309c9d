import { z } from 'zod';
import type { PackModel } from '../../../core/pack.ts';
import { counted } from '../../counted.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import type { Pull, PulledFile, PullListener } from '../../model-keeper.ts';
import { printable } from '../../printable.ts';
import { note, print, printJson, type Session } from '../../session.ts';
import { describeBytes } from './bytes.ts';
import { type FetchProgress, startFetchProgress } from './fetch-progress.ts';

/** What `likeness models pull --json` prints. */
export const pullOutput = z.strictObject({
  packId: z.string(),
  files: z.array(
    z.strictObject({
      file: z.string(),
      outcome: z.enum(['found', 'fetched', 'not-offered']),
      trouble: z.string().optional(),
      licence: z.string(),
      origin: z.string(),
      path: z.string().optional(),
    }),
  ),
});

/** Tells people what is fetched, from where, and under which licence. */
class PullReport implements PullListener {
  readonly #session: Session;
  #progress: FetchProgress | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  onFetching(model: PackModel, addresses: readonly string[]): void {
    const bytes = model.download?.bytes ?? 0;
    note(this.#session, `${model.name}: ${model.file}, ${describeBytes(bytes)}`);
    note(this.#session, `  licence ${model.licence}; origin: ${model.origin}`);
    note(this.#session, `  from ${addresses.join(', or ')}`);
    this.stop();
    this.#progress = startFetchProgress(this.#session.terminal.stderr, bytes);
  }

  onReceived(receivedBytes: number): void {
    this.#progress?.update(receivedBytes);
  }

  onFetched({ file }: PackModel): void {
    this.stop();
    note(this.#session, `Fetched ${file}; its sha256 is right.`);
  }

  stop(): void {
    this.#progress?.stop();
    this.#progress = undefined;
  }
}

function describeMissing(files: readonly PulledFile[]): string[] {
  const missing = files.filter(({ outcome }) => outcome === 'not-offered');
  if (missing.length === 0) return [];
  return [
    'The pack works, but does not tell living faces, for nobody has given these files:',
    ...missing.flatMap(({ model, trouble }) => [
      `  ${model.file} (${model.licence}; ${model.origin})`,
      ...(trouble === undefined ? [] : [`    ${printable(trouble)}`]),
    ]),
    '  Put them into the folder of LIKENESS_MODELS, or name a mirror that has them with LIKENESS_MODELS_URL.',
  ];
}

function describePull({ packId, files }: Pull): string {
  const fetched = files.filter(({ outcome }) => outcome === 'fetched').length;
  const found = files.filter(({ outcome }) => outcome === 'found').length;
  return [
    `The pack ${packId} is installed: ${counted(fetched, 'file')} fetched, ${found} found.`,
    ...describeMissing(files),
    `Make a gallery with it: likeness galleries create people --pack ${packId}`,
  ].join('\n');
}

/** `likeness models pull <pack>` */
export async function pullModel(session: Session, idOrName: string): Promise<ExitCode> {
  const report = new PullReport(session);
  // The process ends at once, as without a listener, but with the cursor back and a word about what has arrived.
  const release = session.interruption.onFirst(() => {
    report.stop();
    note(session, '\nInterrupted. What has arrived is kept; pull again to go on.');
    session.terminal.exit(EXIT.interrupted);
  });
  try {
    const pull = await session.composition.openModelKeeper(session.loadSettings()).pull(idOrName, report);
    if (session.json) {
      const files = pull.files.map(({ model: { file, licence, origin }, outcome, trouble, path }) => {
        return { file, outcome, trouble, licence, origin, path };
      });
      printJson(session, pullOutput, { packId: pull.packId, files });
    } else print(session, describePull(pull));
    return EXIT.fine;
  } finally {
    release();
    report.stop();
  }
}
