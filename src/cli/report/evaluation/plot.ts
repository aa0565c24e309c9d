import { type Html, html } from '../../../core/html.ts';

/** One axis of a plot. */
export interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** Whether equal steps are equal factors; then `from` is above 0. */
  readonly isLogarithmic: boolean;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
}

export interface Plot {
  readonly title: string;
  /** What can be seen, for those who cannot see it. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
}

const WIDTH = 640;
const HEIGHT = 400;
const LEFT = 72;
const RIGHT = 16;
const TOP = 12;
const BOTTOM = 56;
const STYLES = 4;

/** Where a value lies on an axis, 0..1; values beyond an end lie on it. */
function shareOf({ from, to, isLogarithmic }: Axis, value: number): number {
  const clamped = Math.min(to, Math.max(from, value));
  if (!isLogarithmic) return (clamped - from) / (to - from);
  return Math.log(clamped / from) / Math.log(to / from);
}

function across(axis: Axis, value: number): string {
  return (LEFT + shareOf(axis, value) * (WIDTH - LEFT - RIGHT)).toFixed(1);
}

function down(axis: Axis, value: number): string {
  return (HEIGHT - BOTTOM - shareOf(axis, value) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
}

function renderAcross(axis: Axis): Html[] {
  return axis.ticks.map(({ at, text }) => {
    const x = across(axis, at);
    return html`<line class="grid" x1="${x}" x2="${x}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/>
<text x="${x}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${text}</text>
`;
  });
}

function renderDown(axis: Axis): Html[] {
  return axis.ticks.map(({ at, text }) => {
    const y = down(axis, at);
    return html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/>
<text x="${LEFT - 8}" y="${y}" text-anchor="end" dominant-baseline="middle">${text}</text>
`;
  });
}

function renderCurve({ x, y }: Plot, { points }: Curve, index: number): Html {
  const path = points.map((point) => `${across(x, point.x)},${down(y, point.y)}`).join(' ');
  return html`<polyline class="series series-${index % STYLES}" points="${path}"/>
`;
}

function renderLegend(curves: readonly Curve[]): Html {
  const entries = curves.map(
    (
      { name },
      index,
    ) => html`<li><svg viewBox="0 0 40 10" aria-hidden="true"><line class="series series-${index % STYLES}" x1="0"
 x2="40" y1="5" y2="5"/></svg>${name}</li>
`,
  );
  return html`<ul class="legend">
${entries}</ul>`;
}

/** Curves in a frame, as SVG that needs nothing from outside. At most four curves are told apart. */
export function renderPlot(plot: Plot): Html {
  const { title, description, x, y, curves } = plot;
  const middle = (TOP + HEIGHT - BOTTOM) / 2;
  return html`<figure>
<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}. ${description}">
${renderAcross(x)}${renderDown(y)}<rect class="frame" x="${LEFT}" y="${TOP}" width="${WIDTH - LEFT - RIGHT}" height="${HEIGHT - TOP - BOTTOM}"/>
${curves.map((curve, index) => renderCurve(plot, curve, index))}<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 12}" text-anchor="middle">${x.label}</text>
<text transform="translate(16 ${middle}) rotate(-90)" text-anchor="middle">${y.label}</text>
</svg>
${renderLegend(curves)}
<figcaption>${title}. ${description}</figcaption>
</figure>`;
}
