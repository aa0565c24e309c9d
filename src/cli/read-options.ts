import { z } from 'zod';
import { flagNameOf } from './setting-flags.ts';
import { UsageError } from './usage-error.ts';

/** A whole number written on the command line. */
export function wholeNumber(from: number, to: number) {
  return z.coerce.number().int().min(from).max(to);
}

/** The flags of a command, checked. @throws UsageError naming the flag that is wrong */
export function readOptions<Options>(schema: z.ZodType<Options>, given: unknown): Options {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const flag = flagNameOf(String(issue?.path[0] ?? ''));
  throw new UsageError(`--${flag}: ${issue?.message ?? 'not valid'}`, 'See the flags with --help.');
}
