import type { Dialect } from '../contract/dialect.ts';
import { errorSchema, FAULT_STATUS, renderBug, renderFault } from './faults.ts';
import { searchOperations } from './search.ts';
import { uploadOperations } from './upload.ts';

/** FaceFinderAi: a photo is uploaded, its search polled. */
export const facefinder: Dialect = {
  id: 'facefinder',
  title: 'FaceFinderAi',
  version: '1',
  description: 'The FaceFinderAi API: upload a photo, poll the search until it is done, get scored matches.',
  operations: [...uploadOperations, ...searchOperations],
  faultStatus: FAULT_STATUS,
  faultSchema: errorSchema,
  renderFault,
  renderBug,
};
