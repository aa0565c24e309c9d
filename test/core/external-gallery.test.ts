import { describe, expect, it } from 'vitest';
import { parseServerAddress, requireSendableSecret } from '../../src/core/external-gallery.ts';

describe('the address of another server', () => {
  it.each([
    ['http://10.0.0.7:8686', 'http://10.0.0.7:8686'],
    ['https://faces.example.org/', 'https://faces.example.org'],
    ['https://example.org/likeness//', 'https://example.org/likeness'],
    ['HTTPS://Example.org:443/a/../b?', 'https://example.org/b'],
  ])('%s is kept as %s', (given, kept) => {
    expect(parseServerAddress(given)).toBe(kept);
    expect(parseServerAddress(kept)).toBe(kept);
  });

  it.each([
    '',
    'faces.example.org',
    'ftp://example.org',
    'file:///etc/passwd',
    'http://me:secret@example.org',
    'http://example.org/?a=b',
    'http://example.org/#a',
  ])('cannot be "%s"', (given) => {
    expect(() => parseServerAddress(given)).toThrow(expect.objectContaining({ code: 'request_invalid' }));
  });
});

describe('the key of another server', () => {
  it('is one that a header can carry', () => {
    for (const secret of ['k', 'lk_abc', 'two words', 'x'.repeat(500)])
      expect(requireSendableSecret(secret)).toBe(secret);
    for (const secret of ['', ' k', 'k\n', 'ключ', 'a\r\nHost: b', 'x'.repeat(501)])
      expect(() => requireSendableSecret(secret)).toThrow(
        expect.objectContaining({ code: 'request_invalid' }),
      );
  });
});
