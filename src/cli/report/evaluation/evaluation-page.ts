import { type Html, html } from '../../../core/html.ts';
import type { Evaluation, PackEvaluation } from '../../../services/evaluate-packs.ts';
import { counted } from '../../counted.ts';
import { type FigureGroup, figureGroups } from '../../evaluation/figure-rows.ts';
import { renderHead } from '../page-head.ts';
import { EVALUATION_PAGE_STYLE } from './evaluation-page-style.ts';
import { detPlot, rankPlot, scorePlot, similarityPlot } from './evaluation-plots.ts';
import { renderHardestPairs } from './hardest-pairs.ts';
import { renderPlot } from './plot.ts';

const NAMES_SHOWN = 200;

function renderGroup({ heading, rows }: FigureGroup, columns: number): Html {
  const cells = rows.map(
    ({
      figure,
      values,
    }) => html`<tr><th scope="row">${figure}</th>${values.map((value) => html`<td>${value}</td>`)}</tr>
`,
  );
  return html`<tbody>
<tr><th scope="colgroup" colspan="${columns}">${heading}</th></tr>
${cells}</tbody>
`;
}

function renderFigures(packs: readonly PackEvaluation[]): Html {
  const headings = packs.map(({ pack }) => html`<th scope="col">${pack.id}</th>`);
  return html`<div class="wide"><table>
<thead><tr><th scope="col">figure</th>${headings}</tr></thead>
${figureGroups(packs).map((group) => renderGroup(group, packs.length + 1))}</table></div>
`;
}

function renderPlots(packs: readonly PackEvaluation[]): Html {
  const ranks = rankPlot(packs);
  const plots = [
    detPlot(packs),
    ...(ranks === undefined ? [] : [ranks]),
    ...packs.flatMap((pack) => [similarityPlot(pack), scorePlot(pack)]),
  ];
  return html`<div class="plots">
${plots.map(renderPlot)}
</div>
`;
}

function renderNames(summary: string, names: readonly string[]): Html {
  if (names.length === 0) return html``;
  const more = names.length - NAMES_SHOWN;
  return html`<details><summary>${summary}: ${names.length}</summary>
<ul>${names.slice(0, NAMES_SHOWN).map((name) => html`<li>${name}</li>`)}</ul>
${more > 0 ? html`<p>... and ${more} more; see the JSON.</p>` : html``}</details>
`;
}

function renderFailures(packs: readonly PackEvaluation[]): Html {
  const lists = packs.flatMap(({ pack, withoutFace, unreadable }) => [
    renderNames(`No face found by ${pack.id}`, withoutFace),
    renderNames(
      `Not usable with ${pack.id}`,
      unreadable.map(({ name, reason }) => `${name}: ${reason}`),
    ),
  ]);
  return html`<section>
<h2>Failures to enrol</h2>
<p>Photos without a face take no part in the figures over all pairs and in the searches. In listed and drawn pairs
they count as refused.</p>
${lists}</section>
`;
}

function renderIntroduction({ photos, people, face }: Evaluation): Html {
  const whose = people === undefined ? '' : ` of ${counted(people, 'person').replace(/persons$/, 'people')}`;
  const rule = face === 'leading' ? 'the leading one, as in the product' : 'the most central one';
  return html`<header>
<h1>How good the packs are on these photos</h1>
<p class="soft">${counted(photos, 'photo')}${whose}; of several faces in a photo ${rule}.</p>
</header>
`;
}

const EXPLANATION = html`<p>FMR is the share of pairs of different people that are accepted, TAR the share of pairs of the same person.
FPIR is the share of searches with an unknown person that return anybody, FNIR the share of searches with a known person that
miss them. In brackets: where the figure lies with 95 % confidence, by drawing people a thousand times (the listed pairs: Wilson's
interval). Behind a TAR stands how many pairs of
strangers are accepted there. A figure is left out where fewer than ten pairs or searches of strangers would stand behind it.</p>`;

/** One file with figures, plots and pictures: no network, no script. */
export function renderEvaluationPage(evaluation: Evaluation, madeAtMs: number): string {
  const { packs } = evaluation;
  const provisional = packs.filter(({ pack }) => pack.provisional).map(({ pack }) => pack.id);
  const guess =
    provisional.length === 0
      ? html``
      : html`<p class="warning">The calibration of ${provisional.join(', ')} is a guess; its scores promise nothing yet.</p>
`;
  return html`<!doctype html>
<html lang="en">
<head>
${renderHead('Likeness: evaluation', EVALUATION_PAGE_STYLE)}
</head>
<body>
${renderIntroduction(evaluation)}<main>
<h2>Figures</h2>
${EXPLANATION}
${guess}${renderFigures(packs)}<h2>Curves</h2>
${renderPlots(packs)}${renderFailures(packs)}${packs.map(renderHardestPairs)}</main>
<footer>
<p>Made by Likeness on <time>${new Date(madeAtMs).toISOString()}</time>. This page holds pictures of people: share it with
care.</p>
</footer>
</body>
</html>
`.markup;
}
