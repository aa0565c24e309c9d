import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/core/operator-error.ts';
import { keyFromFile } from '../../src/secrets/key-file.ts';
import { derivedKey, SealedWithKey } from '../../src/secrets/sealed-with-key.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const TEXT = 'password: pässwörd';
const UNREADABLE = /unable to authenticate data/;
const key = new Uint8Array(32).fill(7);

describe('Credentials that are kept', () => {
  it('can be read again by whoever has the key, for what they belong to', () => {
    const box = new SealedWithKey(key);
    const sealed = box.seal(TEXT, 'import 1');
    expect(Buffer.from(sealed).includes('password')).toBe(false);
    expect(new SealedWithKey(key).open(sealed, 'import 1')).toBe(TEXT);
    expect(() => box.open(sealed, 'import 2')).toThrow(UNREADABLE);
    expect(() => new SealedWithKey(new Uint8Array(32)).open(sealed, 'import 1')).toThrow(UNREADABLE);
    expect(box.seal(TEXT, 'import 1')).not.toEqual(sealed);
  });

  it('cannot be read when a single bit was changed, or some were cut off', () => {
    const box = new SealedWithKey(key);
    const sealed = box.seal(TEXT, 'import 1');
    for (let bit = 0; bit < sealed.length * 8; bit += 5) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => box.open(changed, 'import 1')).toThrow(UNREADABLE);
    }
    for (let bytes = 0; bytes < sealed.length; bytes += 1) {
      expect(() => box.open(sealed.subarray(0, bytes), 'import 1')).toThrow(/./);
    }
  });
});

describe('The key of an installation', () => {
  it('is made once, for its owner only, however many ask for it at the same time', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'key');
    const keys = await Promise.all(Array.from({ length: 8 }, () => keyFromFile(path)));
    expect(new Set(keys.map((each) => Buffer.from(each).toString('hex'))).size).toBe(1);
    expect(keys[0]).toHaveLength(32);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['key']);
    expect(await readFile(path)).toEqual(Buffer.from(keys[0] ?? []));
  });

  it('is not made anew in place of a damaged one', async () => {
    const path = join(await temporaryFolder(), 'key');
    await writeFile(path, 'short');
    await expect(keyFromFile(path)).rejects.toThrow(OperatorError);
    expect(await readFile(path, 'utf8')).toBe('short');
  });

  it('gives another key for each purpose', () => {
    expect(derivedKey(key, 'one')).not.toEqual(derivedKey(key, 'two'));
    expect(derivedKey(key, 'one')).toEqual(derivedKey(key, 'one'));
    expect(derivedKey(key, 'one')).toHaveLength(32);
  });
});
