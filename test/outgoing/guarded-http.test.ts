import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FaultCode } from '../../src/core/fault.ts';
import { AllowedNetworks } from '../../src/outgoing/allowed-networks.ts';
import { GuardedAddresses, type LookUp } from '../../src/outgoing/guarded-addresses.ts';
import { GuardedHttp } from '../../src/outgoing/guarded-http.ts';
import type { OutgoingRequest } from '../../src/ports/outgoing.ts';

const BOUNDS = { timeoutMs: 5000, limitBytes: 1000 };

async function serve(listener: RequestListener, host = '127.0.0.1'): Promise<number> {
  const server = createServer(listener).listen(0, host);
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function httpFor(named: readonly string[], lookUp?: LookUp): GuardedHttp {
  const http = new GuardedHttp(new GuardedAddresses(new AllowedNetworks(named), lookUp));
  onTestFinished(() => http.close());
  return http;
}

async function faultOf(http: GuardedHttp, request: Pick<OutgoingRequest, 'url'> & Partial<OutgoingRequest>) {
  return http.ask({ ...BOUNDS, ...request }).then(
    ({ status }) => status,
    (fault: unknown) => fault,
  );
}

function withCode(code: FaultCode): unknown {
  return expect.objectContaining({ code });
}

describe('Web requests for others', () => {
  it('bring back what a host answers, when its network is allowed', async () => {
    const port = await serve((request, response) => {
      response
        .writeHead(201, { 'x-seen': `${request.method} ${String(request.headers['x-mine'])}` })
        .end('hello');
    });
    const http = httpFor(['127.0.0.1']);
    const url = `http://127.0.0.1:${port}/`;
    const reply = await http.ask({ url, ...BOUNDS, headers: { 'x-mine': 'yes' } });
    expect(reply.status).toBe(201);
    expect(Buffer.from(reply.bytes).toString()).toBe('hello');
    expect(reply.headers.get('x-seen')).toBe('GET yes');
    const posted = await http.ask({ url, ...BOUNDS, body: '{}' });
    expect(posted.headers.get('x-seen')).toMatch(/^POST/);
  });

  it.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://0x7f000001:PORT/',
    'http://2130706433:PORT/',
    'http://0:PORT/',
    'http://127.1:PORT/',
  ])('do not reach this machine as %s', async (address) => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    expect(await faultOf(httpFor([]), { url: address.replace('PORT', String(port)) })).toEqual(
      withCode('host_forbidden'),
    );
    expect(asked).toBe(0);
  });

  it('look at every redirect anew', async () => {
    let asked = 0;
    const hidden = await serve((_, response) => {
      asked += 1;
      response.end('secret');
    }, '127.0.0.2');
    const port = await serve((request, response) => {
      const locations = new Map([
        ['/in', `http://127.0.0.2:${hidden}/`],
        ['/metadata', 'http://169.254.169.254/latest'],
        ['/file', 'file:///etc/passwd'],
        ['/twice', '/once'],
        ['/once', '/end'],
        ['/loop', '/loop'],
      ]);
      const location = locations.get(request.url ?? '');
      if (location === undefined) response.end('arrived');
      else response.writeHead(302, { location }).end();
    });
    const http = httpFor(['127.0.0.1']);
    const ask = (path: string) => faultOf(http, { url: `http://127.0.0.1:${port}${path}`, redirects: 3 });
    expect(await ask('/in')).toEqual(withCode('host_forbidden'));
    expect(await ask('/metadata')).toEqual(withCode('host_forbidden'));
    expect(await ask('/file')).toEqual(withCode('request_invalid'));
    expect(asked).toBe(0);
    expect(await ask('/twice')).toBe(200);
    expect(await ask('/loop')).toBe(302);
    expect(await faultOf(http, { url: `http://127.0.0.1:${port}/twice` })).toBe(302);
  });

  it('connect to the address that was looked at, whatever the name means a moment later', async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    let lookUps = 0;
    const rebound: LookUp = async () => {
      lookUps += 1;
      return [{ address: lookUps === 1 ? '203.0.114.1' : '127.0.0.1', family: 4 }];
    };
    // The first look is before connecting, the second is the connection's own.
    expect(await faultOf(httpFor([], rebound), { url: `http://rebound.example:${port}/` })).toEqual(
      withCode('host_forbidden'),
    );
    expect(asked).toBe(0);
  });

  it('take the public one of several addresses of a name', async () => {
    const port = await serve((_, response) => response.end());
    const lookUp: LookUp = async () => [
      { address: '10.0.0.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    expect(await faultOf(httpFor(['127.0.0.0/8'], lookUp), { url: `http://two.example:${port}/` })).toBe(200);
  });

  it('end when too much comes, or nothing', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/large') response.end(Buffer.alloc(1001));
      if (request.url === '/fits') response.end(Buffer.alloc(1000));
    });
    const http = httpFor(['127.0.0.1']);
    const ask = (path: string) => faultOf(http, { url: `http://127.0.0.1:${port}${path}`, timeoutMs: 300 });
    expect(await ask('/large')).toEqual(withCode('reply_too_large'));
    expect(await ask('/fits')).toBe(200);
    expect(await ask('/silent')).toMatchObject({
      code: 'host_silent',
      details: { problem: 'nothing came within 300 ms' },
    });
    expect(await faultOf(http, { url: 'http://127.0.0.1:9/' })).toEqual(withCode('host_silent'));
  });

  it('refuse what is no address of the web, or has a password', async () => {
    const http = httpFor(['127.0.0.1']);
    for (const url of ['ftp://127.0.0.1/', 'file:///etc/passwd', 'nonsense', 'http://me:secret@127.0.0.1/']) {
      expect(await faultOf(http, { url })).toEqual(withCode('request_invalid'));
    }
  });

  it('say when a name is unknown', async () => {
    const unknown: LookUp = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await faultOf(httpFor([], unknown), { url: 'http://nobody.example/' })).toEqual(
      withCode('host_unknown'),
    );
    expect(
      await faultOf(
        httpFor([], async () => []),
        { url: 'http://nobody.example/' },
      ),
    ).toEqual(withCode('host_unknown'));
  });
});
