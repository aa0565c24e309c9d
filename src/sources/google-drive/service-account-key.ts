import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { DriveSourceError } from './drive-source-error.ts';

/** What is needed of a service account's key. Addresses that the key names are not used: anyone may have written them. */
export interface ServiceAccountKey {
  readonly email: string;
  readonly keyId: string | undefined;
  /** PEM. */
  readonly privateKey: string;
}

const keySchema = z.object({
  type: z.literal('service_account', 'its type is not service_account'),
  client_email: z.email('it has no client_email'),
  private_key_id: z.string().optional(),
  private_key: z.string('it has no private_key'),
});

function invalid(place: string): DriveSourceError {
  return new DriveSourceError('key_invalid', { place });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('it is not JSON');
  }
}

function requireRsa(privateKey: string): void {
  let type: string | undefined;
  try {
    type = createPrivateKey(privateKey).asymmetricKeyType;
  } catch {
    throw invalid('its private_key cannot be read');
  }
  if (type !== 'rsa') throw invalid('its private_key is not an RSA key');
}

/** Understands the JSON text of a key. @throws DriveSourceError `key_invalid` */
export function parseServiceAccountKey(text: string): ServiceAccountKey {
  const parsed = keySchema.safeParse(parseJson(text));
  if (!parsed.success) throw invalid(parsed.error.issues[0]?.message ?? 'it is incomplete');
  const { client_email: email, private_key_id: keyId, private_key: given } = parsed.data;
  // Line breaks that were escaped twice, as shells and forms do.
  const privateKey = given.replaceAll('\\n', '\n');
  requireRsa(privateKey);
  return { email, keyId, privateKey };
}
