/**
 * The bytes of a stream, held in memory.
 *
 * @param limitBytes how many there may be; what comes after them is not read
 * @param tooMany makes the error for more; it gets how many bytes had come by then
 */
export async function collectBytes(
  pieces: AsyncIterable<Uint8Array>,
  limitBytes: number,
  tooMany: (bytes: number) => Error,
): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.byteLength;
    if (bytes > limitBytes) throw tooMany(bytes);
    kept.push(piece);
  }
  return Buffer.concat(kept, bytes);
}
