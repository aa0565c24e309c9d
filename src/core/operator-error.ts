/**
 * Something that only the person who runs Likeness can put right, such as a full disk or a damaged file.
 * `message` is one sentence; `remedy` says what to do. Not for requests: those get a `Fault`.
 */
export class OperatorError extends Error {
  readonly remedy: string;

  constructor(sentence: string, remedy: string, cause?: unknown) {
    super(sentence, { cause });
    this.name = 'OperatorError';
    this.remedy = remedy;
  }
}
