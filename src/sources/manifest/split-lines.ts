/** The lines of a text that comes in pieces, without their ends. @throws RangeError at one that is too long */
export async function* splitLines(
  pieces: AsyncIterable<unknown>,
  longestCharacters: number,
): AsyncGenerator<string> {
  let rest = '';
  let number = 0;
  for await (const piece of pieces) {
    const lines = (rest + String(piece)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      number += 1;
      yield line.replace(/\r$/, '');
    }
    if (rest.length > longestCharacters) throw new RangeError(`line ${number + 1} is too long`);
  }
  if (rest !== '') yield rest;
}
