// Where else does the person on these photos appear? Asks a FaceCheck API, with Node alone.
// Usage: LIKENESS_API_KEY=... node search.mjs photo.jpg [photo.jpg [photo.jpg]]
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ADDRESS = process.env.LIKENESS_URL ?? 'http://127.0.0.1:8686';
const KEY = process.env.LIKENESS_API_KEY;
const MOST_POLLS = 120;
const POLL_MS = 1000;

/** Sends a POST. This vendor answers errors with status 200, so the body tells. */
async function call(path, { headers, body } = {}) {
  const response = await fetch(`${ADDRESS}/api/${path}`, {
    method: 'POST',
    headers: { ...headers, Authorization: KEY },
    body,
    signal: AbortSignal.timeout(60_000),
  });
  const reply = await response.json().catch(() => ({}));
  if (reply.error) throw new Error(`${reply.code}: ${reply.error}`);
  if (!response.ok) throw new Error(`${ADDRESS} answered with status ${response.status}`);
  return reply;
}

async function upload(photos) {
  const body = new FormData();
  for (const photo of photos) body.append('images', new Blob([await readFile(photo)]), basename(photo));
  return (await call('upload_pic', { body })).id_search;
}

/** The first of its requests starts the search, the others only ask how far it is. */
async function search(id) {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ id_search: id, with_progress: true });
  for (let poll = 0; poll < MOST_POLLS; poll += 1) {
    if (poll > 0) await sleep(POLL_MS);
    const { progress, message, output } = await call('search', { headers, body });
    console.error(`${progress} % ${message}`);
    if (output) return output.items;
  }
  throw new Error(`gave up after ${MOST_POLLS} polls`);
}

async function main(photos) {
  const id = await upload(photos);
  for (const { score, url } of await search(id)) console.log(`${score}\t${url ?? ''}`);
  // Without id_pic the whole search goes, with its photos and results.
  await call(`delete_pic?id_search=${encodeURIComponent(id)}`);
}

const photos = process.argv.slice(2);
if (!KEY || photos.length < 1 || photos.length > 3) {
  console.error('usage: LIKENESS_API_KEY=... node search.mjs photo.jpg [photo.jpg [photo.jpg]]');
  process.exit(2);
}
try {
  await main(photos);
} catch (error) {
  console.error(error.cause ? `${error.message}: ${error.cause.message}` : error.message);
  process.exitCode = 1;
}
