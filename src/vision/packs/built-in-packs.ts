import { ACCURATE_1 } from './accurate-1.ts';
import type { PackDefinition } from './pack-definition.ts';
import { SFACE_1 } from './sface-1.ts';
import { STANDARD_2 } from './standard-2.ts';

/** The packs that Likeness itself describes. */
export const BUILT_IN_PACKS: readonly PackDefinition[] = [STANDARD_2, ACCURATE_1, SFACE_1];

/** The pack of galleries that are made without naming one: its models come with the installation. */
export const DEFAULT_PACK = STANDARD_2;
