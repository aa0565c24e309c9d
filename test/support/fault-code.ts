import { Fault, type FaultCode } from '../../src/core/fault.ts';

/** The code of the fault that a promise is rejected with; undefined when it resolves. Other errors pass. */
export async function faultCodeOf(promise: Promise<unknown>): Promise<FaultCode | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}
