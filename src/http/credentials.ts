import type { IncomingHttpHeaders } from 'node:http';

const SCHEME = /^(bearer|basic) +(\S.*)$/i;

function passwordOf(encoded: string): string {
  const credentials = Buffer.from(encoded, 'base64').toString('utf8');
  return credentials.slice(credentials.indexOf(':') + 1);
}

function secretOfAuthorization(authorization: string): string {
  const [, scheme, value] = SCHEME.exec(authorization.trim()) ?? [];
  if (scheme === undefined || value === undefined) return authorization.trim();
  return scheme.toLowerCase() === 'basic' ? passwordOf(value) : value.trim();
}

/**
 * The secret that a request carries: `Authorization: Bearer <secret>`, `Authorization: <secret>`, the password of
 * `Authorization: Basic`, or `X-API-Key: <secret>`.
 */
export function secretOf(headers: IncomingHttpHeaders): string | undefined {
  if (headers.authorization?.trim()) return secretOfAuthorization(headers.authorization);
  const apiKey = headers['x-api-key'];
  return typeof apiKey === 'string' ? apiKey.trim() : undefined;
}
