const whole = new Intl.NumberFormat('en');

/** A number with its noun, such as `1 photo` or `2,000 photos`. */
export function counted(count: number, noun: string): string {
  return `${whole.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
