import { gaxios } from 'google-auth-library';
import { z } from 'zod';

/** An answer of Google's that is an error, without what was sent, which holds a token. */
export class DriveRefusal extends Error {
  readonly status: number;
  /** Google's word for it, such as `userRateLimitExceeded`; empty when it gives none. */
  readonly reason: string;
  /** How long it asks to wait, 0 when it does not. */
  readonly waitMs: number;
  /** Whether it is the key that was refused, not what was asked for. */
  readonly isOfKey: boolean;

  constructor(
    status: number,
    answer: { readonly reason: string; readonly waitMs: number; readonly isOfKey: boolean },
  ) {
    super(`Google answered ${status} ${answer.reason}`);
    this.name = 'DriveRefusal';
    this.status = status;
    this.reason = answer.reason;
    this.waitMs = answer.waitMs;
    this.isOfKey = answer.isOfKey;
  }
}

const STATUS = { unauthorized: 401, forbidden: 403, timeout: 408, tooMany: 429, firstServerError: 500 };

const PASSING_REASONS: ReadonlySet<string> = new Set([
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'sharingRateLimitExceeded',
  'backendError',
]);

const driveErrorSchema = z.object({
  error: z.object({ errors: z.array(z.object({ reason: z.string() })) }),
});
const tokenErrorSchema = z.object({ error: z.string() });

function parseBody(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** In seconds, or as a date. */
function waitMsOf(retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  const waitMs = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(waitMs) ? Math.max(waitMs, 0) : 0;
}

/** What Google has answered when a call of its client library failed; undefined when nothing came. */
export function refusalOf(error: unknown): DriveRefusal | undefined {
  if (error instanceof DriveRefusal) return error;
  if (!(error instanceof gaxios.GaxiosError) || error.response === undefined) return undefined;
  const { status, headers } = error.response;
  const data: unknown = error.response.data;
  // Of a download that is refused, the library keeps the answer as its message only.
  const body = parseBody(data ?? error.message);
  const ofToken = tokenErrorSchema.safeParse(body);
  const ofDrive = driveErrorSchema.safeParse(body);
  return new DriveRefusal(status, {
    reason: ofToken.data?.error ?? ofDrive.data?.error.errors[0]?.reason ?? '',
    waitMs: waitMsOf(headers.get('retry-after')),
    isOfKey: status === STATUS.unauthorized || (ofToken.success && status < STATUS.firstServerError),
  });
}

/** Whether the same call may succeed later: https://developers.google.com/workspace/drive/api/guides/handle-errors */
export function mayPass({ status, reason }: DriveRefusal): boolean {
  if (status === STATUS.forbidden) return PASSING_REASONS.has(reason);
  return status === STATUS.tooMany || status === STATUS.timeout || status >= STATUS.firstServerError;
}
