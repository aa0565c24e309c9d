// Where else does the person on this photo appear? Asks a FaceFinderAi API, with Node alone.
// Usage: LIKENESS_API_KEY=... node search.mjs photo.jpg
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ADDRESS = process.env.LIKENESS_URL ?? 'http://127.0.0.1:8686';
const KEY = process.env.LIKENESS_API_KEY;
const MOST_POLLS = 120;
const POLL_MS = 1000;

async function call(path, { headers, body }) {
  const response = await fetch(`${ADDRESS}/api/public/${path}.php`, {
    method: 'POST',
    headers: { ...headers, Authorization: `Bearer ${KEY}` },
    body,
    signal: AbortSignal.timeout(60_000),
  });
  const reply = await response.json().catch(() => ({}));
  if (reply.error) throw new Error(`${reply.error}: ${reply.message}`);
  if (!response.ok) throw new Error(`${ADDRESS} answered with status ${response.status}`);
  return reply;
}

/** The upload starts the search. */
async function upload(photo) {
  const body = new FormData();
  body.append('images', new Blob([await readFile(photo)]), basename(photo));
  return (await call('upload_pic', { body })).id_search;
}

async function waitFor(id) {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ id_search: id, with_progress: true });
  for (let poll = 0; poll < MOST_POLLS; poll += 1) {
    if (poll > 0) await sleep(POLL_MS);
    const { status, progress, message, output } = await call('search', { headers, body });
    console.error(`${progress} % ${message}`);
    if (status === 'done') return output.items;
  }
  throw new Error(`gave up after ${MOST_POLLS} polls`);
}

const [photo, ...others] = process.argv.slice(2);
if (!KEY || !photo || others.length > 0) {
  console.error('usage: LIKENESS_API_KEY=... node search.mjs photo.jpg');
  process.exit(2);
}
try {
  const id = await upload(photo);
  for (const { score, url } of await waitFor(id)) console.log(`${score}\t${url ?? ''}`);
} catch (error) {
  console.error(error.cause ? `${error.message}: ${error.cause.message}` : error.message);
  process.exitCode = 1;
}
