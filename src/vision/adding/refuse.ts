import { OperatorError } from '../../core/operator-error.ts';

/** Why a model cannot be added, and what to do. */
export function refuse(sentence: string, remedy: string, cause?: unknown): OperatorError {
  return new OperatorError(`The model cannot be used: ${sentence}`, remedy, cause);
}
