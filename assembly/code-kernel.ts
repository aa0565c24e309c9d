// The inner loops of the quantised index, in AssemblyScript: compiled to WebAssembly with SIMD by the build.
//
// Codes lie in blocks of 32 faces. Four bits of a code are a group; a block has 16 bytes for each group, of which byte
// `lane` holds the group of face `lane` in its low half and that of face `lane + 16` in its high half. So one swizzle
// looks the groups of 16 faces up in the 16 entries of a probe's table.

/** Groups whose table entries, at most 31 each, are added in bytes before they are widened. */
const GROUPS_PER_STEP: i32 = 8;
const ROWS_PER_BLOCK: i32 = 32;

function looked(entries: v128, groups: v128, sums: v128): v128 {
  return i8x16.add(sums, i8x16.swizzle(entries, groups));
}

/**
 * Adds up, for every face of some blocks, the table entries of its code's groups, and notes the faces whose sum is
 * above the threshold: pairs of u32, the row (from 0 at the first block) and the sum.
 *
 * @param codes address of the first block
 * @param groups groups of a code, a multiple of 8
 * @param table 16 bytes for each group, each at most 31
 * @param found where the pairs are written
 * @param capacity how many pairs fit there, 32 or more: the scan ends before a block that might not fit
 * @returns number of pairs; the number of blocks that were scanned is in `scannedBlocks`
 */
export function scan(
  codes: usize,
  blocks: i32,
  groups: i32,
  table: usize,
  threshold: i32,
  found: usize,
  capacity: i32,
): i32 {
  const low = i8x16.splat(15);
  const floor = i16x8.splat(<i16>threshold);
  const steps = groups / GROUPS_PER_STEP;
  let at = codes;
  let count: i32 = 0;
  let block: i32 = 0;
  for (; block < blocks && count + ROWS_PER_BLOCK <= capacity; block++) {
    let sums0 = i16x8.splat(0);
    let sums1 = i16x8.splat(0);
    let sums2 = i16x8.splat(0);
    let sums3 = i16x8.splat(0);
    let entriesAt = table;
    for (let step = 0; step < steps; step++) {
      let first = i8x16.splat(0);
      let second = i8x16.splat(0);
      for (let group: usize = 0; group < 128; group += 16) {
        const both = v128.load(at + group);
        const entries = v128.load(entriesAt + group);
        first = looked(entries, v128.and(both, low), first);
        second = looked(entries, v128.and(i16x8.shr_u(both, 4), low), second);
      }
      sums0 = i16x8.add(sums0, i16x8.extend_low_i8x16_u(first));
      sums1 = i16x8.add(sums1, i16x8.extend_high_i8x16_u(first));
      sums2 = i16x8.add(sums2, i16x8.extend_low_i8x16_u(second));
      sums3 = i16x8.add(sums3, i16x8.extend_high_i8x16_u(second));
      at += 128;
      entriesAt += 128;
    }
    const above0 = i16x8.gt_s(sums0, floor);
    const above1 = i16x8.gt_s(sums1, floor);
    const above2 = i16x8.gt_s(sums2, floor);
    const above3 = i16x8.gt_s(sums3, floor);
    if (!v128.any_true(v128.or(v128.or(above0, above1), v128.or(above2, above3)))) continue;
    const sums = found + ((<usize>capacity) << 3);
    v128.store(sums, sums0);
    v128.store(sums, sums1, 16);
    v128.store(sums, sums2, 32);
    v128.store(sums, sums3, 48);
    let lanes =
      i16x8.bitmask(above0) |
      (i16x8.bitmask(above1) << 8) |
      (i16x8.bitmask(above2) << 16) |
      (i16x8.bitmask(above3) << 24);
    for (; lanes != 0; lanes &= lanes - 1) {
      const lane = ctz(lanes);
      const pair = found + ((<usize>count) << 3);
      store<u32>(pair, block * ROWS_PER_BLOCK + lane);
      store<u32>(pair, load<u16>(sums + ((<usize>lane) << 1)), 4);
      count += 1;
    }
  }
  // Behind the sums, so that no other thread's scan writes there.
  store<u32>(found + ((<usize>capacity) << 3) + 64, block);
  return count;
}

/** The sum of four floats. */
function total(sums: v128): f32 {
  return (
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
  );
}

/** Where an 8-bit template's row has its scale and its components; see `row-format.ts`. */
const SCALE_AT: usize = 4;
const COMPONENTS_AT: usize = 16;

function multiplied(components: v128, vector: usize): v128 {
  const first = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(components)), v128.load(vector));
  const second = f32x4.mul(
    f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(components)),
    v128.load(vector, 16),
  );
  return f32x4.add(first, second);
}

/**
 * The inner product of a vector with an 8-bit template.
 *
 * @param row address of the template's row, as it stands in a file
 * @param dimensions components of both
 * @param vector address of the vector's floats
 */
export function similarity(row: usize, dimensions: i32, vector: usize): f32 {
  const components = row + COMPONENTS_AT;
  const whole = <usize>dimensions & ~15;
  let sums = f32x4.splat(0);
  let others = f32x4.splat(0);
  for (let at: usize = 0; at < whole; at += 16) {
    const sixteen = v128.load(components + at);
    const vectorAt = vector + (at << 2);
    sums = f32x4.add(sums, multiplied(i16x8.extend_low_i8x16_s(sixteen), vectorAt));
    others = f32x4.add(others, multiplied(i16x8.extend_high_i8x16_s(sixteen), vectorAt + 32));
  }
  let sum = total(f32x4.add(sums, others));
  for (let at = whole; at < <usize>dimensions; at++) {
    sum += <f32>load<i8>(components + at) * load<f32>(vector + (at << 2));
  }
  return sum * load<f32>(row + SCALE_AT);
}

/** Multiplies a vector by signs, component by component. Lengths are multiples of 4. */
function flip(vector: usize, signs: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(vector + at, f32x4.mul(v128.load(vector + at), v128.load(signs + at)));
  }
}

/** The Walsh-Hadamard transform in place, without its factor: each component becomes a sum of all with signs. */
function transform(vector: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    const four = v128.load(vector + at);
    const swapped = i8x16.shuffle(four, four, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11);
    const pairs = f32x4.add(f32x4.mul(four, f32x4(1, -1, 1, -1)), swapped);
    const halves = i8x16.shuffle(pairs, pairs, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
    v128.store(vector + at, f32x4.add(f32x4.mul(pairs, f32x4(1, 1, -1, -1)), halves));
  }
  for (let half: usize = 16; half < bytes; half <<= 1) {
    for (let start: usize = 0; start < bytes; start += half << 1) {
      for (let at = start; at < start + half; at += 16) {
        const one = v128.load(vector + at);
        const other = v128.load(vector + at + half);
        v128.store(vector + at, f32x4.add(one, other));
        v128.store(vector + at + half, f32x4.sub(one, other));
      }
    }
  }
}

/**
 * Rotates a vector in place by three rounds of random signs and a Walsh-Hadamard transform (Ailon and Chazelle, "The
 * fast Johnson-Lindenstrauss transform", 2009; three rounds as Yu and others, "Orthogonal random features", 2016). It
 * becomes longer by a factor that depends on its dimensions alone.
 *
 * @param dimensions a power of two, 4 or more
 * @param signs three times as many floats, each 1 or -1
 */
export function rotate(vector: usize, dimensions: i32, signs: usize): void {
  const bytes = (<usize>dimensions) << 2;
  for (let round: usize = 0; round < 3; round++) {
    flip(vector, signs + round * bytes, bytes);
    transform(vector, bytes);
  }
}

/**
 * Writes the signs of a rotated vector as the code of a face.
 *
 * @param codes address of the face's block
 * @param lane 0 to 31
 * @param groups groups of a code; the vector has four times as many components or more
 */
export function writeCode(vector: usize, groups: i32, codes: usize, lane: i32): void {
  const shift = lane < 16 ? 0 : 4;
  const kept: u32 = lane < 16 ? 0xf0 : 0x0f;
  let at = codes + <usize>(lane & 15);
  for (let group = 0; group < groups; group++) {
    const four = v128.load(vector + ((<usize>group) << 4));
    const bits: u32 = i32x4.bitmask(f32x4.gt(four, f32x4.splat(0)));
    store<u8>(at, (load<u8>(at) & kept) | (bits << shift));
    at += 16;
  }
}

/**
 * Writes the inner products of a vector with each of some rows.
 *
 * @param dimensions of the vector and of each row, a multiple of 4
 * @param rows one after another
 * @param into as many floats as there are rows
 */
export function products(vector: usize, dimensions: i32, rows: usize, count: i32, into: usize): void {
  const bytes = (<usize>dimensions) << 2;
  let row = rows;
  let target = into;
  let left = count;
  for (; left >= 4; left -= 4) {
    let sums0 = f32x4.splat(0);
    let sums1 = f32x4.splat(0);
    let sums2 = f32x4.splat(0);
    let sums3 = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const four = v128.load(vector + at);
      const here = row + at;
      sums0 = f32x4.add(sums0, f32x4.mul(four, v128.load(here)));
      sums1 = f32x4.add(sums1, f32x4.mul(four, v128.load(here + bytes)));
      sums2 = f32x4.add(sums2, f32x4.mul(four, v128.load(here + 2 * bytes)));
      sums3 = f32x4.add(sums3, f32x4.mul(four, v128.load(here + 3 * bytes)));
    }
    store<f32>(target, total(sums0));
    store<f32>(target, total(sums1), 4);
    store<f32>(target, total(sums2), 8);
    store<f32>(target, total(sums3), 12);
    row += 4 * bytes;
    target += 16;
  }
  for (; left > 0; left -= 1) {
    let sums = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      sums = f32x4.add(sums, f32x4.mul(v128.load(vector + at), v128.load(row + at)));
    }
    store<f32>(target, total(sums));
    row += bytes;
    target += 4;
  }
}
