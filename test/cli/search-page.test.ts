import { describe, expect, test } from 'vitest';
import { rankMatches } from '../../src/cli/ranked-match.ts';
import { renderSearchPage } from '../../src/cli/report/search-page.ts';
import type { Match } from '../../src/services/match.ts';
import { matchIn, photoNamed } from './support/samples.ts';

const HOSTILE = `"><img src=x onerror=alert(1)>'&.jpg`;

function pageOf(matches: readonly Match[], name = 'who.jpg'): string {
  return renderSearchPage({
    galleryName: name,
    probeName: name,
    probePicture: new Uint8Array([1]),
    facesInPhoto: 2,
    searchedFaces: 1000,
    matches: rankMatches(matches).map((match) => ({ match, picture: new Uint8Array([2]) })),
    madeAtMs: 0,
  });
}

function withUrl(url: string): Match {
  const match = matchIn('a.jpg');
  return { ...match, photo: { ...photoNamed('a.jpg'), source: { kind: 'folder', fileName: 'a.jpg', url } } };
}

describe('the page of a search', () => {
  test('escapes hostile file names wherever they appear', () => {
    const page = pageOf([matchIn(HOSTILE)], HOSTILE);
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;.jpg');
  });

  test('allows no script and no network', () => {
    const page = pageOf([matchIn('a.jpg')]);
    expect(page).toContain('Content-Security-Policy" content="default-src &#39;none&#39;; img-src data:');
    expect(page).not.toMatch(/<script|<link|@import|style="/);
    expect(page.match(/src="(?!data:)/g)).toBeNull();
  });

  test('links to web addresses only', () => {
    expect(pageOf([withUrl('https://example.org/a?b&c')])).toContain('href="https://example.org/a?b&amp;c"');
    expect(pageOf([withUrl('javascript:alert(1)')])).not.toContain('javascript:');
  });

  test('says when nothing was found', () => {
    expect(pageOf([])).toContain('No face was found that is similar enough.');
  });
});
