import { describe, expect, it } from 'vitest';
import { intervalOverPeople, shareOf, wilsonInterval } from '../../../src/core/evaluation/confidence.ts';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';

describe("Wilson's interval", () => {
  it('is that of the textbook', () => {
    const { low, high } = wilsonInterval(0.9, 100);
    expect(low).toBeCloseTo(0.8256, 3);
    expect(high).toBeCloseTo(0.9448, 3);
  });

  it('leaves room where nothing went wrong', () => {
    expect(wilsonInterval(1, 100)).toMatchObject({ high: 1 });
    expect(wilsonInterval(1, 100).low).toBeCloseTo(0.963, 3);
  });
});

describe('the interval over people', () => {
  it("is about Wilson's when every person has one trial", () => {
    const people = Array.from({ length: 400 }, (_, index) => ({ trials: 1, successes: index < 320 ? 1 : 0 }));
    const [drawn, counted] = [intervalOverPeople(people), wilsonInterval(0.8, 400)];
    expect(shareOf(people)).toBe(0.8);
    expect(Math.abs(drawn.low - counted.low)).toBeLessThan(0.01);
    expect(Math.abs(drawn.high - counted.high)).toBeLessThan(0.01);
  });

  it('is wider where the trials of a person stand and fall together', () => {
    const random = seededRandom(1);
    const together = Array.from({ length: 40 }, () => ({ trials: 10, successes: random() < 0.8 ? 10 : 0 }));
    const { low, high } = intervalOverPeople(together);
    const apart = wilsonInterval(shareOf(together), 400);
    expect(high - low).toBeGreaterThan(2 * (apart.high - apart.low));
  });

  it('counts people where nothing went wrong', () => {
    const people = Array.from({ length: 10 }, () => ({ trials: 100, successes: 100 }));
    expect(intervalOverPeople(people)).toEqual(wilsonInterval(1, 10));
  });
});
