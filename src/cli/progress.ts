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
  stop(): void;
}

function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < SECONDS_PER_MINUTE) return `${whole} s`;
  return `${Math.floor(whole / SECONDS_PER_MINUTE)} min ${whole % SECONDS_PER_MINUTE} s`;
}

/** Photos a second and the time that is left, as text. */
function describePace(done: number, total: number, elapsedMs: number): { rate: string; left: string } {
  const perSecond = elapsedMs > 0 ? (done / elapsedMs) * MS_PER_SECOND : 0;
  const left = perSecond > 0 ? formatSeconds((total - done) / perSecond) : '?';
  return { rate: perSecond.toFixed(1), left };
}

function startBar(terminal: Terminal, total: number, noun: string): Progress {
  const startedAtMs = terminal.elapsedMs();
  const bar = new SingleBar({
    stream: terminal.stderr,
    format: `{bar} {percentage}%  {value} of {total} ${noun}s  {rate}/s  {left} left`,
    barCompleteChar: '=',
    barIncompleteChar: '.',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    // Ctrl-C belongs to the command, which ends in good order.
    gracefulExit: false,
  });
  let done = 0;
  bar.start(total, 0, { rate: '?', left: '?' });
  return {
    advance(count = 1) {
      done += count;
      bar.update(done, describePace(done, total, terminal.elapsedMs() - startedAtMs));
    },
    stop: () => bar.stop(),
  };
}

function startLines(terminal: Terminal, total: number, noun: string): Progress {
  const startedAtMs = terminal.elapsedMs();
  let lastLineAtMs = startedAtMs;
  let done = 0;
  return {
    advance(count = 1) {
      done += count;
      const nowMs = terminal.elapsedMs();
      if (nowMs - lastLineAtMs < LINE_EVERY_MS) return;
      lastLineAtMs = nowMs;
      const { rate, left } = describePace(done, total, nowMs - startedAtMs);
      terminal.stderr.write(`${done} of ${counted(total, noun)}, ${rate}/s, ${left} left\n`);
    },
    stop() {},
  };
}

/** A bar on a terminal; where no terminal is, a line now and then. `noun` says what is counted. */
export function startProgress(terminal: Terminal, total: number, noun = 'photo'): Progress {
  const start = terminal.stderr.isTTY === true ? startBar : startLines;
  return start(terminal, total, noun);
}
