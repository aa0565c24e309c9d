import { Chunk } from './chunk.ts';
import type { Family } from './family.ts';
import type { CodeCopy, RotatedMean, RowBatch, WrittenRows } from './messages.ts';
import type { Rotator } from './rotator.ts';
import { writeTemplate } from './row-format.ts';
import { type CodedRow, rowPlacesIn } from './row-places.ts';
import { RowReader } from './row-reader.ts';
import { RowWriter } from './row-writer.ts';
import type { ThreadArenas } from './thread-arenas.ts';

const BITS_PER_GROUP = 4;
const WRITTEN_COLUMNS = 4;

/**
 * Writes what belongs to rows: their 8-bit templates into the file of their family, and into memory where there is room,
 * their codes into the chunks.
 */
export class Encoder {
  readonly #arenas: ThreadArenas;
  readonly #rotator: Rotator;
  /** The rotated mean of each family that has codes. */
  readonly #means = new Map<number, RotatedMean>();

  constructor(arenas: ThreadArenas, rotator: Rotator) {
    this.#arenas = arenas;
    this.#rotator = rotator;
  }

  /** By the families' ids. */
  get means(): ReadonlyMap<number, RotatedMean> {
    return this.#means;
  }

  /** Takes a mean that was made before. @param rotatedMean `bits` components */
  takeMean(familyId: number, rotatedMean: RotatedMean): void {
    this.#means.set(familyId, rotatedMean);
  }

  /** Writes the templates, and their codes when the family has a mean. */
  write({ family, descriptor, places, templates }: RowBatch): void {
    const mean = this.#means.get(family.id);
    const writer = new RowWriter(descriptor, family);
    for (const [at, place] of rowPlacesIn(places).entries()) {
      const template = templates.subarray(at * family.dimensions, (at + 1) * family.dimensions);
      const row = writer.write({ slot: place.slot, faceNumber: place.faceNumber, template });
      if (place.templateArena > 0) this.#arenas.of(place.templateArena).bytes.set(row, place.templateAt);
      if (mean !== undefined) this.#encode(family, mean, place, template);
    }
    writer.flush();
  }

  /** Takes the mean of these rows for the family's from now on, and writes their codes. @returns the mean, rotated */
  centre({ family, descriptor, chunks }: WrittenRows): RotatedMean {
    const bySlot = placesIn(this.#arenas, chunks, family.bits).sort((one, other) => one.slot - other.slot);
    const reader = new RowReader(descriptor, family);
    const mean = meanOf(reader, bySlot, family.dimensions);
    const rotatedMean = Float32Array.from(this.#rotator.rotate(family, mean));
    this.#means.set(family.id, rotatedMean);
    const template = new Float32Array(family.dimensions);
    reader.read(bySlot, (at, row) => {
      const place = bySlot[at];
      if (row === undefined || place === undefined) return;
      writeTemplate(row, template);
      this.#encode(family, rotatedMean, place, template);
    });
    return rotatedMean;
  }

  /** Copies what belongs to rows to where they have been moved. */
  copy({ from, to, rows }: CodeCopy): void {
    const source = new Chunk(this.#arenas.of(from.arena).memory, from.offset, from);
    const target = new Chunk(this.#arenas.of(to.arena).memory, to.offset, to);
    for (const [row, fromRow] of rows.entries()) target.writeGroups(row, source, fromRow);
    const [templates, copies] = [this.#arenas.templatesOf(from), this.#arenas.templatesOf(to)];
    if (templates === undefined || copies === undefined) return;
    for (const [row, fromRow] of rows.entries()) copies.rows.copy(row, templates.rows, fromRow);
  }

  #encode(family: Family, mean: Float32Array, place: CodedRow, template: Float32Array): void {
    const { kernel, scratch } = this.#arenas.of(place.arena);
    const rotated = this.#rotator.rotate(family, template);
    for (let at = 0; at < mean.length; at += 1) {
      scratch.vector[at] = (rotated[at] ?? 0) - (mean[at] ?? 0);
    }
    kernel.writeCode(scratch.vectorAt, family.bits / BITS_PER_GROUP, place.blockAt, place.lane);
  }
}

/** The rows of chunks that have not gone; see `WrittenRows`. */
function placesIn(arenas: ThreadArenas, chunks: Float64Array, bits: number): CodedRow[] {
  const places: CodedRow[] = [];
  for (let at = 0; at < chunks.length; at += WRITTEN_COLUMNS) {
    const [arena = 0, offset = 0, blocks = 0, used = 0] = chunks.subarray(at, at + WRITTEN_COLUMNS);
    const chunk = new Chunk(arenas.of(arena).memory, offset, { bits, blocks });
    for (let row = 0; row < used; row += 1) {
      if (chunk.wentAt[row] !== 0) continue;
      const faceNumber = chunk.numbers[row] ?? 0;
      places.push({ faceNumber, slot: chunk.slots[row] ?? 0, arena, ...chunk.codePlace(row) });
    }
  }
  return places;
}

function meanOf(reader: RowReader, places: readonly CodedRow[], dimensions: number): Float32Array {
  const sum = new Float64Array(dimensions);
  let rows = 0;
  reader.read(places, (_, row) => {
    if (row === undefined) return;
    rows += 1;
    for (let at = 0; at < dimensions; at += 1) {
      sum[at] = (sum[at] ?? 0) + (row.components[at] ?? 0) * row.scale;
    }
  });
  return Float32Array.from(sum, (component) => (rows === 0 ? 0 : component / rows));
}
