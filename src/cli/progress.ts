import { SingleBar } from 'cli-progress';
import { counted } from './counted.ts';
import type { Terminal } from './terminal.ts';

const LINE_EVERY_MS = 3000;
const MS_PER_SECOND = 1000;
const SECONDS_PER_MINUTE = 60;

/** Shows how far a long piece of work has come. */
export interface Progress {
  /** More of them are done. */
  advance(count?: number): void;
  /** Shown beside the numbers from then on. */
  say(words: string): void;
  stop(): void;
}

export interface ProgressOptions {
  /** What is counted. Default `photo`. */
  readonly noun?: string;
  /** How many were done before; they say nothing of the pace. Default 0. */
  readonly done?: number;
}

type Work = Required<ProgressOptions> & { readonly total: number };

function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < SECONDS_PER_MINUTE) return `${whole} s`;
  return `${Math.floor(whole / SECONDS_PER_MINUTE)} min ${whole % SECONDS_PER_MINUTE} s`;
}

/** Photos a second and the time that is left, as text. */
function describePace(
  { done: doneBefore, total }: Work,
  done: number,
  elapsedMs: number,
): { rate: string; left: string } {
  const perSecond = elapsedMs > 0 ? ((done - doneBefore) / elapsedMs) * MS_PER_SECOND : 0;
  const left = perSecond > 0 ? formatSeconds((total - done) / perSecond) : '?';
  return { rate: perSecond.toFixed(1), left };
}

function startBar(terminal: Terminal, work: Work): Progress {
  const { total, noun } = work;
  const startedAtMs = terminal.elapsedMs();
  const bar = new SingleBar({
    stream: terminal.stderr,
    format: `{bar} {percentage}%  {value} of {total} ${noun}s  {rate}/s  {left} left  {words}`,
    barCompleteChar: '=',
    barIncompleteChar: '.',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    // Ctrl-C belongs to the command, which ends in good order.
    gracefulExit: false,
  });
  let { done } = work;
  let words = '';
  bar.start(total, done, { rate: '?', left: '?', words });
  return {
    advance(count = 1) {
      done += count;
      bar.update(done, { ...describePace(work, done, terminal.elapsedMs() - startedAtMs), words });
    },
    say(given) {
      words = given;
    },
    stop: () => bar.stop(),
  };
}

function startLines(terminal: Terminal, work: Work): Progress {
  const { total, noun } = work;
  const startedAtMs = terminal.elapsedMs();
  let lastLineAtMs = startedAtMs;
  let { done } = work;
  let words = '';
  return {
    advance(count = 1) {
      done += count;
      const nowMs = terminal.elapsedMs();
      if (nowMs - lastLineAtMs < LINE_EVERY_MS) return;
      lastLineAtMs = nowMs;
      const { rate, left } = describePace(work, done, nowMs - startedAtMs);
      terminal.stderr.write(
        `${done} of ${counted(total, noun)}, ${rate}/s, ${left} left${words && `, ${words}`}\n`,
      );
    },
    say(given) {
      words = given;
    },
    stop() {},
  };
}

/** A bar on a terminal; where no terminal is, a line now and then. */
export function startProgress(
  terminal: Terminal,
  total: number,
  { noun = 'photo', done = 0 }: ProgressOptions = {},
): Progress {
  const start = terminal.stderr.isTTY === true ? startBar : startLines;
  return start(terminal, { total, noun, done });
}
