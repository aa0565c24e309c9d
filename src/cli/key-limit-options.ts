import { z } from 'zod';
import { SCOPES } from '../core/key.ts';
import { wholeNumber } from './read-options.ts';

const MOST = 1_000_000_000;
const MS_A_DAY = 86_400_000;

const EXPIRY_PROBLEM = 'must be a day such as 2027-01-01, or a time from now such as 30d';

const day = z.iso.date({ error: EXPIRY_PROBLEM });

/** The moment that `2027-01-01` (its beginning, UTC) or `30d` (from now) means. */
const expiry = z.string().transform((text, context) => {
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? [];
  if (days !== undefined) return Date.now() + Number(days) * MS_A_DAY;
  if (day.safeParse(text).success) return Date.parse(text);
  context.addIssue({ code: 'custom', message: EXPIRY_PROBLEM });
  return z.NEVER;
});

const list = z.string().transform((text) => text.split(',').map((word) => word.trim()));

/** The flags of `likeness keys create`. */
export const createKeyOptions = z.object({
  scopes: list.pipe(z.array(z.enum(SCOPES)).min(1)).optional(),
  galleries: list.pipe(z.array(z.string().min(1)).max(1000)).optional(),
  expires: expiry.optional(),
  credits: wholeNumber(0, MOST).optional(),
  cost: wholeNumber(0, MOST).optional(),
  monthlyQuota: wholeNumber(0, MOST).optional(),
  requestsPerMinute: wholeNumber(0, 1_000_000).optional(),
});
