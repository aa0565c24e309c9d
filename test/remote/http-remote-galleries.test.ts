import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { HttpRemoteGalleries } from '../../src/remote/http-remote-galleries.ts';
import { enroll, listenInSilence, openPartner } from '../support/partner.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

const TIMEOUT_MS = 300;
const PROBE = { photo: scriptedPhoto(['anna'], 'probe'), limit: 5 };
const UNKNOWN_FACE = '00000000-0000-4000-8000-000000000000';

const remote = new HttpRemoteGalleries({ timeoutMs: TIMEOUT_MS });
/** Where the answer itself is what is tested, a busy machine may take its time. */
const patient = new HttpRemoteGalleries({ timeoutMs: 10_000 });

function galleryAt(address: string, secret = 'secret', remoteName = 'people') {
  return { name: 'theirs', address, secret, remoteName };
}

/** An HTTP server with manners of the test's own. @returns its address */
async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
}

describe('a gallery of another server', () => {
  it('tells how many faces it has, finds faces, and shows them', async () => {
    const partner = await openPartner('people 1', ['bob', 'anna']);
    const gallery = galleryAt(partner.address, partner.secret, 'people 1');
    expect(await patient.countFaces(gallery)).toBe(2);
    const { matches, searchedFaces } = await patient.search(gallery, PROBE);
    const local = await partner.services.searchByPhoto({ galleryName: 'people 1', ...PROBE });
    expect(searchedFaces).toBe(2);
    expect(matches).toEqual(
      local.matches.map(({ face, score, falseMatchRate }) => ({
        faceId: face.id,
        score,
        falseMatchRate,
        metadata: face.metadata,
      })),
    );
    expect(matches[0]).toMatchObject({ score: 100, metadata: { name: 'anna', nationality: 'IN' } });
    const faceId = matches[0]?.faceId ?? '';
    expect(Buffer.from(await patient.readFaceImage(gallery, faceId))).toEqual(
      Buffer.from(await partner.services.readFaceCrop({ faceId })),
    );
  });

  it('is asked for no more matches than are wanted', async () => {
    const partner = await openPartner('people', ['anna', 'bob', 'cleo']);
    const { matches } = await patient.search(galleryAt(partner.address, partner.secret), {
      ...PROBE,
      limit: 2,
    });
    expect(matches).toHaveLength(2);
  });

  it('lies under a path where the address has one', async () => {
    const asked: (string | undefined)[] = [];
    const address = await listen((request, response) => {
      asked.push(request.url, request.headers.authorization);
      response.end('{"faces":7}');
    });
    expect(await patient.countFaces(galleryAt(`${address}/likeness`, 'a key', 'a b/ü'))).toBe(7);
    expect(asked).toEqual(['/likeness/v1/galleries/a%20b%2F%C3%BC', 'Bearer a key']);
  });
});

describe('another server that refuses', () => {
  it.each([
    ['the key', { secret: 'wrong' }, 'it answered 401, The API key is unknown or was revoked.'],
    ['the gallery', { remoteName: 'nobody' }, 'it answered 404, There is no gallery named "nobody".'],
  ])('%s is told with its words', async (_, changes, words) => {
    const partner = await openPartner('people');
    const gallery = { ...galleryAt(partner.address, partner.secret), ...changes };
    await expect(patient.countFaces(gallery)).rejects.toMatchObject({
      code: 'external_refused',
      message: `The server of the external gallery "theirs" does not serve it: ${words}`,
    });
  });

  it('says that a face is gone', async () => {
    const partner = await openPartner('people');
    const reading = patient.readFaceImage(galleryAt(partner.address, partner.secret), UNKNOWN_FACE);
    await expect(reading).rejects.toMatchObject({ code: 'face_not_found' });
  });

  it('is not followed elsewhere, and the key is sent nowhere else', async () => {
    let visits = 0;
    const elsewhere = await listen((_, response) => {
      visits += 1;
      response.end('{"faces":7}');
    });
    const address = await listen((_, response) => {
      response.writeHead(302, { location: `${elsewhere}/v1/galleries/people` }).end();
    });
    await expect(patient.countFaces(galleryAt(address))).rejects.toMatchObject({
      code: 'external_refused',
      details: { problem: 'it answered 302' },
    });
    expect(visits).toBe(0);
  });

  it.each([
    ['is no JSON', 'hello'],
    ['is something else', '{"people":3}'],
    ['counts less than nothing', '{"faces":-1}'],
  ])('is told when its answer %s', async (_, text) => {
    const address = await listen((_request, response) => response.end(text));
    await expect(patient.countFaces(galleryAt(address))).rejects.toMatchObject({ code: 'external_refused' });
  });

  it.each([
    ['deep', '['.repeat(60_000), 'its answer is nested more than 60 levels deep'],
    ['of very many values', `[${'0,'.repeat(15_000)}0]`, 'its answer holds more than 13000 values'],
    ['long', ' '.repeat(170_000), 'its answer is longer than 167936 bytes'],
  ])('may not be %s beyond what was asked for', async (_, text, problem) => {
    const address = await listen((_request, response) => response.end(text));
    await expect(patient.search(galleryAt(address), PROBE)).rejects.toMatchObject({
      code: 'external_refused',
      details: { gallery: 'theirs', problem },
    });
  });

  it('may not answer with more matches than were asked for', async () => {
    const partner = await openPartner('people', ['anna', 'bob']);
    const { secret } = partner;
    const path = '/v1/galleries/people/search';
    const body = new FormData();
    body.append('image', new Blob([PROBE.photo]));
    const headers = { authorization: `Bearer ${secret}` };
    const both = await (await fetch(`${partner.address}${path}`, { method: 'POST', headers, body })).text();
    const address = await listen((_, response) => response.end(both));
    expect((await patient.search(galleryAt(address), { ...PROBE, limit: 2 })).matches).toHaveLength(2);
    const fewer = patient.search(galleryAt(address), { ...PROBE, limit: 1 });
    await expect(fewer).rejects.toMatchObject({ code: 'external_refused' });
  });

  it('may not fill the memory', async () => {
    let sentBytes = 0;
    const address = await listen((_, response) => {
      const piece = Buffer.alloc(1024 * 1024, ' ');
      const sendMore = (): void => {
        while (!response.destroyed && response.write(piece)) sentBytes += piece.byteLength;
      };
      response.on('drain', sendMore).on('error', () => undefined);
      sendMore();
    });
    await expect(patient.search(galleryAt(address), PROBE)).rejects.toThrow('longer than 167936 bytes');
    expect(sentBytes).toBeLessThan(64 * 1024 * 1024);
  });
});

describe('another server that cannot answer', () => {
  it('costs the deadline when it is silent', async () => {
    const address = await listenInSilence();
    const startedAtMs = performance.now();
    await expect(remote.search(galleryAt(address), PROBE)).rejects.toMatchObject({
      code: 'external_silent',
      details: { problem: `no answer came within ${TIMEOUT_MS} ms` },
    });
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(TIMEOUT_MS - 5);
  });

  it('costs the deadline also when it begins and does not end', async () => {
    const address = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"faces":');
    });
    await expect(remote.countFaces(galleryAt(address))).rejects.toMatchObject({
      code: 'external_silent',
      details: { problem: `no answer came within ${TIMEOUT_MS} ms` },
    });
  });

  it('is told at once when nobody listens, without the key', async () => {
    const partner = await openPartner('people');
    await partner.server.close();
    const fault: unknown = await remote
      .countFaces(galleryAt(partner.address, partner.secret))
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'external_silent', details: { problem: 'ECONNREFUSED' } });
    expect(JSON.stringify(fault)).not.toContain(partner.secret);
  });

  it.each([503, 429, 500])('is to be asked again after %d', async (status) => {
    const address = await listen((_, response) => response.writeHead(status).end());
    await expect(remote.countFaces(galleryAt(address))).rejects.toMatchObject({
      code: 'external_silent',
      retryable: true,
    });
  });
});

describe('what is stored beside the faces of another server', () => {
  it('arrives however long and of however many values it is', async () => {
    const partner = await openPartner('people');
    const longest = { text: 'ü'.repeat(16_000) };
    const most = { numbers: Array.from({ length: 8000 }, () => 0) };
    for (const metadata of [longest, most]) {
      const faceId = await enroll(partner, 'people', 'anna');
      await partner.services.setFaceMetadata({ faceId, metadata });
      const { matches } = await patient.search(galleryAt(partner.address, partner.secret), {
        ...PROBE,
        limit: 1,
      });
      expect(matches.map((match) => match.metadata)).toEqual([metadata]);
      await partner.services.deleteFace(faceId);
    }
  });

  it('arrives as it is', async () => {
    const partner = await openPartner('people');
    const faceId = await enroll(partner, 'people', 'anna');
    const metadata = { name: 'Añna', watch_list: ['PEP', 'sanctions'], nested: { list: [1, null, true] } };
    await partner.services.setFaceMetadata({ faceId, metadata });
    const { matches } = await patient.search(galleryAt(partner.address, partner.secret), PROBE);
    expect(matches.map((match) => match.metadata)).toEqual([metadata]);
  });
});
