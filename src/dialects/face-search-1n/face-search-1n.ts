import type { Dialect } from '../contract/dialect.ts';
import { errorSchema, FAULT_STATUS, renderBug, renderFault } from './faults.ts';
import { indexOperations } from './indexes.ts';
import { mediaOperations } from './media.ts';
import { searchOperations } from './search.ts';

/** Face Search (1:N): one photo against several indexes, at once. */
export const faceSearch1n: Dialect = {
  id: 'face-search-1n',
  title: 'Face Search (1:N)',
  version: '1',
  description: 'The Face Search (1:N) API: indexes, search in one or more of them, pictures of the matches.',
  operations: [...indexOperations, ...searchOperations, ...mediaOperations],
  faultStatus: FAULT_STATUS,
  faultSchema: errorSchema,
  renderFault,
  renderBug,
};
