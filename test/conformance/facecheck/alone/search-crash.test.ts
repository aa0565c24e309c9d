import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { type CrashRound, runCrashRound, startLoadedServer } from '../load/crash-round.ts';
import { fillGallery } from '../load/fill-gallery.ts';
import { storeWanted } from '../load/search-load.ts';

const STRANGERS = 20_000;
const SEARCHES = 200;
const CREDITS_A_KEY = 10;

/** `npm run test:crash` asks for more rounds. */
const ROUNDS = Number(process.env['LIKENESS_TEST_CRASH_ROUNDS'] ?? 1);
const ROUND_TIMEOUT_MS = 120_000;

/** Spread over all of the load, another one in each round. */
function killAfterIn(round: number): number {
  return 1 + Math.floor(((round + 0.5) / ROUNDS) * (SEARCHES - 1));
}

function expectEveryAcknowledgedSearchEnded({ ends }: CrashRound): void {
  for (const { error, output } of ends.values()) expect(error ?? output).not.toBeNull();
  const bestScores = [...ends.values()].flatMap(({ output }) => output?.items.slice(0, 1) ?? []);
  expect(bestScores.length).toBeGreaterThan(0);
  for (const { score } of bestScores) expect(score).toBeGreaterThan(90);
}

/** Billed once when it has started, refunded once when it has failed, and nothing else. */
function expectJustBills({ ends, others, ledgers }: CrashRound): void {
  const all = [...ends, ...others];
  const started = all.filter(([, { error, output }]) => error !== null || output !== null);
  const failed = all.filter(([, { error }]) => error !== null);
  const idsOf = (searches: typeof all) => searches.map(([id]) => id).sort();
  expect(ledgers.flatMap(({ bills }) => bills).sort()).toEqual(idsOf(started));
  expect(ledgers.flatMap(({ refunds }) => refunds).sort()).toEqual(idsOf(failed));
  for (const { bills, refunds, credits, sum } of ledgers) {
    expect(sum).toBe(credits);
    expect(credits).toBe(CREDITS_A_KEY - bills.length + refunds.length);
  }
}

describe('a server that is killed while 200 searches are started', () => {
  it(`finishes or refunds every search that it had acknowledged (rounds: ${ROUNDS})`, {
    timeout: ROUNDS * ROUND_TIMEOUT_MS,
  }, async () => {
    const folder = await temporaryFolder();
    await fillGallery(folder, 'default', STRANGERS);
    const server = await startLoadedServer(folder);
    const probe = await storeWanted(server, 'default');
    await server.end('SIGTERM');
    for (let round = 0; round < ROUNDS; round += 1) {
      const killAfter = killAfterIn(round);
      const outcome = await runCrashRound(folder, probe, killAfter);
      expect(outcome.ends.size).toBeGreaterThanOrEqual(killAfter);
      expect(outcome.ends.size + outcome.others.size).toBe(SEARCHES);
      expectEveryAcknowledgedSearchEnded(outcome);
      expectJustBills(outcome);
      if (ROUNDS > 1) {
        console.log(`round ${round + 1} of ${ROUNDS}: killed after ${outcome.ends.size} acknowledged starts`);
      }
    }
  });
});
