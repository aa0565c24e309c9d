import { Client } from 'basic-ftp';
import { describe, expect, it } from 'vitest';
import { listFolder } from '../../../src/sources/ftp/list-folder.ts';
import { leastOfFive } from '../../support/fair-measurement.ts';
import { longestHoldMsDuring } from '../../support/longest-hold.ts';

const FILES = 100_000;
const LONGEST_HOLD_MS = 50;

const FORMS: Readonly<Record<string, (number: number) => string>> = {
  Unix: (number) =>
    `-rw-r--r--   1 ftp      ftp         ${number} Nov 20 12:${10 + (number % 50)} ${number}.jpg`,
  DOS: (number) => `11-20-26  12:${10 + (number % 50)}PM             ${number} ${number}.jpg`,
  MLSD: (number) => `type=file;size=${number};modify=20261120121314; ${number}.jpg`,
};

/** Lines in the order of their files' names, as most servers list them. */
function linesOf(form: (number: number) => string, count: number): string[] {
  const numbers = Array.from({ length: count }, (_, number) => number);
  numbers.sort((one, other) => (`${one}.jpg` < `${other}.jpg` ? -1 : 1));
  return numbers.map(form);
}

/** A connection to a server whose only folder is listed like this. */
function connectedTo(list: string): Client {
  const client = new Client();
  client.cd = async () => ({ code: 250, message: 'there' });
  client.list = async () => client.parseList(list);
  return client;
}

const ROOT = { path: '', wirePath: '' };

describe.each(Object.entries(FORMS))('A list of a hundred thousand files in the form of %s', (_, form) => {
  it('is read without holding others up', async () => {
    const list = linesOf(form, FILES).join('\r\n');
    const holdMs = await leastOfFive(LONGEST_HOLD_MS, () =>
      longestHoldMsDuring(() => listFolder(connectedTo(list), ROOT)),
    );
    expect(holdMs).toBeLessThan(LONGEST_HOLD_MS);
  });

  it('is read as the library reads it whole, blank lines and lines of no file among them', async () => {
    const lines = linesOf(form, 5001);
    lines.splice(3999, 0, '', 'something that is no file of this form', 'total 12');
    const list = `${lines.join('\r\n')}\r\n\r\ntotal 5001\r\n`;
    const whole = new Client().parseList(list).filter(({ name }) => name.endsWith('.jpg'));
    const { entries } = await listFolder(connectedTo(list), ROOT);
    expect(entries.map(({ wireName, bytes }) => [wireName, bytes])).toEqual(
      whole.map(({ name, size }) => [name, size]),
    );
    expect(entries).toHaveLength(5001);
  });
});

it('A list of a hundred thousand files in no order is read without holding others up', async () => {
  const lines = Array.from({ length: FILES }, (_, at) => FORMS['MLSD']?.((at * 7919) % FILES) ?? '');
  let names: readonly string[] = [];
  const holdMs = await leastOfFive(LONGEST_HOLD_MS, () =>
    longestHoldMsDuring(async () => {
      const { entries } = await listFolder(connectedTo(lines.join('\r\n')), ROOT);
      names = entries.map(({ name }) => name);
    }),
  );
  expect(names).toEqual(names.toSorted());
  expect(names).toHaveLength(FILES);
  expect(holdMs).toBeLessThan(LONGEST_HOLD_MS);
});

it('A list of no files has none', async () => {
  expect((await listFolder(connectedTo('\r\n'), ROOT)).entries).toEqual([]);
  expect((await listFolder(connectedTo('total 0\r\n'), ROOT)).entries).toEqual([]);
});
