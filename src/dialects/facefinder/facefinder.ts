import type { Dialect } from '../contract/dialect.ts';
import { USUAL_FAULT_STATUS } from '../contract/usual-fault-status.ts';
import { errorSchema, renderBug, renderFault } from './faults.ts';
import { searchOperations } from './search.ts';
import { uploadOperations } from './upload.ts';

/** FaceFinderAi: a photo is uploaded, its search polled. */
export const facefinder: Dialect = {
  id: 'facefinder',
  title: 'FaceFinderAi',
  version: '1',
  description: 'The FaceFinderAi API: upload a photo, poll the search until it is done, get scored matches.',
  operations: [...uploadOperations, ...searchOperations],
  faultStatus: USUAL_FAULT_STATUS,
  faultSchema: errorSchema,
  renderFault,
  renderBug,
};
