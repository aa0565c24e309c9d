import type { Dialect } from '../contract/dialect.ts';
import { USUAL_FAULT_STATUS } from '../contract/usual-fault-status.ts';
import { creditOperations } from './credits.ts';
import { externalGalleryOperations } from './external-galleries.ts';
import { faceOperations } from './faces.ts';
import { problemSchema, renderBug, renderFault } from './faults.ts';
import { galleryOperations } from './galleries.ts';
import { importOperations } from './imports.ts';
import { keyOperations } from './keys.ts';
import { photoOperations } from './photos.ts';
import { reembeddingOperations } from './reembedding.ts';
import { searchOperations } from './search.ts';
import { queuedSearchOperations } from './searches.ts';

/** Our own API, under `/v1`. */
export const native: Dialect = {
  id: 'native',
  title: 'Likeness',
  version: '1',
  description:
    'Galleries, here and on other servers, photos, faces, search by photo, at once or in a queue, comparison and keys.',
  operations: [
    ...galleryOperations,
    ...externalGalleryOperations,
    ...reembeddingOperations,
    ...photoOperations,
    ...faceOperations,
    ...searchOperations,
    ...queuedSearchOperations,
    ...importOperations,
    ...keyOperations,
    ...creditOperations,
  ],
  faultStatus: USUAL_FAULT_STATUS,
  faultSchema: problemSchema,
  renderFault,
  renderBug,
};
