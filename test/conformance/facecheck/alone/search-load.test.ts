import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { quantileOf } from '../../../support/fair-measurement.ts';
import { type ServerProcess, send } from '../../../support/server-process.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { startWatchedServer } from '../../../support/watched-server.ts';
import { fillGallery } from '../load/fill-gallery.ts';
import { readLedger } from '../load/ledger.ts';
import { LoadClient } from '../load/load-client.ts';
import { createClients, follow, storeWanted, uploadAll } from '../load/search-load.ts';

const STRANGERS = 20_000;
const POLL_EVERY_MS = 500;
const SLOWEST_REQUEST_MS = 1000;
const SLOWEST_HEALTH_MS = 100;
const LONGEST_TURN_MS = 50;
/** Of the answers; of thousands, some fall into a pause of the machine. */
const MOST = 0.99;
/** One upload with nothing else to do, on two cores that nobody else uses. */
const USUAL_UPLOAD_MS = 200;

/** Asks for the server's health until it is told to stop. @returns what each answer took, in milliseconds */
async function healthTimesMs(address: string, stopped: AbortSignal): Promise<readonly number[]> {
  const timesMs: number[] = [];
  while (!stopped.aborted) {
    const startedAtMs = performance.now();
    const reply = await send(address, '/healthz');
    await reply.text();
    timesMs.push(reply.ok ? performance.now() - startedAtMs : Number.POSITIVE_INFINITY);
    await sleep(10);
  }
  return timesMs;
}

/** How many times slower this machine is now, by its own speed or because others use it, than a usual one; 1 or more. */
async function slownessOf(server: ServerProcess, probe: Uint8Array): Promise<number> {
  const client = await LoadClient.create(server, 0);
  for (let upload = 0; upload < 4; upload += 1) await client.upload(probe);
  const meanMs = client.durationsMs.reduce((sum, durationMs) => sum + durationMs, 0) / 4;
  return Math.max(1, meanMs / USUAL_UPLOAD_MS);
}

describe('200 searches that 20 keys submit at once', () => {
  it('all finish, each billed once, while places fall and requests are answered', {
    timeout: 240_000,
  }, async () => {
    const folder = await temporaryFolder();
    await fillGallery(folder, 'default', STRANGERS);
    const server = await startWatchedServer(folder);
    const probe = await storeWanted(server, 'default');
    const clients = await createClients(server);
    const slownessBefore = await slownessOf(server, probe);
    await server.longestTurn();
    const stopped = new AbortController();
    const watching = healthTimesMs(server.address, stopped.signal);
    const searches = await uploadAll(clients, probe);
    expect(searches).toHaveLength(200);

    const waiting = searches.filter((_, number) => number % 10 === 9);
    const polled = searches.filter((_, number) => number % 10 !== 9);
    const [followed, waited] = await Promise.all([
      Promise.all(polled.map((search) => follow(search, POLL_EVERY_MS))),
      Promise.all(waiting.map(({ client, id }) => client.wait(id))),
    ]);
    stopped.abort();
    const { workMs } = await server.longestTurn();
    const slowness = Math.max(slownessBefore, await slownessOf(server, probe));

    for (const { end } of followed) expect(end.output?.items[0]?.score).toBeGreaterThan(90);
    for (const { output } of waited) expect(output?.items[0]?.score).toBeGreaterThan(90);
    const places = followed.map((search) => search.places);
    expect(places.flat().length).toBeGreaterThan(100);
    for (const seen of places) expect(seen).toEqual(seen.toSorted((one, other) => other - one));
    for (const { keyId } of clients) {
      const { bills, refunds, credits, sum } = await readLedger(server, keyId);
      expect(new Set(bills).size).toBe(10);
      expect({ bills: bills.length, refunds, credits, sum }).toEqual({
        bills: 10,
        refunds: [],
        credits: 0,
        sum: 0,
      });
    }
    // A pause of the server, other than one of the machine, is a long turn.
    const requestsMs = clients.flatMap(({ durationsMs }) => durationsMs);
    expect(quantileOf(requestsMs, MOST)).toBeLessThan(SLOWEST_REQUEST_MS * slowness);
    expect(quantileOf(await watching, MOST)).toBeLessThan(SLOWEST_HEALTH_MS * slowness);
    expect(workMs).toBeLessThan(LONGEST_TURN_MS);
    expect(await server.end('SIGTERM')).toBe(0);
  });
});
