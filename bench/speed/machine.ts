import { availableParallelism, cpus, totalmem } from 'node:os';

const GIBIBYTE = 1024 ** 3;

/** When and on what something is measured, as lines of a list. */
export function describeMachine(): readonly string[] {
  const memory = `${Math.round(totalmem() / GIBIBYTE)} GiB`;
  return [
    `- date: ${new Date().toISOString().slice(0, 10)}`,
    `- machine: ${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, ${memory}, Node ${process.version}`,
  ];
}
