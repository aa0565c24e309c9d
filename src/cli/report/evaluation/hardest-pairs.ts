import { type Html, html } from '../../../core/html.ts';
import type { PackEvaluation } from '../../../services/evaluate-packs.ts';
import { dataUrl } from '../page-head.ts';

type Shown = PackEvaluation['hardest']['falseMatches'][number];

function renderFace({ photo, picture }: Shown['first']): Html {
  const image =
    picture === undefined
      ? html``
      : html`<img src="${dataUrl(picture)}" alt="Face in ${photo}">
`;
  return html`<figure>
${image}<figcaption>${photo}</figcaption>
</figure>
`;
}

function renderPair({ similarity, score, first, second }: Shown): Html {
  return html`<li class="pair">
<div class="faces">
${renderFace(first)}${renderFace(second)}</div>
<p class="likeness">similarity ${similarity.toFixed(3)}, score ${score}</p>
</li>
`;
}

/** The pairs that a pack finds hardest, as pictures. */
export function renderHardestPairs({ pack, hardest }: PackEvaluation): Html {
  return html`<section>
<h2>What ${pack.id} finds hardest</h2>
<h3>Different people, the most alike first</h3>
<p class="warning">Look at them: two names may be one person, and one folder may hold two. Every such mistake makes the pack look
worse than it is. Two people appear together once.</p>
<ol class="pairs">
${hardest.falseMatches.map(renderPair)}</ol>
<h3>The same person, the least alike first</h3>
<p class="warning">Where a photo shows several people, somebody else may have been taken. Every photo appears once.</p>
<ol class="pairs">
${hardest.falseNonMatches.map(renderPair)}</ol>
</section>
`;
}
