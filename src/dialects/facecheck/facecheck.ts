import type { Dialect } from '../contract/dialect.ts';
import { FAULT_STATUS, renderBug, renderFault } from './faults.ts';
import { pictureOperations } from './pictures.ts';
import { replySchema } from './schemas.ts';
import { searchOperations } from './search.ts';

/** FaceCheck.ID: searches with up to three photos that queue and cost credits. Base address of the vendor: https://facecheck.id */
export const facecheck: Dialect = {
  id: 'facecheck',
  title: 'FaceCheck',
  version: '1.02',
  description:
    'The FaceCheck API: upload photos of a person, search, follow the progress, get scored matches.',
  operations: [...pictureOperations, ...searchOperations],
  faultStatus: FAULT_STATUS,
  faultSchema: replySchema,
  renderFault,
  renderBug,
};
