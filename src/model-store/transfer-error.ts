/**
 * `later`: the same address may give the bytes another time. `elsewhere`: it will not. `wrong-file`: what it gives is not
 * what is wanted.
 */
type Verdict = 'later' | 'elsewhere' | 'wrong-file';

/** Why a file did not arrive. The message is the end of a sentence that begins with the address. */
export class TransferError extends Error {
  readonly verdict: Verdict;

  constructor(verdict: Verdict, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TransferError';
    this.verdict = verdict;
  }
}
