import { describe, expect, it } from 'vitest';
import { parseFtpAddress } from '../../src/sources/ftp/ftp-address.ts';
import { readCredential } from '../../src/sources/ftp/ftp-credentials.ts';
import { fromWire, toWire, wireForms } from '../../src/sources/ftp/wire-text.ts';

describe('The host of an FTP server', () => {
  it.each([
    ['ftp.example.com', {}, 'ftp.example.com', 21, 'none'],
    ['ftp://example.com', {}, 'example.com', 21, 'none'],
    ['FTP://Example.com/', {}, 'example.com', 21, 'none'],
    ['ftp://example.com:2121', {}, 'example.com', 2121, 'none'],
    ['ftp://example.com:80', {}, 'example.com', 80, 'none'],
    ['ftp://example.com:2121', { port: 22 }, 'example.com', 22, 'none'],
    ['ftps://example.com', {}, 'example.com', 990, 'implicit'],
    ['ftps://example.com:990', {}, 'example.com', 990, 'implicit'],
    ['ftps://example.com', { port: 21 }, 'example.com', 21, 'explicit'],
    ['ftpes://example.com', {}, 'example.com', 21, 'explicit'],
    ['example.com', { port: 990 }, 'example.com', 990, 'implicit'],
    ['example.com', { security: 'explicit' }, 'example.com', 21, 'explicit'],
    ['example.com', { security: 'implicit' }, 'example.com', 990, 'implicit'],
    ['ftps://example.com', { security: 'none' }, 'example.com', 21, 'none'],
    ['192.0.2.1', {}, '192.0.2.1', 21, 'none'],
    ['::1', {}, '::1', 21, 'none'],
    ['ftp://[2001:db8::1]:2121', {}, '2001:db8::1', 2121, 'none'],
    ['ftp://[2001:db8::1]', {}, '2001:db8::1', 21, 'none'],
    ['bücher.example', {}, 'xn--bcher-kva.example', 21, 'none'],
    // Forms of 127.0.0.1 that a guard might not recognise.
    ['0x7f.1', {}, '127.0.0.1', 21, 'none'],
    ['2130706433', {}, '127.0.0.1', 21, 'none'],
  ] as const)('%s with %j is %s, port %i, %s', (given, asked, ...address) => {
    const [host, port, security] = address;
    expect(parseFtpAddress(given, asked)).toEqual({ host, port, security });
  });

  it.each([
    '',
    'ftp://',
    'http://example.com',
    'sftp://example.com',
    'exa mple.com',
    'ftp://example.com/photos',
    'ftp://anna:secret@example.com',
    'example.com:99999',
    'example.com:0',
    'example.com\r\nQUIT',
    'example.com?x',
  ])('cannot be %j', (given) => {
    expect(() => parseFtpAddress(given, {})).toThrow('neither a name nor an address');
  });
});

describe('A user name or password', () => {
  it.each([
    ['plain', 'plain'],
    ['ftp%24user', 'ftp$user'],
    ['p%C3%BC', 'pü'],
    ['100%', '100%'],
    ['50%off', '50%off'],
    ['%24and%zz', '$and%zz'],
    ['latin %FC', 'latin %FC'],
    ['%25', '%'],
  ])('%s means %s', (given, meant) => {
    expect(readCredential(given, 'password')).toBe(meant);
  });

  it.each(['a\nb', 'a%0Ab', 'a%0d', '\0', '%00'])('cannot be %j', (given) => {
    expect(() => readCredential(given, 'password')).toThrow('control character');
  });
});

describe('A name as it travels', () => {
  it.each(['a.jpg', 'größe.jpg', 'صورة.jpg', '📷'])('comes back as %s', (name) => {
    expect(fromWire(toWire(name))).toBe(name);
  });

  it('is read as Latin-1 when it is not UTF-8', () => {
    expect(fromWire('gr\u00f6\u00dfe.jpg')).toBe('größe.jpg');
  });

  it('has two forms when Latin-1 has its letters', () => {
    expect(wireForms('/grün')).toEqual([toWire('/grün'), '/grün']);
    expect(wireForms('/green')).toEqual(['/green']);
    expect(wireForms('/выставка')).toEqual([toWire('/выставка')]);
  });
});
