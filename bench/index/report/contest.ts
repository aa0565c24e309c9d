import type { DataKind } from '../data/open-faces.ts';
import type { EngineDefinition } from '../engines/engine.ts';
import type { Recall } from '../measure/recall.ts';
import type { SettingResult, TrialResult } from '../trial/trial.ts';

/** All engines with one data set. */
export interface Contest {
  readonly kind: DataKind;
  /** The pack of real templates; empty for others. */
  readonly packId: string;
  readonly count: number;
  readonly dimensions: number;
  readonly probes: number;
  readonly relevantAbove: number;
  readonly bruteForce: Recall;
  readonly trials: readonly { readonly engine: EngineDefinition; readonly result: TrialResult }[];
}

/** Share of what brute force finds of a person's faces that is good enough. */
export const WANTED_SHARE = 0.999;

export interface Choice {
  readonly setting: SettingResult;
  /** Whether it finds as many of a person's faces as is wanted. */
  readonly isGoodEnough: boolean;
}

/** The fastest setting that finds enough; otherwise the one that finds most. */
export function chosenSetting(settings: readonly SettingResult[], bruteForce: Recall): Choice | undefined {
  const wanted = WANTED_SHARE * bruteForce.identity;
  const good = settings.filter(({ recall }) => recall.identity >= wanted);
  if (good.length > 0) {
    const [setting] = good.toSorted((one, other) => one.alone.p50Ms - other.alone.p50Ms);
    return setting && { setting, isGoodEnough: true };
  }
  const [setting] = settings.toSorted((one, other) => other.recall.identity - one.recall.identity);
  return setting && { setting, isGoodEnough: false };
}
