import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { searchOutput } from '../../src/cli/commands/search.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';
import { photoFile, temporaryFolder } from './support/photo-file.ts';
import { answerOf, matchIn, vectorMatch } from './support/samples.ts';

const MATCHES = [matchIn('summer/a.jpg'), matchIn('b\u001b[2J.jpg')];

function composition(facesInPhoto = 1): FakeComposition {
  return new FakeComposition({ searchByPhoto: () => Promise.resolve(answerOf(MATCHES, facesInPhoto)) });
}

describe('likeness search', () => {
  test('prints a ranked table', async () => {
    const terminal = new FakeTerminal();
    expect(await runCommandLine(['search', photoFile(), '-g', 'people'], composition(), terminal)).toBe(0);
    expect(terminal.stdout.text.split('\n')).toEqual([
      'rank  score  band     photo         face (pixels)',
      '   1     91  certain  summer/a.jpg  100x120 at 10,20',
      '   2     91  certain  b\u{FFFD}[2J.jpg     100x120 at 10,20',
      '',
    ]);
    expect(terminal.stderr.text).toBe('7 faces searched in 1.3 ms.\n');
  });

  test('prints the same and more as JSON', async () => {
    const terminal = new FakeTerminal();
    await runCommandLine(['search', photoFile(), '-g', 'people', '--json'], composition(), terminal);
    const printed = jsonOf(searchOutput, terminal);
    expect(printed.matches[0]).toMatchObject({ rank: 1, similarity: 0.8, metadata: { event: 'summer' } });
    expect(printed.searchedFaces).toBe(7);
  });

  test('shows no place and no picture of a face that was stored as a vector', async () => {
    const matches = [vectorMatch('f-1'), matchIn('a.jpg')];
    const services = { searchByPhoto: () => Promise.resolve(answerOf(matches)) };
    const terminal = new FakeTerminal();
    const path = join(temporaryFolder(), 'result.html');
    const words = ['search', photoFile(), '-g', 'people', '--html', path];
    await runCommandLine(words, new FakeComposition(services), terminal);
    expect(terminal.stdout.text.split('\n').slice(1)).toEqual([
      '   1     91  certain  vector f-1',
      '   2     91  certain  a.jpg       100x120 at 10,20',
      '',
    ]);
    const page = readFileSync(path, 'utf8');
    expect(page).toContain('stored as a vector: no picture');
    expect(page.match(/<img/g)).toHaveLength(2);
    const inJson = new FakeTerminal();
    await runCommandLine([...words.slice(0, 4), '--json'], new FakeComposition(services), inJson);
    const [first] = jsonOf(searchOutput, inJson).matches;
    expect(first).toMatchObject({ photo: 'vector f-1', faceId: 'f-1' });
    expect([first?.photoId, first?.box]).toEqual([undefined, undefined]);
  });

  test('says when the most prominent of several faces was used', async () => {
    const terminal = new FakeTerminal();
    await runCommandLine(['search', photoFile(), '-g', 'people'], composition(4), terminal);
    expect(terminal.stderr.text).toContain('The photo shows 4 faces; the most prominent was used.');
  });

  test('says when no face is similar enough', async () => {
    const terminal = new FakeTerminal();
    const empty = new FakeComposition({ searchByPhoto: () => Promise.resolve(answerOf([])) });
    expect(await runCommandLine(['search', photoFile(), '-g', 'people'], empty, terminal)).toBe(0);
    expect(terminal.stderr.text).toContain('No face is similar enough');
    expect(terminal.stdout.text).toBe('');
  });

  test('hands limit, lowest score and wished metadata to the search', async () => {
    const given: unknown[] = [];
    const watched = new FakeComposition({
      searchByPhoto(command) {
        given.push(command);
        return Promise.resolve(answerOf([]));
      },
    });
    const words = ['search', photoFile(), '-g', 'people', '--limit', '3', '--min-score', '70'];
    await runCommandLine(words, watched, new FakeTerminal());
    expect(given[0]).toMatchObject({
      galleryName: 'people',
      limit: 3,
      minScore: 70,
      crops: false,
      where: {},
    });
    const pairs = ['--where', 'desk=sport', '--where', 'year=2026', 'a=b=c'];
    await runCommandLine([...words, ...pairs], watched, new FakeTerminal());
    expect(given[1]).toMatchObject({ where: { desk: 'sport', year: '2026', a: 'b=c' } });
  });

  test.each([
    ['--limit', '0'],
    ['--min-score', 'high'],
    ['--where', 'desk'],
  ])('ends with 2 when %s is %s', async (flag, value) => {
    const terminal = new FakeTerminal();
    const words = ['search', photoFile(), '-g', 'people', flag, value];
    expect(await runCommandLine(words, composition(), terminal)).toBe(2);
    expect(terminal.stderr.text).toContain(flag);
  });

  test('writes a page with the pictures', async () => {
    const terminal = new FakeTerminal();
    const path = join(temporaryFolder(), 'result.html');
    const words = ['search', photoFile('probe.jpg'), '-g', 'people', '--html', path];
    expect(await runCommandLine(words, composition(), terminal)).toBe(0);
    const page = readFileSync(path, 'utf8');
    expect(page.match(/<img src="data:image\/webp;base64,/g)).toHaveLength(3);
    expect(page).toContain('probe.jpg');
    expect(page).toContain('a stranger this similar in about one of 2,000 searches');
  });
});
