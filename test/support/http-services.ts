import { Fault } from '../../src/core/fault.ts';
import { type Key, SCOPES, type Scope } from '../../src/core/key.ts';
import type { ServicePorts } from '../../src/services/ports.ts';
import { createServices, type Services } from '../../src/services/services.ts';

/** The secret of a key with every scope. */
export const SECRET = 'toy-secret-of-all-scopes';
/** The secret of a key that may only read. */
export const READER_SECRET = 'toy-secret-of-a-reader';

function absent(): never {
  throw new Error('the services of this test have no ports');
}

const ports: ServicePorts = {
  get vision() {
    return absent();
  },
  get catalog() {
    return absent();
  },
  get remoteGalleries() {
    return absent();
  },
  get blobs() {
    return absent();
  },
  get keeper() {
    return absent();
  },
  get tenancy() {
    return absent();
  },
  get index() {
    return absent();
  },
  get follower() {
    return absent();
  },
  get clock() {
    return absent();
  },
  get bell() {
    return absent();
  },
  get importSources() {
    return absent();
  },
  get secretBox() {
    return absent();
  },
  get outgoing() {
    return absent();
  },
  get mailer() {
    return absent();
  },
  get rules() {
    return absent();
  },
};

function keyWith(id: string, scopes: readonly Scope[]): Key {
  return { id, name: id, scopes, createdAtMs: 0, costPerSearch: 1 };
}

const KEYS: ReadonlyMap<string, Key> = new Map([
  [SECRET, keyWith('key-all', SCOPES)],
  [READER_SECRET, keyWith('key-reader', ['read'])],
]);

/** Services that know two keys and nothing else. */
export function fakeServices(): Services {
  return {
    ...createServices(ports),
    authenticate: async (secret) => {
      if (!secret) throw new Fault('key_missing');
      const key = KEYS.get(secret);
      if (key === undefined) throw new Fault('key_invalid');
      return key;
    },
  };
}
