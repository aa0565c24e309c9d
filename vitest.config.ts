import { defineConfig } from 'vitest/config';

/** Tests that put a load on the machine, or take the time of one, run after all others and one by one. */
const ALONE = 'test/**/alone/**/*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 180_000,
    hookTimeout: 240_000,
    // Other work on the machine makes things late, not wrong.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    reporters: process.env['CI']
      ? ['default', ['json', { outputFile: '.test-results/report.json' }]]
      : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [ALONE],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: [ALONE], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
