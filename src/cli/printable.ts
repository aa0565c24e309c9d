/**
 * Text from outside, such as a file name, made safe for a terminal: control characters, which could move the
 * cursor or change colours, and marks that turn the direction of writing become visible replacements.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\u{FFFD}');
}
