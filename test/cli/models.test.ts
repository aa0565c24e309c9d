import { describe, expect, test } from 'vitest';
import { modelsOutput } from '../../src/cli/commands/models/list-models.ts';
import type { KnownPack } from '../../src/cli/model-keeper.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { PackModel } from '../../src/core/pack.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';

const MODEL: PackModel = {
  role: 'recogniser',
  name: 'Net',
  file: 'net.onnx',
  licence: 'MIT',
  origin: 'example.org',
  download: { bytes: 4_000_000, sha256: 'ab', url: 'https://example.org/net.onnx' },
};

const KNOWN: KnownPack = {
  pack: {
    id: 'mine-1',
    summary: 'mine',
    templateDimensions: 128,
    segments: [{ name: 'net', start: 0, dimensions: 128, weight: 1 }],
    models: [MODEL],
    calibration: { knots: [], measuredUpTo: 1, samePhotoSimilarity: 1 },
    provisional: true,
    liveness: true,
  },
  builtIn: false,
  installed: true,
  liveness: 'missing',
  galleries: 2,
  files: [{ model: MODEL, bytes: 4_000_000, sha256: 'ab', path: '/models/net.onnx' }],
};

describe('likeness models', () => {
  test('lists packs as a table', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition();
    composition.models = { ...composition.models, packs: () => Promise.resolve([KNOWN]) };
    expect(await runCommandLine(['models'], composition, terminal)).toBe(0);
    expect(terminal.stdout.text.split('\n')).toEqual([
      'pack    installed  liveness       recognisers  dimensions    size  calibration  galleries',
      'mine-1  yes        files missing  net                 128  4.0 MB  provisional          2',
      '',
    ]);
  });

  test('lists the manifest as JSON', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition();
    composition.models = { ...composition.models, packs: () => Promise.resolve([KNOWN]) };
    await runCommandLine(['models', 'list', '--json'], composition, terminal);
    expect(jsonOf(modelsOutput, terminal).packs[0]?.files).toEqual([
      {
        role: 'recogniser',
        name: 'Net',
        file: 'net.onnx',
        bytes: 4_000_000,
        sha256: 'ab',
        licence: 'MIT',
        origin: 'example.org',
        url: 'https://example.org/net.onnx',
        bundled: false,
        path: '/models/net.onnx',
      },
    ]);
  });

  test.each([true, false])('shows licence and progress of a pull, on a terminal: %s', async (isTTY) => {
    const terminal = new FakeTerminal();
    terminal.stderr.isTTY = isTTY;
    const composition = new FakeComposition();
    composition.models = {
      ...composition.models,
      pull(_, listener) {
        listener.onFetching(MODEL, ['https://example.org/net.onnx']);
        for (const share of [0.1, 0.5, 1]) listener.onReceived(4_000_000 * share);
        listener.onFetched(MODEL);
        return Promise.resolve({
          packId: 'mine-1',
          files: [{ model: MODEL, outcome: 'fetched', path: '/models/net.onnx' }],
        });
      },
    };
    expect(await runCommandLine(['models', 'pull', 'mine'], composition, terminal)).toBe(0);
    expect(terminal.stderr.text).toContain('licence MIT; origin: example.org');
    expect(terminal.stderr.text).toContain('of 4.0 MB');
    expect(terminal.stdout.text).toContain('mine-1 is installed: 1 file fetched');
  });

  test('ends a pull at Ctrl-C and says that it can be gone on with', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition();
    composition.models = {
      ...composition.models,
      pull() {
        terminal.pressControlC();
        return Promise.resolve({ packId: 'mine-1', files: [] });
      },
    };
    await runCommandLine(['models', 'pull', 'mine'], composition, terminal);
    expect(terminal.exits).toEqual([130]);
    expect(terminal.stderr.text).toContain('pull again');
  });

  test.each([
    ['good', 0],
    ['wrong', 1],
    ['missing', 1],
  ] as const)('ends a verification that found a %s file with %i', async (state, exitCode) => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition();
    const file = { packId: 'mine-1', file: 'net.onnx', state, remedy: 'pull it' };
    composition.models = { ...composition.models, verify: () => Promise.resolve([file]) };
    expect(await runCommandLine(['models', 'verify'], composition, terminal)).toBe(exitCode);
    expect(terminal.stdout.text).toContain(exitCode === 0 ? '1 file read' : 'pull it');
  });
});
