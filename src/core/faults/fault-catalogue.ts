import { EXTERNAL_FAULTS } from './external-faults.ts';
import { IMPORT_FAULTS } from './import-faults.ts';
import { KEY_FAULTS } from './key-faults.ts';
import { OUTGOING_FAULTS } from './outgoing-faults.ts';
import { PHOTO_FAULTS } from './photo-faults.ts';
import { REQUEST_FAULTS } from './request-faults.ts';
import { SEARCH_FAULTS } from './search-faults.ts';
import { STORAGE_FAULTS } from './storage-faults.ts';
import { VECTOR_FAULTS } from './vector-faults.ts';

/** Every way in which a request can fail that is not a bug. Each dialect maps all of them. */
export const FAULT_CATALOGUE = {
  ...PHOTO_FAULTS,
  ...STORAGE_FAULTS,
  ...EXTERNAL_FAULTS,
  ...IMPORT_FAULTS,
  ...OUTGOING_FAULTS,
  ...VECTOR_FAULTS,
  ...SEARCH_FAULTS,
  ...KEY_FAULTS,
  ...REQUEST_FAULTS,
} as const;
