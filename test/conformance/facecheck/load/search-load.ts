import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { samplePhoto } from '../../../support/sample-photos.ts';
import { formOf, type ServerProcess, send } from '../../../support/server-process.ts';
import { LoadClient, type LoadReply } from './load-client.ts';

/** A search of the load, and whose it is. */
export interface LoadedSearch {
  readonly client: LoadClient;
  readonly id: string;
}

const KEYS = 20;
/** Of each key: as many as it has credits for. */
const SEARCHES_A_KEY = 10;
const UPLOADS_AT_ONCE = 4;

/** Stores a real photo among the strangers, and makes the probe that finds it: small, as clients send them. */
export async function storeWanted({ address }: ServerProcess, gallery: string): Promise<Uint8Array> {
  const photo = await samplePhoto(5);
  const path = `/v1/galleries/${gallery}/photos`;
  const reply = await send(address, path, { method: 'POST', body: formOf({ image: photo }) });
  if (reply.status !== 201) throw new Error(`the photo was not stored: ${reply.status}`);
  return sharp(photo).resize({ width: 640 }).jpeg({ quality: 80 }).toBuffer();
}

/** 20 clients, each with a key and credits for 10 searches. */
export function createClients(server: ServerProcess): Promise<readonly LoadClient[]> {
  return Promise.all(Array.from({ length: KEYS }, () => LoadClient.create(server, SEARCHES_A_KEY)));
}

/** Every client uploads its photos; a few at a time, because reading a photo takes two cores a tenth of a second. */
export async function uploadAll(
  clients: readonly LoadClient[],
  photo: Uint8Array,
): Promise<readonly LoadedSearch[]> {
  const waiting = clients.flatMap((client) => Array.from({ length: SEARCHES_A_KEY }, () => client));
  const searches: LoadedSearch[] = [];
  const uploadNext = async (): Promise<void> => {
    for (let client = waiting.pop(); client !== undefined; client = waiting.pop()) {
      searches.push({ client, id: await client.upload(photo) });
    }
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, uploadNext));
  return searches;
}

const PLACE = /^Waiting in queue\. (\d+)(?:st|nd|rd|th) place$/;

/** The place in the queue that a reply tells; undefined when the search does not wait. */
function placeIn({ message }: LoadReply): number | undefined {
  const [, place] = PLACE.exec(message ?? '') ?? [];
  return place === undefined ? undefined : Number(place);
}

export interface FollowedSearch extends LoadedSearch {
  /** In the order of asking. */
  readonly places: readonly number[];
  /** The last reply. */
  readonly end: LoadReply;
}

/** Starts a search and polls it until it is finished. */
export async function follow({ client, id }: LoadedSearch, pollEveryMs: number): Promise<FollowedSearch> {
  const places: number[] = [];
  for (;;) {
    const reply = await client.poll(id);
    const place = placeIn(reply);
    if (place !== undefined) places.push(place);
    if (reply.error !== null || reply.output !== null) return { client, id, places, end: reply };
    await sleep(pollEveryMs);
  }
}
