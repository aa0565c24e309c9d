import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate that nobody has vouched for, for `localhost` and 127.0.0.1, as PEM. */
export interface SelfSigned {
  readonly certificate: string;
  readonly key: string;
}

const TAG = { integer: 2, bits: 3, octets: 4, null: 5, utf8: 12, time: 23, sequence: 0x30, set: 0x31 };
const VERSION_TAG = 0xa0;
const EXTENSIONS_TAG = 0xa3;
const DNS_NAME_TAG = 0x82;
const ADDRESS_TAG = 0x87;

const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SHA256_WITH_RSA = Buffer.from('06092a864886f70d01010b', 'hex');
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const ALTERNATIVE_NAMES = Buffer.from('0603551d11', 'hex');
const TRUE = Buffer.from('0101ff', 'hex');

/** One value in DER (X.690). */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { byteLength } = content;
  if (byteLength < 0x80) return Buffer.concat([Buffer.of(tag, byteLength), content]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(byteLength);
  return Buffer.concat([Buffer.of(tag, 0x82), length, content]);
}

function time(daysFromNow: number): Buffer {
  const text = new Date(Date.now() + daysFromNow * 86_400_000).toISOString().replaceAll(/\D/g, '');
  return der(TAG.time, Buffer.from(`${text.slice(2, 14)}Z`));
}

/** Makes one after RFC 5280, valid from yesterday until tomorrow. */
export function selfSignedCertificate(): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = der(TAG.sequence, SHA256_WITH_RSA, der(TAG.null));
  const name = der(
    TAG.sequence,
    der(TAG.set, der(TAG.sequence, COMMON_NAME, der(TAG.utf8, Buffer.from('localhost')))),
  );
  const names = der(
    TAG.sequence,
    der(DNS_NAME_TAG, Buffer.from('localhost')),
    der(ADDRESS_TAG, Buffer.of(127, 0, 0, 1)),
  );
  const extensions = der(
    TAG.sequence,
    der(TAG.sequence, BASIC_CONSTRAINTS, TRUE, der(TAG.octets, der(TAG.sequence, TRUE))),
    der(TAG.sequence, ALTERNATIVE_NAMES, der(TAG.octets, names)),
  );
  const content = der(
    TAG.sequence,
    der(VERSION_TAG, der(TAG.integer, Buffer.of(2))),
    der(TAG.integer, Buffer.of(1)),
    algorithm,
    name,
    der(TAG.sequence, time(-1), time(1)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXTENSIONS_TAG, extensions),
  );
  const signature = der(TAG.bits, Buffer.of(0), sign('sha256', content, privateKey));
  const certificate = der(TAG.sequence, content, algorithm, signature).toString('base64');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${certificate.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
