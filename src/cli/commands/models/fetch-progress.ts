import { SingleBar } from 'cli-progress';
import type { TextStream } from '../../terminal.ts';
import { describeBytes } from './bytes.ts';

/** Shows how much of one file has arrived. */
export interface FetchProgress {
  update(receivedBytes: number): void;
  stop(): void;
}

const LINES_A_FILE = 4;

function startBar(stream: TextStream, totalBytes: number): FetchProgress {
  const bar = new SingleBar({
    stream,
    format: '{bar} {percentage}%  {received} of {size}',
    barCompleteChar: '=',
    barIncompleteChar: '.',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  const size = describeBytes(totalBytes);
  bar.start(totalBytes, 0, { received: describeBytes(0), size });
  return {
    update: (receivedBytes) => bar.update(receivedBytes, { received: describeBytes(receivedBytes) }),
    stop: () => bar.stop(),
  };
}

function startLines(stream: TextStream, totalBytes: number): FetchProgress {
  let written = 0;
  return {
    update(receivedBytes) {
      const quarter = Math.floor((LINES_A_FILE * receivedBytes) / totalBytes);
      if (quarter <= written) return;
      written = quarter;
      stream.write(`${describeBytes(receivedBytes)} of ${describeBytes(totalBytes)}\n`);
    },
    stop() {},
  };
}

/** A bar on a terminal; where no terminal is, a line for each quarter. */
export function startFetchProgress(stream: TextStream, totalBytes: number): FetchProgress {
  return stream.isTTY === true ? startBar(stream, totalBytes) : startLines(stream, totalBytes);
}
