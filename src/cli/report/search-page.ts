import { type Html, html } from '../../core/html.ts';
import { counted } from '../counted.ts';
import { describeBox, describeExpectedStrangers } from '../describe-score.ts';
import type { RankedMatch } from '../ranked-match.ts';
import { dataUrl, renderHead } from './page-head.ts';
import { SEARCH_PAGE_STYLE } from './search-page-style.ts';

export interface PicturedMatch {
  readonly match: RankedMatch;
  /** WebP; a raw vector has none. */
  readonly picture?: Uint8Array;
}

/** Everything that the page of a search shows. */
export interface SearchPage {
  readonly galleryName: string;
  readonly probeName: string;
  /** WebP. */
  readonly probePicture: Uint8Array;
  readonly facesInPhoto: number;
  readonly searchedFaces: number;
  readonly matches: readonly PicturedMatch[];
  readonly madeAtMs: number;
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

function renderName({ photo, url }: RankedMatch): Html {
  if (url === undefined || !isWebAddress(url)) return html`${photo}`;
  return html`<a href="${url}" rel="noopener noreferrer">${photo}</a>`;
}

function renderMatch({ match, picture }: PicturedMatch): Html {
  const { rank, score, band, photo, box } = match;
  return html`<li class="card">
${picture === undefined ? html`` : html`<img src="${dataUrl(picture)}" alt="Face ${rank}, in ${photo}">`}
<div class="head"><span class="score">${score}</span><span class="band ${band}">${band}</span></div>
<meter min="0" max="100" value="${score}">${score} of 100</meter>
<p class="name">${rank}. ${renderName(match)}</p>
<p class="soft">${describeExpectedStrangers(match)}</p>
<p class="soft">${box === undefined ? 'stored as a vector: no picture' : `face ${describeBox(box)}`}</p>
</li>
`;
}

function renderProbe(page: SearchPage): Html {
  const largest =
    page.facesInPhoto > 1
      ? html`<p class="soft">the most prominent of ${page.facesInPhoto} faces</p>`
      : html``;
  return html`<section class="card probe">
<img src="${dataUrl(page.probePicture)}" alt="The face that was searched with">
<p class="name">${page.probeName}</p>
${largest}
</section>`;
}

/** One file that shows the result of a search: pictures inside, no network, no script. */
export function renderSearchPage(page: SearchPage): string {
  const found = page.matches.length === 0 ? html`<p>No face was found that is similar enough.</p>` : html``;
  return html`<!doctype html>
<html lang="en">
<head>
${renderHead('Likeness: search result', SEARCH_PAGE_STYLE)}
</head>
<body>
<header>
<h1>Where else does this face appear?</h1>
<p class="soft">${counted(page.searchedFaces, 'face')} searched in the gallery "${page.galleryName}"</p>
</header>
<main>
<h2>Searched with</h2>
${renderProbe(page)}
<h2>Found: ${counted(page.matches.length, 'face')}</h2>
${found}
<ol>
${page.matches.map(renderMatch)}</ol>
</main>
<footer>
<p>Scores: 90-100 certain, 83-89 confident, 70-82 uncertain, 50-69 weak. A score is a measure of likeness and no
proof of identity.</p>
<p>Made by Likeness on <time>${new Date(page.madeAtMs).toISOString()}</time>. This page holds pictures of people:
share it with care.</p>
</footer>
</body>
</html>
`.markup;
}
