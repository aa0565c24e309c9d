import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { demoOutput } from '../../src/cli/demo/report-demo.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { demoEngine } from './support/demo-engine.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';
import { photoFile, temporaryFolder } from './support/photo-file.ts';
import { matchIn } from './support/samples.ts';

const ELSEWHERE = { left: 400, top: 300, width: 90, height: 110 };
const ORIGINAL = matchIn('sample6.jpg');
const COPY = matchIn('sample6 (mirrored).jpg');
const STRANGER = matchIn('sample1.jpg');
const NEIGHBOUR_IN_COPY = matchIn('sample6 (mirrored).jpg', ELSEWHERE);

function pagePath(): string {
  return join(temporaryFolder(), 'demo.html');
}

describe('likeness demo', () => {
  test('passes when every copy stands above every stranger', async () => {
    const terminal = new FakeTerminal();
    const composition = demoEngine([COPY, ORIGINAL, STRANGER, NEIGHBOUR_IN_COPY]);
    const path = pagePath();
    expect(await runCommandLine(['demo', '--html', path], composition, terminal)).toBe(0);
    expect(terminal.stdout.text).toContain('1 copy found, all above every stranger.');
    expect(terminal.stderr.text).toMatch(/^1\/4 loading models \.\.\.$[^]*^4\/4 .*searching.*\.\.\.$/m);
    expect(terminal.stderr.text).toContain('npx likeness index');
    expect(readFileSync(path, 'utf8')).toContain('sample6 (mirrored).jpg');
  });

  test('fails when a stranger stands above a copy', async () => {
    const terminal = new FakeTerminal();
    const composition = demoEngine([ORIGINAL, STRANGER, COPY]);
    expect(await runCommandLine(['demo', '--html', pagePath()], composition, terminal)).toBe(1);
    expect(terminal.stdout.text).toContain('a stranger stands above');
  });

  test('fails when only somebody else is found in a copy', async () => {
    const terminal = new FakeTerminal();
    const composition = demoEngine([ORIGINAL, NEIGHBOUR_IN_COPY]);
    expect(await runCommandLine(['demo', '--html', pagePath()], composition, terminal)).toBe(1);
    expect(terminal.stdout.text).toContain('Only 0 of 1 altered copies were found.');
  });

  test('works in a folder of its own, which is gone afterwards', async () => {
    const composition = demoEngine([ORIGINAL]);
    await runCommandLine(['demo', '--html', pagePath(), '--data', './mine'], composition, new FakeTerminal());
    const data = composition.opened[0]?.data ?? '';
    expect(data).toContain('likeness-demo-');
    expect(existsSync(data)).toBe(false);
    expect(composition.closed).toBe(1);
  });

  test('prints the same as JSON', async () => {
    const terminal = new FakeTerminal();
    const composition = demoEngine([ORIGINAL, COPY]);
    await runCommandLine(['demo', '--html', pagePath(), '--json'], composition, terminal);
    expect(jsonOf(demoOutput, terminal).verdict).toEqual({ copies: 1, copiesFound: 1, passed: true });
  });

  test('stops in good order when it is interrupted while it indexes', async () => {
    const terminal = new FakeTerminal();
    const composition = demoEngine([]);
    const interrupted = {
      stored: 0,
      alreadyStored: 0,
      failed: 0,
      faces: 0,
      rejectedFaces: 0,
      warnedFaces: 0,
      interrupted: true,
    };
    composition.services.importPhotos = () => Promise.resolve(interrupted);
    expect(await runCommandLine(['demo', '--html', pagePath()], composition, terminal)).toBe(130);
    expect(existsSync(composition.opened[0]?.data ?? '')).toBe(false);
  });
});

describe('likeness demo with photos of your own', () => {
  test('searches with the most prominent face of the first photo', async () => {
    const terminal = new FakeTerminal();
    const composition = demoEngine([matchIn('a.jpg')]);
    composition.files = ['a.jpg', 'b.jpg'];
    const words = ['demo', temporaryFolder(), '--html', pagePath()];
    expect(await runCommandLine(words, composition, terminal)).toBe(0);
    expect(terminal.stderr.text).toContain('3/3 searching with the most prominent face of a.jpg');
    expect(terminal.stdout.text).not.toContain('stranger');
  });

  test('searches with the photo that is named', async () => {
    const terminal = new FakeTerminal();
    const composition = demoEngine([matchIn('a.jpg')]);
    composition.files = ['a.jpg'];
    const words = ['demo', temporaryFolder(), photoFile('who.jpg'), '--html', pagePath(), '--json'];
    expect(await runCommandLine(words, composition, terminal)).toBe(0);
    expect(jsonOf(demoOutput, terminal).probe).toBe('who.jpg');
  });

  test('ends with 2 when the photos show no face', async () => {
    const terminal = new FakeTerminal();
    const words = ['demo', temporaryFolder(), '--html', pagePath()];
    expect(await runCommandLine(words, demoEngine([]), terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('No face was found in these photos.');
  });
});
