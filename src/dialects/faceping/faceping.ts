import type { Dialect } from '../contract/dialect.ts';
import { faceOperations } from './faces.ts';
import { errorSchema, FAULT_STATUS, renderBug, renderFault } from './faults.ts';
import { groupOperations } from './groups.ts';
import { searchOperations } from './search.ts';

/** FacePing: groups of faces with metadata. Base address of the vendor: https://api.faceping.ai */
export const faceping: Dialect = {
  id: 'faceping',
  title: 'FacePing',
  version: '1',
  description: 'The FacePing API: groups, faces with metadata, search by image, comparison.',
  operations: [...groupOperations, ...faceOperations, ...searchOperations],
  faultStatus: FAULT_STATUS,
  faultSchema: errorSchema,
  renderFault,
  renderBug,
};
