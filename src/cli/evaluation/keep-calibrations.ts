import type { Evaluation } from '../../services/evaluate-packs.ts';
import type { Application } from '../composition.ts';
import { note, type Session } from '../session.ts';

/**
 * Makes sure, before anything is measured, that the calibrations of these packs may be written.
 *
 * @param names none means the default pack
 * @throws Fault `pack_not_installed`; OperatorError when a calibration is fixed
 */
export async function requireCalibratable(application: Application, names: readonly string[]): Promise<void> {
  const packs = names.length === 0 ? [application.pack.id] : names;
  for (const name of packs) await application.calibrations.requireWritable(name);
}

/** Writes the calibrations that were measured into the files of their packs. */
export async function keepCalibrations(
  session: Session,
  { calibrations }: Application,
  { packs }: Evaluation,
): Promise<void> {
  for (const { pack, measuredCalibration } of packs) {
    if (measuredCalibration === undefined) continue;
    const path = await calibrations.write(pack.id, measuredCalibration.calibration);
    note(session, `Wrote the calibration of ${pack.id} into ${path}.`);
  }
}
