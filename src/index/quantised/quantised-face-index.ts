import { availableParallelism } from 'node:os';
import { similarityOf } from '../../core/similarity.ts';
import type { ChangeCursor } from '../../ports/catalog.ts';
import type { FaceIndex, Neighbour, NeighbourQuery } from '../../ports/face-index.ts';
import type { IndexTokens } from '../../ports/index-tokens.ts';
import type { RestoredIndex, SavedIndex, UnsavedChanges } from '../../ports/saved-index.ts';
import { requireAnswerable, requireSameDimensions } from '../index-checks.ts';
import { KeptRows, type SavingWitness } from './kept-rows.ts';
import type { Candidate } from './messages.ts';
import type { Question } from './named-rows.ts';
import { finalistsOf } from './parameters.ts';
import { abortErrorOf, finalistsAmong, questionsOf } from './question.ts';
import { type AuditedSearch, type AuditSummary, RecallAudit } from './recall-audit.ts';
import { type IndexUsage, RowKeeper, type RowKeeperOptions } from './row-keeper.ts';
import { SearchGate } from './search-gate.ts';
import type { SpaceRows } from './space-rows.ts';
import { requireIndexable } from './vectors.ts';

/** A face by the name of its space. */
export interface SpaceFace {
  readonly space: string;
  readonly faceNumber: number;
}

/** The full templates of faces, all of one pack, in the order given; undefined for those that are gone. */
export type FullTemplates = (faces: readonly SpaceFace[]) => Promise<readonly (Float32Array | undefined)[]>;

export interface QuantisedFaceIndexOptions {
  readonly templates: FullTemplates;
  /** Threads that scan. Default: one a core, at most 8. */
  readonly scanThreads?: number | undefined;
  /** Size of one WebAssembly memory, a multiple of 64 KiB, at most 4 GiB. Default 256 MiB. */
  readonly arenaBytes?: number | undefined;
  /** How many searches are in the threads at once; more wait in their order. Default 256. */
  readonly searchLimit?: number | undefined;
  /** Of so many searches in a hundred the recall is measured in the background. Default 0. */
  readonly auditPercent?: number | undefined;
  /** Where it is kept for the next start. Nobody else may write there. By default nothing is kept. */
  readonly folder?: string | undefined;
  readonly witness?: SavingWitness | undefined;
}

/** A search whose finalists are known. */
interface Ranking {
  readonly keeper: RowKeeper;
  /** When it began. */
  readonly moment: number;
  readonly question: Question;
}

const DEFAULT_ARENA_BYTES = 256 * 1024 * 1024;
const MOST_DEFAULT_THREADS = 8;
const DEFAULT_SEARCH_LIMIT = 256;
const LONGEST_AUDIT_MS = 60_000;

/** By so much similarities by 8-bit templates do not err. */
const LARGEST_ERROR = 0.05;

/** The similarity by the full template, unless that is another one by now than the search has seen. */
function exactOf(byFullTemplate: number, bySmallTemplate: number): number {
  const isOther = Math.abs(byFullTemplate - bySmallTemplate) > LARGEST_ERROR;
  return isOther ? bySmallTemplate : byFullTemplate;
}

/**
 * The quantised flat scan. Of each template the signs of its rotated components are kept in memory, compared with the
 * probe by a WebAssembly kernel in threads; a short list is compared by 8-bit templates from a file, and its best by
 * their full templates.
 */
export class QuantisedFaceIndex implements FaceIndex, SavedIndex {
  readonly #templates: FullTemplates;
  readonly #options: Pick<RowKeeperOptions, 'scanThreads' | 'arenaBytes'>;
  #kept: KeptRows | undefined;
  readonly #running = new Set<number>();
  readonly #gate: SearchGate;
  readonly #audit: RecallAudit;
  #keeper: RowKeeper | undefined;
  #lastQuery = 0;
  #restoring: RowKeeper | undefined;
  #willErase = false;
  /** Of `RowKeeper.changes`, how many are saved. */
  #savedChanges = 0;

  constructor(options: QuantisedFaceIndexOptions) {
    const { templates, scanThreads, arenaBytes = DEFAULT_ARENA_BYTES, folder, witness } = options;
    this.#audit = new RecallAudit(options.auditPercent ?? 0);
    this.#gate = new SearchGate(options.searchLimit ?? DEFAULT_SEARCH_LIMIT);
    this.#templates = templates;
    const cores = Math.min(MOST_DEFAULT_THREADS, availableParallelism());
    this.#options = { scanThreads: scanThreads ?? cores, arenaBytes };
    if (folder !== undefined) this.#kept = new KeptRows(folder, witness ?? (() => undefined));
  }

  add(space: string, faceNumber: number, template: Float32Array): void {
    requireIndexable(template);
    // Threads start with the first face: who never searches needs none.
    this.#keeper ??= this.#newKeeper();
    const rows = this.#keeper.space(space);
    if (rows !== undefined) requireSameDimensions(rows.family.dimensions, template);
    if (rows?.find(faceNumber) !== undefined) this.remove(space, faceNumber);
    this.#keeper.add(space, faceNumber, template, this.#oldestQuery);
  }

  remove(space: string, faceNumber: number): void {
    this.#keeper?.remove(space, faceNumber, this.#lastQuery);
    this.#eraseSoon();
  }

  removeSpace(space: string): void {
    this.#keeper?.removeSpace(space, this.#lastQuery);
    this.#eraseSoon();
  }

  size(space: string): number {
    return this.#keeper?.space(space)?.size ?? 0;
  }

  /** What it takes of memory and of files. */
  get usage(): IndexUsage {
    return this.#keeper?.usage ?? { faces: 0, arenas: 0, takenBytes: 0, fileRows: 0 };
  }

  /** How much of what is right searches have found. */
  get audit(): AuditSummary {
    return this.#audit.summary;
  }

  get unsaved(): UnsavedChanges {
    const { changes = 0, size = 0 } = this.#keeper ?? {};
    return { changes: changes - this.#savedChanges, faces: size };
  }

  async restore(tokens: IndexTokens): Promise<RestoredIndex | undefined> {
    const state = await this.#kept?.prepare();
    if (state === 'unusable') this.#kept = undefined;
    if (state !== 'filled') return undefined;
    const keeper = this.#newKeeper();
    this.#restoring = keeper;
    const restored = await this.#kept?.restore(keeper, tokens);
    this.#restoring = undefined;
    if (restored === undefined) {
      if ((await this.#kept?.prepare()) !== 'empty') this.#kept = undefined;
      return undefined;
    }
    this.#keeper = keeper;
    this.#eraseSoon();
    return restored;
  }

  async save(cursor: ChangeCursor, tokens: IndexTokens): Promise<boolean> {
    const keeper = this.#keeper;
    if (this.#kept === undefined || keeper === undefined || this.unsaved.changes === 0) return false;
    const { changes } = keeper;
    this.#erase();
    const isSaved = await this.#kept.save(keeper, cursor, tokens);
    if (isSaved) this.#savedChanges = changes;
    return isSaved;
  }

  async settle(): Promise<void> {
    await this.#keeper?.settle();
  }

  async close(): Promise<void> {
    this.#kept?.close();
    await this.#restoring?.close();
    await this.#keeper?.close();
    this.#keeper = undefined;
  }

  /** @throws RangeError also when the limit is below 1 or a component of the probe is not finite */
  async search(
    spaces: readonly string[],
    probe: Float32Array,
    query: NeighbourQuery,
  ): Promise<readonly Neighbour[]> {
    requireAnswerable(probe, query);
    const keeper = this.#keeper;
    const known: (readonly [string, SpaceRows])[] = [];
    for (const name of new Set(spaces)) {
      const rows = keeper?.space(name);
      if (rows === undefined) continue;
      requireSameDimensions(rows.family.dimensions, probe);
      known.push([name, rows]);
    }
    if (keeper === undefined || known.length === 0 || query.among?.length === 0) return [];
    this.#lastQuery += 1;
    const id = this.#lastQuery;
    this.#running.add(id);
    try {
      return await this.#answer(keeper, { spaces: known, probe: probe.slice(), query }, id);
    } finally {
      this.#running.delete(id);
      this.#erase();
    }
  }

  async #answer(keeper: RowKeeper, question: Question, id: number): Promise<readonly Neighbour[]> {
    const { query } = question;
    const { moment } = keeper;
    const questions = questionsOf(keeper, question, id);
    const place = this.#gate.come();
    const cancel = () => {
      keeper.crew.cancel(questions, abortErrorOf(query.signal));
      place.leave();
    };
    query.signal?.addEventListener('abort', cancel, { once: true });
    try {
      const ready = place.entered.then(() => keeper.settle());
      // When a thread has failed, nobody waits for it.
      ready.catch(() => undefined);
      const found = await keeper.crew.ask(questions, ready);
      place.leave();
      query.signal?.throwIfAborted();
      if (this.#audit.chooses(question)) {
        void this.#audit.run(question, (limit) => this.#searchTwice(keeper, question, limit));
      }
      const finalists = finalistsAmong(found.flat(), finalistsOf(query.limit));
      return await this.#rank({ keeper, moment, question }, finalists);
    } catch (error) {
      query.signal?.throwIfAborted();
      throw error;
    } finally {
      place.leave();
      query.signal?.removeEventListener('abort', cancel);
    }
  }

  /** Both searches see the rows of the same moment. */
  async #searchTwice(keeper: RowKeeper, question: Question, limit: number): Promise<AuditedSearch> {
    this.#lastQuery += 2;
    const [id, exhaustiveId] = [this.#lastQuery - 1, this.#lastQuery];
    this.#running.add(id).add(exhaustiveId);
    const questions = questionsOf(keeper, question, id);
    const exhaustive = questions.map(({ thread, query }) => ({
      thread,
      query: { ...query, id: exhaustiveId, isExhaustive: true, finalists: limit },
    }));
    const giveUp = () => keeper.crew.cancel(exhaustive, new Error('the threads had no time for an audit'));
    const timer = setTimeout(giveUp, LONGEST_AUDIT_MS).unref();
    try {
      const ready = keeper.settle();
      const asked = [keeper.crew.ask(questions, ready), keeper.crew.ask(exhaustive, ready)] as const;
      const [found, right] = await Promise.all(asked);
      return { found: found.flat(), right: right.flat() };
    } finally {
      clearTimeout(timer);
      this.#running.delete(id);
      this.#running.delete(exhaustiveId);
    }
  }

  get #oldestQuery(): number {
    const [oldest = Number.POSITIVE_INFINITY] = this.#running;
    return oldest;
  }

  #erase(): void {
    this.#willErase = false;
    if (this.#kept !== undefined) this.#keeper?.erase(this.#oldestQuery);
  }

  /** Once for all that goes in one turn. */
  #eraseSoon(): void {
    if (this.#willErase || this.#kept === undefined) return;
    this.#willErase = true;
    setImmediate(() => this.#erase());
  }

  #newKeeper(): RowKeeper {
    return new RowKeeper({ ...this.#options, folder: this.#kept?.path });
  }

  async #rank({ keeper, moment, question }: Ranking, finalists: readonly Candidate[]): Promise<Neighbour[]> {
    const { spaces, probe, query } = question;
    const wantedIds = new Set(finalists.map(({ space }) => space));
    const names = new Map(spaces.flatMap(([name, { id }]) => (wantedIds.has(id) ? [[id, name]] : [])));
    const faces = finalists.map(({ faceNumber, space }) => ({ faceNumber, space: names.get(space) ?? '' }));
    const templates = faces.length === 0 ? [] : await this.#templates(faces);
    const neighbours = finalists.flatMap(({ faceNumber, similarity }, at) => {
      const template = templates[at];
      if (template !== undefined && Number.isNaN(similarity)) {
        // Its 8-bit template is damaged.
        keeper.repair(faces[at]?.space ?? '', { faceNumber, template }, moment);
      }
      const exact = template === undefined ? similarity : exactOf(similarityOf(probe, template), similarity);
      const more = query.withTemplates === true && template !== undefined && { template };
      return Number.isNaN(exact) ? [] : [{ faceNumber, similarity: exact, ...more }];
    });
    return neighbours
      .filter(({ similarity }) => similarity >= (query.minSimilarity ?? -1))
      .sort((one, other) => other.similarity - one.similarity || one.faceNumber - other.faceNumber)
      .slice(0, query.limit);
  }
}
