import type { Dialect } from '../contract/dialect.ts';
import { enrollOperations } from './enroll.ts';
import { errorSchema, FAULT_STATUS, renderBug, renderFault } from './faults.ts';
import { healthOperations } from './health.ts';
import { livenessOperations } from './liveness.ts';
import { searchOperations } from './search.ts';
import { verifyOperations } from './verify.ts';

/** FaceGuard: ranks the pictures of a request by their likeness to a probe. Base address of the vendor: https://api.faceguard.io */
export const faceguard: Dialect = {
  id: 'faceguard',
  title: 'FaceGuard',
  version: '1',
  description:
    'The FaceGuard API: a probe and a gallery of pictures in one request, ranked by several models; beside it verify, enroll, identify and liveness.',
  operations: [
    ...healthOperations,
    ...searchOperations,
    ...verifyOperations,
    ...enrollOperations,
    ...livenessOperations,
  ],
  faultStatus: FAULT_STATUS,
  faultSchema: errorSchema,
  renderFault,
  renderBug,
};
