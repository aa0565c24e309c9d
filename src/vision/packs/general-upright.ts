import type { UprightRule } from '../uprightness.ts';

/** For packs whose embeddings nobody has fitted a rule on: as the built-in packs judge by confidence and landmarks. */
export const GENERAL_UPRIGHT: UprightRule = { offset: 0, confidence: 2.8, misfit: -0.95, embedding: [] };
