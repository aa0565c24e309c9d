import { z } from 'zod';
import { formOf, type ServerProcess, send } from '../../../support/server-process.ts';

const createdKey = z.object({ id: z.string(), secret: z.string() });

const replySchema = z.looseObject({
  id_search: z.string().nullable(),
  error: z.string().nullable(),
  message: z.string().nullable(),
  output: z.looseObject({ items: z.array(z.looseObject({ score: z.number() })) }).nullable(),
});

export type LoadReply = z.output<typeof replySchema>;

/** A client of FaceCheck with a key of its own, which takes the time of what it asks. */
export class LoadClient {
  readonly keyId: string;
  /** Of every request that is not meant to wait. */
  readonly durationsMs: number[] = [];
  readonly #address: string;
  readonly #secret: string;

  private constructor(address: string, key: z.output<typeof createdKey>) {
    this.#address = address;
    this.keyId = key.id;
    this.#secret = key.secret;
  }

  /** A client with a new key that has so many credits; a search costs one. */
  static async create({ address }: Pick<ServerProcess, 'address'>, credits: number): Promise<LoadClient> {
    const reply = await send(address, '/v1/keys', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'load', scopes: ['search'], credits }),
    });
    return new LoadClient(address, createdKey.parse(await reply.json()));
  }

  /** The same client where the server is now. */
  movedTo({ address }: Pick<ServerProcess, 'address'>): LoadClient {
    return new LoadClient(address, { id: this.keyId, secret: this.#secret });
  }

  /** @returns the id of a new search */
  async upload(photo: Uint8Array): Promise<string> {
    const reply = await this.#timed('/api/upload_pic', { body: formOf({ images: photo }) });
    if (reply.error !== null || reply.id_search === null) throw new Error(`an upload failed: ${reply.error}`);
    return reply.id_search;
  }

  /** Starts a search, or asks how far it is. */
  poll(searchId: string): Promise<LoadReply> {
    return this.#timed('/api/search', json({ id_search: searchId, with_progress: true }));
  }

  /** Asks how far a search is, without starting it. */
  look(searchId: string): Promise<LoadReply> {
    return this.#timed('/api/search', json({ id_search: searchId, with_progress: true, status_only: true }));
  }

  /** Starts a search and waits until it is finished. */
  wait(searchId: string): Promise<LoadReply> {
    return this.#post('/api/search', json({ id_search: searchId }));
  }

  async #timed(path: string, init: RequestInit): Promise<LoadReply> {
    const startedAtMs = performance.now();
    const reply = await this.#post(path, init);
    this.durationsMs.push(performance.now() - startedAtMs);
    return reply;
  }

  async #post(path: string, init: RequestInit): Promise<LoadReply> {
    const headers = new Headers(init.headers);
    headers.set('authorization', this.#secret);
    const reply = await fetch(new URL(path, this.#address), { method: 'POST', ...init, headers });
    return replySchema.parse(await reply.json());
  }
}

function json(value: unknown): RequestInit {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
