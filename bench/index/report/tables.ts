import type { EngineDefinition } from '../engines/engine.ts';
import type { Build } from '../trial/trial.ts';
import { type Choice, type Contest, chosenSetting } from './contest.ts';

const BYTES_A_MEBIBYTE = 1024 ** 2;
const MILLISECONDS_A_SECOND = 1000;

const whole = (value: number) => Math.round(value).toLocaleString('en');
const milliseconds = (value: number) => (value < 100 ? value.toPrecision(3) : whole(value));
const share = (value: number) => value.toFixed(4);
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const head = (...names: readonly string[]) => [row(names), `|${'---|'.repeat(names.length)}`];

const NANOSECONDS_A_MILLISECOND = 1e6;

/** How many times the time that reading its codes takes at the memory's bandwidth; empty for engines that do not say. */
function timesLimit(
  { engine, p50Ms }: { engine: EngineDefinition; p50Ms: number },
  contest: Contest,
  bandwidth: number,
) {
  const bytes = engine.scannedBytesPerFace?.(contest.dimensions, contest.packId);
  if (bytes === undefined) return '';
  const limitMs = (MILLISECONDS_A_SECOND * bytes * contest.count) / bandwidth;
  return `${(p50Ms / limitMs).toFixed(1)} (${milliseconds(limitMs)} ms)`;
}

function chosenOf(contest: Contest, name: string): Choice | undefined {
  const trial = contest.trials.find(({ engine }) => engine.name === name);
  return trial && chosenSetting(trial.result.settings, contest.bruteForce);
}

/** How each engine does with the fastest setting that finds enough. */
export function searchTable(contest: Contest, bandwidth: number): readonly string[] {
  const oursMs = chosenOf(contest, 'ours')?.setting.alone.p50Ms;
  const columns = [
    'engine',
    'setting',
    'p50 ms',
    'p95 ms',
    'times ours',
    'four at once, p50 ms',
    'searches/s',
  ];
  const lines = contest.trials.flatMap(({ engine, result }) => {
    const choice = chosenSetting(result.settings, contest.bruteForce);
    if (choice === undefined)
      return [row([engine.name, result.givenUp ?? 'nothing measured', ...Array<string>(11).fill('')])];
    const { setting, alone, together, loop, recall } = choice.setting;
    const cells = [
      engine.name,
      choice.isGoodEnough ? setting : `${setting}: **too little found**`,
      milliseconds(alone.p50Ms),
      milliseconds(alone.p95Ms),
      oursMs === undefined ? '' : (alone.p50Ms / oursMs).toFixed(2),
      milliseconds(together.p50Ms),
      whole(together.searchesPerSecond),
      share(recall.nearest),
      share(recall.relevant),
      share(recall.identity),
      `${milliseconds(loop.maxMs)} (${milliseconds(loop.p99Ms)})`,
      timesLimit({ engine, p50Ms: alone.p50Ms }, contest, bandwidth),
      ((NANOSECONDS_A_MILLISECOND * alone.p50Ms) / contest.count).toPrecision(3),
    ];
    return [row(cells)];
  });
  const more = [
    'recall@10',
    'relevant',
    'identity',
    'loop held, max (p99) ms',
    'times the bandwidth limit',
    'p50, ns a face',
  ];
  return [...head(...columns, ...more), ...lines];
}

function buildCells({
  faces,
  addMs,
  finishMs,
  memoryBytes,
  peakBytes,
  diskBytes,
  loop,
}: Build): readonly string[] {
  return [
    ((addMs + finishMs) / MILLISECONDS_A_SECOND).toFixed(1),
    (finishMs / MILLISECONDS_A_SECOND).toFixed(1),
    whole((MILLISECONDS_A_SECOND * faces) / addMs),
    whole(memoryBytes / BYTES_A_MEBIBYTE),
    whole(peakBytes / BYTES_A_MEBIBYTE),
    whole(diskBytes / BYTES_A_MEBIBYTE),
    `${milliseconds(loop.maxMs)} (${milliseconds(loop.p99Ms)})`,
  ];
}

/** What it takes to have the engine ready. */
export function buildTable({ trials }: Contest): readonly string[] {
  const lines = trials.flatMap(({ engine, result: { build } }) =>
    build ? [row([engine.name, ...buildCells(build)])] : [],
  );
  return [
    ...head(
      'engine',
      'in all, s',
      'of it index, s',
      'faces added/s',
      'memory, MiB',
      'peak, MiB',
      'disk, MiB',
      'loop held, max (p99) ms',
    ),
    ...lines,
  ];
}

/** Every setting that was tried. */
export function settingsTable({ trials }: Contest): readonly string[] {
  const lines = trials.flatMap(({ engine, result }) =>
    result.settings.map(({ setting, alone, recall }) =>
      row([
        engine.name,
        setting,
        whole(alone.searches),
        milliseconds(alone.p50Ms),
        milliseconds(alone.p95Ms),
        share(recall.nearest),
        share(recall.relevant),
        share(recall.identity),
      ]),
    ),
  );
  return [
    ...head('engine', 'setting', 'searches', 'p50 ms', 'p95 ms', 'recall@10', 'relevant', 'identity'),
    ...lines,
  ];
}
