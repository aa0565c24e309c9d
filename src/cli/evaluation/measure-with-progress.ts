import { readFile } from 'node:fs/promises';
import { type ListedPair, parsePairs } from '../../core/evaluation/listed-pairs.ts';
import type { Evaluation } from '../../services/evaluate-packs.ts';
import type { Application } from '../composition.ts';
import { type Progress, startProgress } from '../progress.ts';
import { requirePath } from '../read-photo.ts';
import type { Session } from '../session.ts';
import { withSource } from '../with-source.ts';

/** The flags of `likeness evaluate`, and what stops it. */
interface EvaluateOptions {
  readonly pairs?: string | undefined;
  readonly pack: readonly string[];
  readonly face: Evaluation['face'];
  readonly report?: string | undefined;
  readonly calibrate: boolean;
  readonly signal: AbortSignal;
}

async function readPairs(path: string | undefined): Promise<ListedPair[] | undefined> {
  if (path === undefined) return undefined;
  await requirePath(path);
  return parsePairs(await readFile(path, 'utf8'));
}

/**
 * Measures with a progress bar.
 *
 * @throws what `evaluatePacks` throws; OperatorError when the list of pairs cannot be understood
 */
export async function measureWithProgress(
  session: Session,
  application: Application,
  folder: string,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { pack: packs, pairs: listFile, report, ...rest } = options;
  const pairs = await readPairs(listFile);
  let progress: Progress | undefined;
  let left = 0;
  try {
    return await withSource(application.folderSource(folder), (source) =>
      application.services.evaluatePacks({
        source,
        pairs,
        packs,
        ...rest,
        pictures: report !== undefined,
        concurrency: application.concurrency,
        onStart(analyses) {
          left = analyses;
          progress = startProgress(session.terminal, analyses);
        },
        onPhoto() {
          progress?.advance();
          left -= 1;
          if (left === 0) progress?.stop();
        },
      }),
    );
  } finally {
    if (left > 0) progress?.stop();
  }
}
