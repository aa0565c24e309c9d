import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { z } from 'zod';
import { cutFace } from '../../src/vision/demo-copies.ts';
import { samplePhoto } from '../support/sample-photos.ts';
import { formOf, type ServerProcess, send } from '../support/server-process.ts';
import { LoadClient, type LoadReply } from './load-client.ts';

/** A search of the load, and whose it is. */
export interface LoadedSearch {
  readonly client: LoadClient;
  readonly id: string;
}

const KEYS = 20;
/** Of each key: as many as it has credits for. */
const SEARCHES_A_KEY = 10;

const storedSchema = z.object({
  faces: z.array(
    z.object({
      box: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
    }),
  ),
});

/** Stores a real photo among the strangers, and cuts the face of one woman out of it to search for her. */
export async function storeWanted({ address }: ServerProcess, gallery: string): Promise<Uint8Array> {
  const photo = await samplePhoto(5);
  const path = `/v1/galleries/${gallery}/photos`;
  const reply = await send(address, path, { method: 'POST', body: formOf({ image: photo }) });
  const [face] = storedSchema.parse(await reply.json()).faces;
  if (face === undefined) throw new Error('the photo was stored without a face');
  return sharp(await cutFace(photo, face.box))
    .jpeg({ quality: 80 })
    .toBuffer();
}

/** 20 clients, each with a key and credits for 10 searches. */
export function createClients(server: ServerProcess): Promise<readonly LoadClient[]> {
  return Promise.all(Array.from({ length: KEYS }, () => LoadClient.create(server, SEARCHES_A_KEY)));
}

/** Every client uploads its photos, one after the other. */
export async function uploadAll(
  clients: readonly LoadClient[],
  photo: Uint8Array,
): Promise<readonly LoadedSearch[]> {
  const uploaded = await Promise.all(
    clients.map(async (client) => {
      const searches: LoadedSearch[] = [];
      while (searches.length < SEARCHES_A_KEY) searches.push({ client, id: await client.upload(photo) });
      return searches;
    }),
  );
  return uploaded.flat();
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
