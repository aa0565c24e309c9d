import { platform, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { type ThreadSetup, threadSetupSchema } from './messages.ts';
import { fillPartitions } from './partition-filler.ts';
import type { FillPlan, GroupPlan, PartitionReply, PartitionRequest } from './partition-messages.ts';
import { type GroupedRows, groupRows } from './row-grouper.ts';
import { RowsToGroup } from './rows-to-group.ts';
import { ThreadArenas } from './thread-arenas.ts';

/** About a tenth of what another thread gets that wants the same core. */
const LOW_PRIORITY = 10;

/** What was grouped, until there is a place for it. */
interface Unfilled extends GroupedRows {
  readonly rows: RowsToGroup;
  readonly bits: number;
}

/** A thread that regroups the rows of one gallery, and ends. */
class PartitionThread {
  readonly #kernel: WebAssembly.Module;
  readonly #arenas: ThreadArenas;
  #unfilled: Unfilled | undefined;

  constructor({ kernel, scratch }: ThreadSetup) {
    this.#kernel = kernel;
    this.#arenas = new ThreadArenas(kernel, scratch);
  }

  receive(request: PartitionRequest): PartitionReply {
    for (const [id, memory] of request.plan.arenas) this.#arenas.came(id, memory);
    return request.kind === 'group' ? this.#group(request.plan) : this.#fill(request.plan);
  }

  #group(plan: GroupPlan): PartitionReply {
    const rows = new RowsToGroup(plan, this.#arenas);
    const grouped = groupRows(this.#kernel, plan, rows);
    if (grouped === undefined) return { kind: 'declined' };
    this.#unfilled = { ...grouped, rows, bits: plan.family.bits };
    return { kind: 'grouped', grouping: grouped.grouping };
  }

  #fill(plan: FillPlan): PartitionReply {
    if (this.#unfilled === undefined) throw new Error('nothing was grouped');
    const { rows, partitionOf, bits } = this.#unfilled;
    const directory = fillPartitions(plan, rows, { partitionOf, arenas: this.#arenas, bits });
    return { kind: 'filled', directory };
  }
}

const port = parentPort;
if (port === null) throw new Error('this program runs as a thread of the index');
// On Linux this is the thread's own: searches and everything else come first.
if (platform() === 'linux') setPriority(LOW_PRIORITY);
const thread = new PartitionThread(threadSetupSchema.parse(workerData));
port.on('message', (request: PartitionRequest) => {
  const reply = thread.receive(request);
  const moved =
    reply.kind === 'filled' ? [reply.directory.numbers.buffer, reply.directory.chunks.buffer] : [];
  port.postMessage(reply, moved);
});
