import { expect, it } from 'vitest';
import { SearchGate } from '../../../src/index/quantised/search-gate.ts';

/** Those whose place has been entered so far. */
async function enteredOf(places: ReturnType<SearchGate['come']>[]): Promise<number[]> {
  const entered: number[] = [];
  for (const [at, place] of places.entries()) {
    place.entered.then(
      () => entered.push(at),
      () => undefined,
    );
  }
  await new Promise(setImmediate);
  return entered.toSorted((one, other) => one - other);
}

it('lets so many in at once, and the others in the order of their coming', async () => {
  const gate = new SearchGate(2);
  const places = Array.from({ length: 5 }, () => gate.come());
  expect(await enteredOf(places)).toEqual([0, 1]);
  places[1]?.leave();
  expect(await enteredOf(places)).toEqual([0, 1, 2]);
  places[1]?.leave();
  expect(await enteredOf(places)).toEqual([0, 1, 2]);
  expect(gate.waiting).toBe(2);
  places[0]?.leave();
  places[2]?.leave();
  expect(await enteredOf(places)).toEqual([0, 1, 2, 3, 4]);
});

it('forgets who leaves before it is let in', async () => {
  const gate = new SearchGate(1);
  const [inside, impatient, patient] = [gate.come(), gate.come(), gate.come()];
  impatient.leave();
  await expect(impatient.entered).rejects.toThrow('left');
  expect(gate.waiting).toBe(1);
  inside.leave();
  await expect(patient.entered).resolves.toBeUndefined();
  patient.leave();
  await expect(gate.come().entered).resolves.toBeUndefined();
});
