/** A point of a line, in the units of the axes. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly name: string;
  /** Drawn as dots. */
  readonly points: readonly Point[];
  /** Those that the line goes through, by rising x. */
  readonly path: readonly Point[];
}

export interface Axis {
  readonly title: string;
  readonly ticks: readonly number[];
  /** Where a value lies: 0 at the axis's beginning, 1 at its end. */
  readonly place: (value: number) => number;
  readonly label: (value: number) => string;
}

export interface Plot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
}

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 80;
const RIGHT = 580;
const TOP = 44;
const BOTTOM = 340;
const LEGEND_STEP = 22;
/** Readable on white and on black. */
const COLOURS = ['#d9480f', '#1c7ed6', '#2f9e44', '#ae3ec9', '#f08c00', '#0c8599'];
const STYLE = `text{font:13px sans-serif;fill:#222}.grid{stroke:#8884}.axis{stroke:#888}
@media(prefers-color-scheme:dark){text{fill:#ddd}}`;

const across = (share: number) => LEFT + share * (RIGHT - LEFT);
const up = (share: number) => BOTTOM - share * (BOTTOM - TOP);
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escaped(content)}</text>`;
}

function gridOf({ x, y }: Plot): readonly string[] {
  return [
    ...x.ticks.flatMap((tick) => {
      const at = across(x.place(tick)).toFixed(1);
      return [
        `<line class="grid" x1="${at}" y1="${TOP}" x2="${at}" y2="${BOTTOM}"/>`,
        text(Number(at), BOTTOM + 18, x.label(tick), 'text-anchor="middle"'),
      ];
    }),
    ...y.ticks.flatMap((tick) => {
      const at = up(y.place(tick)).toFixed(1);
      return [
        `<line class="grid" x1="${LEFT}" y1="${at}" x2="${RIGHT}" y2="${at}"/>`,
        text(LEFT - 8, Number(at) + 4, y.label(tick), 'text-anchor="end"'),
      ];
    }),
    `<path class="axis" fill="none" d="M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}"/>`,
    text((LEFT + RIGHT) / 2, HEIGHT - 16, x.title, 'text-anchor="middle"'),
    text(
      18,
      (TOP + BOTTOM) / 2,
      y.title,
      `text-anchor="middle" transform="rotate(-90 18 ${(TOP + BOTTOM) / 2})"`,
    ),
  ];
}

function lineOf({ name, points, path }: Line, at: number, { x, y }: Plot): readonly string[] {
  const colour = COLOURS[at % COLOURS.length] ?? '#888';
  const placeOf = (point: Point) => ({
    x: across(x.place(point.x)).toFixed(1),
    y: up(y.place(point.y)).toFixed(1),
  });
  const places = points.map(placeOf);
  const corners = path.map(placeOf).map((place) => `${place.x},${place.y}`);
  const legendY = TOP + at * LEGEND_STEP;
  return [
    `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${corners.join(' ')}"/>`,
    ...places.map((place) => `<circle cx="${place.x}" cy="${place.y}" r="4" fill="${colour}"/>`),
    `<circle cx="${RIGHT + 20}" cy="${legendY}" r="4" fill="${colour}"/>`,
    text(RIGHT + 32, legendY + 4, name),
  ];
}

/** A picture of lines in SVG, readable on a light and on a dark page. */
export function drawPlot(plot: Plot): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<style>${STYLE}</style>`,
    text(LEFT, 24, plot.title, 'font-weight="bold"'),
    ...gridOf(plot),
    ...plot.lines.flatMap((line, at) => lineOf(line, at, plot)),
    '</svg>',
    '',
  ].join('\n');
}
