import { describe, expect, test } from 'vitest';
import { evenAxis, rateAxis } from '../../src/cli/report/evaluation/axes.ts';
import {
  detPlot,
  rankPlot,
  scorePlot,
  similarityPlot,
} from '../../src/cli/report/evaluation/evaluation-plots.ts';
import { renderPlot } from '../../src/cli/report/evaluation/plot.ts';
import { evaluationOf } from './support/evaluations.ts';

function coordinatesIn(markup: string): number[] {
  const lists = [...markup.matchAll(/points="([^"]*)"/g)].map(([, points]) => points ?? '');
  return lists.flatMap((list) => list.split(/[ ,]/).map(Number));
}

describe('a plot', () => {
  const plot = {
    title: 'T',
    description: 'D',
    x: rateAxis('x <rate>', [0.02, 1]),
    y: evenAxis('y', 0, 1, 0.5),
    curves: [
      {
        name: 'a "curve"',
        points: [
          { x: 0.01, y: 0 },
          { x: 0.1, y: 0.5 },
          { x: 1, y: 1 },
        ],
      },
    ],
  };

  test('puts equal factors and equal steps at equal distances', () => {
    const [left = 0, low = 0, middle = 0, half = 0, right = 0, high = 0] = coordinatesIn(
      renderPlot(plot).markup,
    );
    expect(middle - left).toBeCloseTo(right - middle, 0);
    expect(low - half).toBeCloseTo(half - high, 0);
    expect(right).toBeGreaterThan(left);
    expect(low).toBeGreaterThan(high);
  });

  test('puts what lies beyond an axis on its end', () => {
    const beyond = [
      {
        name: 'c',
        points: [
          { x: 0, y: -1 },
          { x: 5, y: 9 },
        ],
      },
    ];
    const inside = [
      {
        name: 'c',
        points: [
          { x: 0.01, y: 0 },
          { x: 1, y: 1 },
        ],
      },
    ];
    expect(renderPlot({ ...plot, curves: beyond }).markup).toBe(
      renderPlot({ ...plot, curves: inside }).markup,
    );
  });

  test('escapes names', () => {
    expect(renderPlot(plot).markup).toContain('x &lt;rate&gt;');
    expect(renderPlot(plot).markup).toContain('a &quot;curve&quot;');
  });
});

describe('the axes', () => {
  test('have a tick for each power of ten, or for each step', () => {
    expect(rateAxis('r', [0, 0.004, 0.5]).ticks.map(({ text }) => text)).toEqual([
      '1',
      '1e-1',
      '1e-2',
      '1e-3',
    ]);
    expect(rateAxis('r', [0, 0]).ticks.map(({ text }) => text)).toEqual(['1', '1e-1']);
    expect(evenAxis('e', -0.1, 1, 0.2).ticks.map(({ text }) => text)).toEqual([
      '0',
      '0.2',
      '0.4',
      '0.6',
      '0.8',
      '1',
    ]);
  });
});

describe('the plots of an evaluation', () => {
  test('have finite coordinates even where nothing was refused or all pairs are alike', () => {
    const { packs } = evaluationOf(['a-1', 'b-1']);
    const faultless = packs.map((pack) => ({
      ...pack,
      verification: { ...pack.verification, detCurve: [{ falseMatchRate: 1, falseNonMatchRate: 0 }] },
    }));
    const plots = [
      detPlot(packs),
      detPlot(faultless),
      rankPlot(packs),
      ...packs.flatMap((p) => [similarityPlot(p), scorePlot(p)]),
    ];
    const markups = plots.map((plot) => (plot ? renderPlot(plot).markup : ''));
    expect(markups.every((markup) => coordinatesIn(markup).length > 0)).toBe(true);
    expect(markups.join('')).not.toContain('NaN');
    expect(markups.flatMap(coordinatesIn).every(Number.isFinite)).toBe(true);
  });

  test('leave out the places where nothing was searched', () => {
    const packs = evaluationOf(['a-1']).packs.map((pack) => ({ ...pack, identification: [] }));
    expect(rankPlot(packs)).toBeUndefined();
  });
});
