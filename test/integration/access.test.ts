// Who may talk to the loopback server: other origins, re-bound names and callers without the secret may not.
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { SOCKET_PATH, SOCKET_PROTOCOL, SOCKET_TOKEN_PREFIX } from '#shared/contract/index.ts';
import { createAccess } from '../../src/main/api-server/access.ts';
import { startTestServer, type TestServer } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** fetch() may not set Host or Origin; a plain request may. */
function ask(
  server: TestServer,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${server.url}${path}`, { headers, method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

async function startServer(): Promise<TestServer> {
  const { engine } = await startTestEngine();
  const rendererDir = tempDir();
  mkdirSync(join(rendererDir, 'assets'));
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>Hookline</title>');
  writeFileSync(join(rendererDir, 'assets', 'main-abc.js'), 'export {};');
  return startTestServer(engine, rendererDir);
}

const bearer = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` });
const STATUS = '/api/v1/status';

describe('Host and Origin', () => {
  test.each([
    'evil.example',
    'evil.example:4646',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '0.0.0.0',
  ])('Host “%s” → 403, for files and API alike', async (host) => {
    const server = await startServer();
    expect((await ask(server, '/', { host })).status).toBe(403);
    expect((await ask(server, STATUS, { host, ...bearer(server.token) })).status).toBe(403);
  });

  test.each(['localhost:9999', '127.0.0.1:9999', '[::1]:1', 'LOCALHOST:2'])(
    'Host “%s” passes, as through an SSH tunnel',
    async (host) => {
      const server = await startServer();
      expect((await ask(server, STATUS, { host, ...bearer(server.token) })).status).toBe(200);
    },
  );

  test.each(['https://evil.example', 'null', 'http://localhost:3000', 'https://127.0.0.1:4646', 'file://'])(
    'Origin “%s” → 403, even with the token; and nothing says that another origin may read',
    async (origin) => {
      const server = await startServer();
      const answer = await ask(server, STATUS, { origin, ...bearer(server.token) });
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      const preflight = await ask(
        server,
        STATUS,
        { origin, 'access-control-request-method': 'GET' },
        'OPTIONS',
      );
      expect(preflight.status).toBe(403);
    },
  );

  test('requests that a browser marks as cross-site → 403; a link from elsewhere may open the page', async () => {
    const server = await startServer();
    for (const site of ['cross-site', 'same-site']) {
      expect((await ask(server, STATUS, { 'sec-fetch-site': site, ...bearer(server.token) })).status).toBe(
        403,
      );
      expect(
        (await ask(server, '/assets/main-abc.js', { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }))
          .status,
      ).toBe(403);
      const link = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
      expect((await ask(server, '/', link)).status).toBe(200);
      expect((await ask(server, '/', { ...link, 'sec-fetch-dest': 'iframe' })).status).toBe(403);
    }
  });
});

describe('the secret', () => {
  test.each<[string, Record<string, string>]>([
    ['none', {}],
    ['a wrong one', bearer('wrong')],
    ['one in the URL only', { 'x-token': 'wrong' }],
    ['a made-up session', bearer('s.abc.def')],
  ])('%s → 401 for every part of the API, its description included', async (_name, headers) => {
    const server = await startServer();
    for (const path of [
      STATUS,
      '/api/v1/events',
      '/api/v1/live',
      '/api/v1/openapi.json',
      '/api/v1/forwarder/secret',
    ]) {
      const answer = await ask(server, `${path}?token=${server.token}`, headers);
      expect(answer.status, path).toBe(401);
      expect(answer.body).toContain('Authorization: Bearer');
    }
  });

  test('the token is exchanged for a session, which outlives a restart; a session cannot be exchanged', async () => {
    const dataDir = tempDir();
    const first = createAccess(dataDir);
    const session = first.issueSession();
    expect(first.allows(session)).toBe(true);
    const restarted = createAccess(dataDir);
    expect(restarted.allows(session)).toBe(true);
    expect(restarted.allows(first.token)).toBe(false);
    expect(restarted.allowsToken(session)).toBe(false);
    expect(createAccess(tempDir()).allows(session)).toBe(false);
    expect(restarted.allows(`${session}x`)).toBe(false);

    const server = await startServer();
    const answer = await ask(server, '/session', bearer(server.token), 'POST');
    expect(answer.status).toBe(200);
    const given = (JSON.parse(answer.body) as { session: string }).session;
    expect((await ask(server, STATUS, bearer(given))).status).toBe(200);
    expect((await ask(server, '/session', bearer(given), 'POST')).status).toBe(401);
    expect((await ask(server, '/session', {}, 'POST')).status).toBe(401);
  });

  test.each<[string, Record<string, string>, (token: string) => string[], number]>([
    ['no token', {}, () => [SOCKET_PROTOCOL], 401],
    ['a wrong token', {}, () => [SOCKET_PROTOCOL, `${SOCKET_TOKEN_PREFIX}wrong`], 401],
    [
      'another origin',
      { origin: 'https://evil.example' },
      (token) => [SOCKET_PROTOCOL, SOCKET_TOKEN_PREFIX + token],
      403,
    ],
    [
      'another host',
      { host: 'evil.example' },
      (token) => [SOCKET_PROTOCOL, SOCKET_TOKEN_PREFIX + token],
      403,
    ],
  ])('WebSocket with %s is refused', async (_name, headers, protocols, status) => {
    const server = await startServer();
    const refused = await new Promise<number>((resolve) => {
      const socket = new WebSocket(
        `${server.url.replace('http', 'ws')}${SOCKET_PATH}`,
        protocols(server.token),
        { headers },
      );
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('open', () => resolve(101));
      socket.on('error', () => {});
    });
    expect(refused).toBe(status);
  });
});

describe('the files', () => {
  test('come with a policy that allows no foreign and no inline script, and are found only inside the dashboard', async () => {
    const server = await startServer();
    const page = await ask(server, '/');
    expect(page.status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/assets/../../access.key',
      '/assets',
      '/nope',
    ]) {
      expect((await ask(server, path)).status, path).toBe(404);
    }
    expect((await ask(server, '/', {}, 'POST')).status).toBe(405);
  });

  test('openapi.json describes every procedure of the contract', async () => {
    const server = await startServer();
    const { body } = await ask(server, '/api/v1/openapi.json', bearer(server.token));
    const { paths, openapi } = JSON.parse(body) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
    };
    expect(openapi).toMatch(/^3\.1/);
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described).toEqual(
      expect.arrayContaining([
        'get /status',
        'get /events',
        'get /events/{id}',
        'get /events/{id}/payload',
        'get /events/{id}/attempts',
        'post /events/{id}/resend',
        'post /events/resend-failed',
        'get /endpoints',
        'put /endpoints',
        'get /forwarder',
        'post /forwarder/start',
        'post /forwarder/stop',
        'post /forwarder/restart',
        'get /live',
      ]),
    );
  });
});
