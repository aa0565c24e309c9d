import { setTimeout as sleep } from 'node:timers/promises';
import type { Face } from '../../core/face.ts';
import { Fault } from '../../core/fault.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { DescribedFace, FaceWithPhoto } from '../../ports/catalog.ts';
import type { ServicePorts } from '../ports.ts';
import { byPhoto, isOfPhoto, type ReadFaces, readFacesAnew } from './face-pictures.ts';
import { LeasedJob } from './leased-job.ts';
import { payloadOf, type ReembeddingPayload } from './reembedding.ts';

const FACES_PER_LOOK = 200;
/** How often, and after what pause, a photo is tried whose analysis fails for a reason that may pass. */
const MOST_TRIES = 20;
const PAUSE_MS = 500;

type WorkPorts = Pick<ServicePorts, 'blobs' | 'catalog' | 'clock' | 'follower' | 'keeper' | 'vision'>;

export interface WorkOnReembeddingCommand {
  /** Unlike that of every other worker in any process. */
  readonly owner: string;
  /** Only of this gallery; else the oldest job of any. */
  readonly galleryId?: string | undefined;
  /** How many photos are read at the same time. */
  readonly concurrency: number;
  /** Gives the work back, to be gone on with by whoever asks next. */
  readonly signal: AbortSignal;
  /** How many faces are done. */
  onProgress?(doneFaces: number): void;
}

/** One worker's part in a job. */
class Run {
  readonly #ports: WorkPorts;
  readonly #leased: LeasedJob;
  readonly #command: WorkOnReembeddingCommand;
  readonly #payload: ReembeddingPayload;
  readonly #unreadable: Face[] = [];

  constructor(ports: WorkPorts, leased: LeasedJob, command: WorkOnReembeddingCommand) {
    this.#ports = ports;
    this.#leased = leased;
    this.#command = command;
    this.#payload = payloadOf(leased.job);
  }

  /** Whether it has come to the end; else it was interrupted. */
  async complete(): Promise<boolean> {
    const gallery = await this.#ports.catalog.galleries.find(this.#leased.job.galleryId);
    if (gallery === undefined) return true;
    const { packId } = this.#payload;
    return (gallery.packId === packId || (await this.#embedAll(gallery))) && this.#removeOldTemplates();
  }

  #isOver(): boolean {
    return this.#command.signal.aborted || this.#leased.lost.aborted;
  }

  #advance(faces: number): void {
    this.#leased.advance(faces);
    this.#command.onProgress?.(this.#leased.done);
  }

  /** Looks at every face, also at those that are stored meanwhile, then binds the gallery to the pack. */
  async #embedAll(gallery: Gallery): Promise<boolean> {
    const { packId } = this.#payload;
    for (let after = 0; !this.#isOver(); ) {
      const wanted = { galleryId: gallery.id, packId, after, limit: FACES_PER_LOOK };
      const { lacking, looked, last } = await this.#ports.catalog.templates.findLacking(wanted);
      if (last === undefined) {
        if (await this.#bind(gallery, after)) return true;
      } else {
        this.#advance(looked - lacking.length);
        await this.#embed(this.#withoutVectors(lacking));
        after = last;
      }
    }
    return false;
  }

  /** What can be read anew, a list for each photo; raw vectors are noted as unreadable. */
  #withoutVectors(lacking: readonly DescribedFace[]): FaceWithPhoto[][] {
    const ofPhotos = lacking.filter(isOfPhoto);
    this.#unreadable.push(...lacking.filter((each) => !isOfPhoto(each)).map(({ face }) => face));
    this.#advance(lacking.length - ofPhotos.length);
    return byPhoto(ofPhotos);
  }

  /** Whether that was all: faces may have been stored at the last moment, and the job been stopped. */
  async #bind({ id, name }: Gallery, completeUpTo: number): Promise<boolean> {
    // Whoever has stopped it, or works on it now, would be surprised.
    if (!(await this.#leased.isHeld())) return false;
    await this.#settleUnreadable(name);
    const binding = { packId: this.#payload.packId, completeUpTo, worker: this.#leased.worker };
    const result = await this.#ports.catalog.galleries.bindToPack(id, binding);
    if (result === 'lost') await this.#leased.isHeld();
    if (result === 'incomplete' || result === 'lost') return false;
    await this.#ports.follower.catchUp();
    return true;
  }

  /** @throws Fault `pictures_missing` unless such faces are to be deleted */
  async #settleUnreadable(gallery: string): Promise<void> {
    const faces = this.#unreadable.length;
    if (faces === 0) return;
    if (!this.#payload.skipMissing) throw new Fault('pictures_missing', { details: { gallery, faces } });
    for (const { id } of this.#unreadable.splice(0)) {
      await this.#ports.keeper.discard((await this.#ports.catalog.faces.delete(id)) ?? []);
    }
    await this.#ports.follower.catchUp();
  }

  async #embed(photos: readonly FaceWithPhoto[][]): Promise<void> {
    const rest = photos[Symbol.iterator]();
    let isBroken = false;
    const work = async (): Promise<void> => {
      for (const faces of rest) {
        if (isBroken || this.#isOver()) return;
        await this.#embedPhoto(faces);
      }
    };
    const breakOff = (error: unknown): never => {
      isBroken = true;
      throw error;
    };
    const workers = Array.from({ length: this.#command.concurrency }, () => work().catch(breakOff));
    for (const worker of await Promise.allSettled(workers)) {
      if (worker.status === 'rejected') throw worker.reason;
    }
  }

  async #embedPhoto(faces: readonly FaceWithPhoto[]): Promise<void> {
    const read = await this.#readPatiently(faces);
    if (read === undefined) return;
    await this.#ports.catalog.templates.add(this.#payload.packId, read.templates);
    this.#unreadable.push(...read.unreadable);
    this.#advance(faces.length);
  }

  /** Undefined when it was interrupted meanwhile. */
  async #readPatiently(faces: readonly FaceWithPhoto[]): Promise<ReadFaces | undefined> {
    for (let tries = 0; !this.#isOver(); ) {
      try {
        return await readFacesAnew(this.#ports, faces, this.#payload.packId);
      } catch (error) {
        if (!(error instanceof Fault) || !error.retryable) throw error;
        // A busy server may stay so for hours; everything else that passes does so soon.
        if (error.code !== 'overloaded') tries += 1;
        if (tries === MOST_TRIES) throw error;
      }
      await sleep(PAUSE_MS, undefined, { signal: this.#command.signal }).catch(() => undefined);
    }
    return undefined;
  }

  async #removeOldTemplates(): Promise<boolean> {
    const { galleryId } = this.#leased.job;
    const { packId } = this.#payload;
    let after: number | undefined = 0;
    while (after !== undefined && !this.#isOver()) {
      const wanted = { galleryId, packId, after, limit: FACES_PER_LOOK };
      after = await this.#ports.catalog.templates.removeOthers(wanted, this.#leased.worker);
    }
    return after === undefined;
  }
}

/** A sentence for whoever looks at the job later, from wherever: other errors may name folders of this machine. */
function sentenceOf(error: unknown): string {
  return error instanceof Fault ? error.message : 'It ended with an error that its process has told.';
}

/**
 * Works on a re-embedding that nobody else works on, to its end unless it is interrupted, stopped or fails.
 *
 * @returns whether there was one
 * @throws whatever made it fail, after writing that down
 */
export async function workOnReembedding(
  ports: WorkPorts,
  command: WorkOnReembeddingCommand,
): Promise<boolean> {
  const { owner, galleryId } = command;
  const leased = await LeasedJob.claim(ports, { kind: 'reembed', owner, galleryId });
  if (leased === undefined) return false;
  try {
    const isComplete = await new Run(ports, leased, command).complete();
    await leased.finish({ state: isComplete ? 'done' : 'queued' });
    return true;
  } catch (error) {
    await leased.finish({ state: 'failed', failure: sentenceOf(error) });
    throw error;
  }
}
