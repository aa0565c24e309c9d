import { describe, expect, it } from 'vitest';
import { recallAxis } from '../../../bench/index/report/axes.ts';
import { type Contest, chosenSetting } from '../../../bench/index/report/contest.ts';
import { recallPlot } from '../../../bench/index/report/plots.ts';
import { searchTable } from '../../../bench/index/report/tables.ts';
import type { SettingResult } from '../../../bench/index/trial/trial.ts';

const BRUTE_FORCE = { nearest: 1, relevant: 1, identity: 0.98 };

function settingOf(name: string, p50Ms: number, identity: number): SettingResult {
  const times = { searches: 100, p50Ms, p95Ms: 2 * p50Ms, searchesPerSecond: 1000 / p50Ms };
  const recall = { nearest: 0.9, relevant: 0.99, identity };
  return { setting: name, alone: times, together: times, loop: { p99Ms: 1, maxMs: 2 }, recall };
}

const contest: Contest = {
  kind: 'synthetic',
  packId: '',
  count: 1_000_000,
  dimensions: 512,
  probes: 500,
  relevantAbove: 0.35,
  bruteForce: BRUTE_FORCE,
  trials: [
    {
      engine: {
        name: 'ours',
        note: '',
        memoryBytesPerFace: () => 64,
        scannedBytesPerFace: () => 64,
        open: () => Promise.reject(new Error('not opened')),
      },
      result: { settings: [settingOf('bits', 8, 0.98)] },
    },
    {
      engine: {
        name: 'slow',
        note: '',
        memoryBytesPerFace: () => 0,
        open: () => Promise.reject(new Error('not opened')),
      },
      result: { settings: [settingOf('quick', 2, 0.9), settingOf('slow', 24, 0.9795)] },
    },
  ],
};

describe('the setting that is shown', () => {
  it('is the fastest that finds 0.999 of what brute force finds', () => {
    const settings = [settingOf('all', 30, 1), settingOf('most', 9, 0.9791), settingOf('some', 2, 0.97)];
    expect(chosenSetting(settings, BRUTE_FORCE)).toMatchObject({
      setting: { setting: 'most' },
      isGoodEnough: true,
    });
  });

  it('is the one that finds most where none finds enough, and says so', () => {
    const settings = [settingOf('some', 2, 0.8), settingOf('more', 5, 0.9)];
    expect(chosenSetting(settings, BRUTE_FORCE)).toMatchObject({
      setting: { setting: 'more' },
      isGoodEnough: false,
    });
  });
});

describe('the report', () => {
  it('gives the times of others as multiples of ours, and ours as one of the bandwidth limit', () => {
    const [, , ours = '', slow = ''] = searchTable(contest, 16e9);
    // A million codes of 64 bytes at 16 GB/s take 4 ms.
    expect(ours).toContain('| 2.0 (4.00 ms) |');
    expect(slow).toMatch(/^\| slow \| slow \| 24\.0 \| 48\.0 \| 3\.00 \|/);
  });

  it('draws a line for every engine and a point for every setting', () => {
    const svg = recallPlot(contest)?.svg ?? '';
    expect(svg.match(/<polyline/g)).toHaveLength(2);
    expect(svg.match(/<circle/g)).toHaveLength(3 + 2);
    expect(svg).toContain('prefers-color-scheme:dark');
  });

  it('gives each tenth of what is missed the same room', () => {
    const { place } = recallAxis('');
    expect(place(0.3)).toBe(0);
    expect(place(1)).toBe(1);
    expect(place(0.999) - place(0.99)).toBeCloseTo(place(0.99) - place(0.9), 9);
  });
});
