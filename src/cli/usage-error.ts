/** The command line asks for something that cannot be done as it stands. */
export class UsageError extends Error {
  readonly remedy: string;

  constructor(sentence: string, remedy: string) {
    super(sentence);
    this.name = 'UsageError';
    this.remedy = remedy;
  }
}
