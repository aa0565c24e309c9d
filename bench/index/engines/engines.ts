import type { EngineDefinition } from './engine.ts';
import { hnswlib } from './hnswlib.ts';
import { lancedb } from './lancedb.ts';
import { ours } from './ours.ts';
import { sqliteVec } from './sqlite-vec.ts';
import { usearch } from './usearch.ts';

/** In the order in which they are measured. */
export const ENGINES: readonly EngineDefinition[] = [ours, lancedb, usearch, sqliteVec, hnswlib];

/** @throws Error when there is none of that name */
export function engineNamed(name: string): EngineDefinition {
  const engine = ENGINES.find((engine) => engine.name === name);
  if (engine) return engine;
  throw new Error(`no engine "${name}"; there are ${ENGINES.map(({ name }) => name).join(', ')}`);
}
