import { createHmac } from 'node:crypto';
import { Fault } from '../../core/fault.ts';
import type { Import, Notice } from '../../core/import.ts';
import type { NoticeResult } from '../../ports/imports.ts';
import type { ServicePorts } from '../ports.ts';
import { importMail } from './import-mail.ts';
import { summariseImport } from './summarise-import.ts';

type DeliveryPorts = Pick<ServicePorts, 'catalog' | 'clock' | 'mailer' | 'outgoing' | 'rules'>;

const LEASE_MS = 120_000;
const CALLBACK = { timeoutMs: 30_000, limitBytes: 65_536, dropsRest: true };
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 2 * 60 * 60 * 1000;
const PAUSE_GROWTH = 3;
/** So long after the end of an import it is tried to tell of it. */
const TRIED_FOR_MS = 24 * 60 * 60 * 1000;

/** `sha256=` and the HMAC (RFC 2104) of timestamp, full stop and body, in lower-case hex. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** @throws Fault, or Error when the answer is not a good one */
async function call(ports: DeliveryPorts, ended: Import, url: string): Promise<void> {
  const body = JSON.stringify(await summariseImport(ports, ended));
  const timestamp = String(Math.floor(ports.clock.nowMs() / 1000));
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Likeness',
    'likeness-import': ended.id,
    'likeness-timestamp': timestamp,
    'likeness-signature': signatureOf(ports.rules.callbackSecret, timestamp, body),
  };
  const { status } = await ports.outgoing.ask({ url, body, headers, ...CALLBACK });
  if (status < 200 || status > 299) throw new Error(`it answered ${status}`);
}

async function deliver(ports: DeliveryPorts, notice: Notice, ended: Import): Promise<void> {
  if (notice.kind === 'callback') return call(ports, ended, notice.target);
  return ports.mailer.send(importMail(ended, await summariseImport(ports, ended), notice.target));
}

function pauseAfter(attempts: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * PAUSE_GROWTH ** (attempts - 1));
}

/** What to do after an attempt that has failed. */
function afterFailure(error: unknown, { attempts }: Notice, endedAtMs: number, nowMs: number): NoticeResult {
  const problem = error instanceof Error ? error.message : String(error);
  const nextAtMs = nowMs + pauseAfter(attempts);
  const isHopeless = error instanceof Fault && !error.retryable;
  if (isHopeless || nextAtMs > endedAtMs + TRIED_FOR_MS) return { state: 'given-up', problem };
  return { state: 'waiting', problem, nextAtMs };
}

/**
 * Tells of the end of an import, if there is one of which somebody is to be told now. What fails is tried again, for a day
 * at most. Who dies between telling and noting it down tells again: a callback then has the same `Likeness-Import`, a
 * mail the same message id.
 *
 * @returns whether there was one
 */
export async function deliverNotice(ports: DeliveryPorts, owner: string): Promise<boolean> {
  const lease = { owner, nowMs: ports.clock.nowMs(), leaseMs: LEASE_MS };
  const claimed = await ports.catalog.imports.claimNotice(lease);
  if (claimed === undefined) return false;
  const { notice, import: ended } = claimed;
  let result: NoticeResult;
  try {
    await deliver(ports, notice, ended);
    result = { state: 'arrived', atMs: ports.clock.nowMs() };
  } catch (error) {
    const { endedAtMs = ended.updatedAtMs } = ended;
    result = afterFailure(error, notice, endedAtMs, ports.clock.nowMs());
  }
  await ports.catalog.imports.settleNotice({ ...notice, owner }, result);
  return true;
}
