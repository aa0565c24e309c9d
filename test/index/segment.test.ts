import { describe, expect, it } from 'vitest';
import { Segment } from '../../src/index/exact/segment.ts';

function filled(count: number): Segment {
  const segment = new Segment(4);
  for (let number = 1; number <= count; number += 1) segment.append(number, Float32Array.of(number, 0, 0, 1));
  return segment;
}

describe('A segment of the exact index', () => {
  it('never reserves more than twice what it holds', () => {
    for (const count of [17, 100, 1025, 4096]) {
      expect(filled(count).view().numbers.length).toBeLessThan(2 * count);
    }
  });

  it('gives memory back once a quarter of its rows is dead', () => {
    const segment = filled(4096);
    for (let number = 1; number <= 3000; number += 1) segment.remove(number, number);
    expect(segment.view().numbers.length).toBeLessThan((4096 - 3000) * 1.5);
    expect(segment.view().vectors[0]).toBe(segment.view().numbers[0]);
  });

  it('leaves the arrays of an earlier view as they were when it moves its rows', () => {
    const segment = filled(64);
    const view = segment.view();
    for (let number = 1; number <= 60; number += 1) segment.remove(number, number);
    expect(view.rowCount).toBe(64);
    expect(Array.from(view.numbers.subarray(0, 64))).toEqual(Array.from({ length: 64 }, (_, row) => row + 1));
    expect(view.vectors[4 * 63]).toBe(64);
  });

  it('is full at 4,096 rows and empty when all of them are removed', () => {
    const segment = filled(4096);
    expect(segment.isFull).toBe(true);
    for (let number = 4096; number >= 1; number -= 1) segment.remove(number, 1);
    expect(segment.isEmpty).toBe(true);
  });
});
