import type { UprightRule } from '../../uprightness.ts';

/** Before the first fit: judges by the detector and the landmarks alone. */
export const STANDARD_2_UPRIGHT: UprightRule = { offset: 0, confidence: 6, misfit: -20, embedding: [] };
