import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FAULT_CODES } from '../../src/core/fault.ts';
import type { Dialect } from '../../src/dialects/contract/dialect.ts';
import { faultsOf } from '../../src/dialects/contract/openapi-replies.ts';
import type { Operation } from '../../src/dialects/contract/operation.ts';
import { plainPicture, recompressed, samplePhoto } from '../support/sample-photos.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { type CaseReply, type ConformanceWorld, readCases, runCase } from './conformance-case.ts';

async function testPictures(): Promise<Readonly<Record<string, Uint8Array>>> {
  const group = await samplePhoto(2);
  return {
    group,
    copy: await recompressed(group),
    others: await samplePhoto(5),
    plain: await plainPicture(),
    text: Buffer.from('this is no picture'),
    nothing: new Uint8Array(0),
    truncated: group.subarray(0, group.byteLength / 3),
    large: Buffer.concat([group, Buffer.alloc(1_200_000)]),
  };
}

const codes = z.enum(FAULT_CODES);

export interface ConformanceOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Makes ready what the cases begin with. */
  readonly prepare?: (world: ConformanceWorld) => Promise<void>;
  /** The code of our fault in an error of this vendor; undefined when the reply is none, or it cannot be told. */
  readonly faultOf?: (reply: CaseReply) => string | undefined;
  /** What is wrong with a reply in JSON beyond what its case says. */
  readonly check?: (operation: Operation, body: unknown) => readonly unknown[];
}

const failureSchema = z.object({ code: z.string() });

function codeOf({ ok, body }: CaseReply): string | undefined {
  return ok ? undefined : failureSchema.parse(body).code;
}

/** An operation's document must name the faults that it answers with. */
function undeclaredFaults(operation: Operation, code: string | undefined): readonly string[] {
  if (code === undefined || faultsOf(operation).includes(codes.parse(code))) return [];
  return [code];
}

/** Runs a dialect's cases in their order against the running product, on real photos. */
export async function conformanceSuite(
  dialect: Dialect,
  casesFile: URL,
  { environment = {}, prepare, faultOf = codeOf, check }: ConformanceOptions = {},
): Promise<void> {
  const cases = await readCases(casesFile);

  describe(`${dialect.title} as documented`, () => {
    let folder: string;
    let server: ServerProcess;
    let world: ConformanceWorld;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'likeness-test-'));
      server = await startServerProcess(folder, { LIKENESS_LOG_LEVEL: 'warn', ...environment });
      world = {
        address: server.address,
        folder,
        pictures: await testPictures(),
        memory: new Map([['address', server.address]]),
      };
      await prepare?.(world);
    });

    afterAll(async () => {
      await server.end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    });

    it.each(cases)('$operation: $name ($provenance)', async (entry) => {
      const operation = dialect.operations.find(({ name }) => name === entry.operation);
      const reply = await runCase(world, entry);
      if (operation === undefined || reply.body === undefined) return;
      expect(check?.(operation, reply.body) ?? []).toEqual([]);
      expect(undeclaredFaults(operation, faultOf(reply))).toEqual([]);
    });

    it('has a case for every operation', () => {
      const covered = new Set(cases.map(({ operation }) => operation));
      expect(dialect.operations.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
    });
  });
}
