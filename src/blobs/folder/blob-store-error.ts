import { OperatorError } from '../../core/operator-error.ts';

/** The blob store cannot be used and a person must act. */
export class BlobStoreError extends OperatorError {
  constructor(folder: string, cause: unknown) {
    super(
      `The blob store ${folder} cannot be opened.`,
      'Check that the data folder is a folder that this user may enter and write.',
      cause,
    );
    this.name = 'BlobStoreError';
  }
}
