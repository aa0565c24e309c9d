import type { Finding } from '../../cli/composition.ts';

/** What one examination found. */
export type Outcome = Omit<Finding, 'subject'>;

export const good = (sentence: string): Outcome => ({ state: 'good', sentence });

export const warning = (sentence: string, remedy: string): Outcome => ({
  state: 'warning',
  sentence,
  remedy,
});

export const bad = (sentence: string, remedy: string): Outcome => ({ state: 'bad', sentence, remedy });

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
