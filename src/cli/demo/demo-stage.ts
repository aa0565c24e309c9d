import type { Application, PhotoSource } from '../composition.ts';
import { counted } from '../counted.ts';
import { importWithProgress } from '../import-with-progress.ts';
import { noteFailures } from '../note-failures.ts';
import { note, type Session } from '../session.ts';
import { DemoInterrupted } from './demo-interrupted.ts';

/** The demonstration's gallery, in a data folder of its own. */
export const DEMO_GALLERY = 'demo';

/** What the steps of a demonstration work with. */
export interface DemoStage {
  readonly session: Session;
  readonly application: Application;
  /** Announces the next step. */
  step(name: string): void;
}

/** Says `2/4 indexing ...`, counting up from one. */
export function announcer(session: Session, steps: number): (name: string) => void {
  let current = 0;
  return (name) => {
    current += 1;
    note(session, `${current}/${steps} ${name} ...`);
  };
}

/** Stores the photos of a source in the demonstration's gallery and says how many faces they show. */
export async function indexForDemo({ session, application }: DemoStage, source: PhotoSource): Promise<void> {
  const outcome = await importWithProgress(session, application, {
    galleryName: DEMO_GALLERY,
    source,
    metadata: {},
  });
  if (outcome.interrupted) throw new DemoInterrupted();
  note(session, `    ${counted(outcome.stored, 'photo')}, ${counted(outcome.faces, 'face')}`);
  noteFailures(session, outcome.failures, '"likeness index" lists them all.');
}
