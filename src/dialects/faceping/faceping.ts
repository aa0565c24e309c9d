import type { Dialect } from '../contract/dialect.ts';
import { faceOperations } from './faces.ts';
import { errorSchema, FAULT_STATUS, renderBug, renderFault } from './faults.ts';
import { folderOperations } from './folders.ts';
import { groupOperations } from './groups.ts';
import { searchOperations } from './search.ts';
import { vectorSearchOperations } from './vector-search.ts';
import { vectorOperations } from './vectors.ts';

/** FacePing: groups of faces with metadata. Base address of the vendor: https://api.faceping.ai */
export const faceping: Dialect = {
  id: 'faceping',
  title: 'FacePing',
  version: '1',
  description: 'The FacePing API: groups, faces and vectors with metadata, search by each, comparison.',
  operations: [
    ...groupOperations,
    ...faceOperations,
    ...vectorOperations,
    ...folderOperations,
    ...searchOperations,
    ...vectorSearchOperations,
  ],
  faultStatus: FAULT_STATUS,
  faultSchema: errorSchema,
  renderFault,
  renderBug,
};
