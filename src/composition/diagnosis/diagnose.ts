import type { Finding } from '../../cli/composition.ts';
import type { Settings } from '../../config/settings.ts';
import { examineBlobs, examineDatabase } from './examine-data.ts';
import { examineIndex } from './examine-index.ts';
import { examineDisk, examinePort } from './examine-machine.ts';
import { examineModelFiles, examineVision } from './examine-models.ts';
import { examinePacks } from './examine-packs.ts';
import type { Outcome } from './outcome.ts';

const EXAMINATIONS: readonly (readonly [
  subject: string,
  examine: (settings: Settings) => Promise<Outcome>,
])[] = [
  ['models', examineModelFiles],
  ['packs', examinePacks],
  ['vision', examineVision],
  ['disk', examineDisk],
  ['database', examineDatabase],
  ['index', examineIndex],
  ['pictures', examineBlobs],
  ['port', examinePort],
];

/** Looks at everything that Likeness needs, one thing after the other; changes nothing. */
export async function* diagnose(settings: Settings): AsyncIterable<Finding> {
  for (const [subject, examine] of EXAMINATIONS) yield { subject, ...(await examine(settings)) };
}
