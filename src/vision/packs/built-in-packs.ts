import type { PackDefinition } from './pack-definition.ts';
import { STANDARD_1 } from './standard-1.ts';

/** The packs that Likeness itself describes. */
export const BUILT_IN_PACKS: readonly PackDefinition[] = [STANDARD_1];

/** The pack of galleries that are made without naming one: its models come with the installation. */
export const DEFAULT_PACK = STANDARD_1;
