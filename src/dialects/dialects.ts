import type { Dialect } from './contract/dialect.ts';
import { faceSearch1n } from './face-search-1n/face-search-1n.ts';
import { facecheck } from './facecheck/facecheck.ts';
import { facefinder } from './facefinder/facefinder.ts';
import { faceguard } from './faceguard/faceguard.ts';
import { faceping } from './faceping/faceping.ts';
import { native } from './native/native.ts';

/** Every dialect that is spoken. Removing one is its folder and its line here. */
export const DIALECTS: readonly Dialect[] = [
  native,
  facecheck,
  facefinder,
  faceguard,
  faceping,
  faceSearch1n,
];
