import type { KnownPack } from '../../cli/model-keeper.ts';
import type { Settings } from '../../config/settings.ts';
import { OperatorError } from '../../core/operator-error.ts';
import { listKnownPacks } from '../models/known-packs.ts';
import { ModelPlaces } from '../models/model-places.ts';
import { MODELS_FOLDER } from '../open-parts.ts';
import { bad, good, type Outcome, warning, wordsOf } from './outcome.ts';

function describe({ pack, liveness }: KnownPack): string {
  const notes = [
    ...(liveness === 'missing' ? ['its liveness files are missing'] : []),
    ...(pack.provisional ? ['provisional scores'] : []),
  ];
  return notes.length === 0 ? pack.id : `${pack.id} (${notes.join(', ')})`;
}

function judge(packs: readonly KnownPack[]): Outcome {
  const installed = packs.filter((known) => known.installed);
  const sentence = `Installed: ${installed.map(describe).join(', ')}.`;
  const guessed = installed.filter(({ pack, galleries }) => pack.provisional && galleries > 0);
  if (guessed.length === 0) return good(sentence);
  const names = guessed.map(({ pack }) => pack.id).join(', ');
  return warning(
    sentence,
    `Galleries use ${names}, whose scores are a guess: do not rely on them before "likeness evaluate" has shown how good they are.`,
  );
}

/** Which packs are installed, and is any used whose scores nobody has measured? */
export async function examinePacks(settings: Settings): Promise<Outcome> {
  try {
    return judge(await listKnownPacks(new ModelPlaces(settings, MODELS_FOLDER)));
  } catch (error) {
    const remedy = error instanceof OperatorError ? error.remedy : 'See "likeness models list".';
    return bad(wordsOf(error), remedy);
  }
}
