import { generateKeyPairSync } from 'node:crypto';
import { faceping } from '../../../src/dialects/faceping/faceping.ts';
import { conformanceSuite } from '../conformance-suite.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const driveKey = JSON.stringify({
  type: 'service_account',
  client_email: 'nobody@likeness.invalid',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
});

await conformanceSuite(faceping, new URL('cases.json', import.meta.url), {
  // Nothing is sent to Google: nobody listens there.
  environment: { HTTPS_PROXY: 'http://127.0.0.1:9' },
  // As it stands inside of a text in JSON.
  prepare: async ({ memory }) => void memory.set('driveKey', JSON.stringify(driveKey).slice(1, -1)),
});
