/** The value of a metric without labels in Prometheus' text form; NaN when it is not there. */
export function metricOf(text: string, name: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.split(' ')[1]);
}
