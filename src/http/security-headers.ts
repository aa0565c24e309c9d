import type { FastifyReply } from 'fastify';

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const;

/** What every reply carries unless its route says otherwise: nothing may be embedded, guessed or kept. */
export function addSecurityHeaders(reply: FastifyReply): void {
  void reply.headers(HEADERS);
}
