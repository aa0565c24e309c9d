/** The settings cannot be used. Each problem is one sentence: which setting, where it came from, the rule. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(['The settings cannot be used:', ...problems.map((problem) => `- ${problem}`)].join('\n'), options);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}
