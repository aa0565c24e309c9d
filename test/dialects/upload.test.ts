import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../src/dialects/contract/upload.ts';

const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 });

describe('base64', () => {
  it('decodes what was encoded: plain, URL-safe, without padding, broken into lines, as a data URL', () => {
    fc.assert(
      fc.property(bytes, (original) => {
        const text = Buffer.from(original).toString('base64');
        const forms = [
          text,
          Buffer.from(original).toString('base64url'),
          text.replace(/=+$/, ''),
          text.replaceAll(/(.{20})/g, '$1\r\n'),
          `data:image/jpeg;base64,${text}`,
          `data:image/svg+xml;charset=utf-8;base64,${text}`,
        ];
        for (const form of forms)
          expect(Buffer.from(decodeBase64(form) ?? [])).toEqual(Buffer.from(original));
      }),
    );
  });

  it('refuses what is not base64', () => {
    for (const text of [
      '',
      '=',
      '====',
      'data:',
      'data:image/jpeg,abc',
      'a=b',
      'ab%c',
      'äöü',
      ' \n ',
      'AA===',
    ]) {
      expect({ text, bytes: decodeBase64(text) }).toEqual({ text, bytes: undefined });
    }
  });

  it.each([
    ['padding', '='.repeat(5_000_000)],
    ['padding and a letter', `${'='.repeat(5_000_000)}A`],
    ['white space and a stranger', `${' '.repeat(5_000_000)}!`],
    ['an endless data URL', `data:${';a=b'.repeat(1_000_000)}`],
  ])('takes no longer for hostile text: %s', (_, text) => {
    const startedAtMs = performance.now();
    expect(decodeBase64(text)).toBeUndefined();
    expect(performance.now() - startedAtMs).toBeLessThan(500);
  });
});
