import { errorCodeOf } from '../../core/error-code.ts';

/** Whether an error says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  const code = errorCodeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
