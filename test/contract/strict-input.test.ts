// What does not fit an input is refused with the name of the place, through every door and on every procedure.
import { safe } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contract } from '#shared/contract/index.ts';
import { inputsOf, openObjectsIn } from '#shared/contract/strict-input.ts';
import { DOORS, startTestServer } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';

describe('the whole contract', () => {
  test('has no input in which an unknown key would be dropped in silence', () => {
    const inputs = inputsOf(contract);
    expect(inputs.length).toBeGreaterThan(80);
    const open = inputs.flatMap(({ name, schema }) =>
      schema === undefined ? [`${name}: no schema`] : openObjectsIn(schema, name),
    );
    expect(open).toEqual([]);
  });

  test('an open object is found wherever it stands', () => {
    const inner = z.object({ a: z.string() });
    const places = z.strictObject({
      list: z.array(inner),
      maybe: inner.nullable().optional(),
      either: z.union([z.string(), z.strictObject({ deep: inner.default({ a: '' }) })]),
      named: z.record(z.string(), inner),
      pair: z.tuple([inner]),
      piped: inner.transform(({ a }) => a),
    });
    expect(openObjectsIn(places, 'x')).toHaveLength(6);
  });
});

describe.each(DOORS)('%s', (_name, open) => {
  test('an unknown key is refused, with the nearest known one', async () => {
    const { engine } = await startTestEngine();
    const client = await open(engine);
    // What the types forbid, and a script does all the same.
    const loose = client as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
    for (const [area, name, input, message] of [
      ['events', 'list', { fliter: 'x' }, 'Unknown key “fliter”. Did you mean “filter”?'],
      [
        'settings',
        'update',
        { shareResponses: true },
        'Unknown key “shareResponses”. Did you mean “shareResponse”?',
      ],
      ['status', 'get', { any: 1 }, 'Unknown key “any”. This takes no input.'],
      ['events', 'resendMany', { ids: ['a'], dryrun: true }, 'Unknown key “dryrun”. Did you mean “dryRun”?'],
      [
        'events',
        'resend',
        { id: 'evt_1', edit: { header: [] } },
        'Unknown key “header” in “edit”. Did you mean “headers”?',
      ],
      [
        'endpoints',
        'create',
        { url: 'http://localhost:1', filter: { type: [], kinds: 'all', accounts: 'all', types: [] } },
        'Unknown key “type” in “filter”. Did you mean “types”?',
      ],
      [
        'versions',
        'pinOf',
        { kind: 'api', apiVersion: '2026-10-28.endive', api: 1 },
        'Unknown key “api”. Did you mean “apiVersion”?',
      ],
    ] as const) {
      const { error } = await safe(loose[area]?.[name]?.(input) ?? Promise.resolve());
      expect(error, `${area}.${name}`).toMatchObject({ code: 'INVALID_INPUT', status: 422, message });
    }
    expect((await client.status.get()).counts.all).toBe(0);
  });

  test('a value of the wrong kind is refused with its place', async () => {
    const { engine } = await startTestEngine();
    const client = await open(engine);
    const { error } = await safe(client.endpoints.update({ id: 'local', timeoutMs: -1 }));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', status: 422 });
    expect(error?.message).toMatch(/^“timeoutMs”: Too small/);
    expect(error).toMatchObject({ data: { issues: [{ path: ['timeoutMs'] }] } });
  });
});

describe('REST', () => {
  async function server() {
    const { engine, post } = await startTestEngine();
    await post(eventFixture({ type: 'customer.created', id: 'evt_1' }));
    const { url, token } = await startTestServer(engine);
    return async (
      method: string,
      path: string,
      body?: string,
    ): Promise<{ status: number; message: string }> => {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body }),
      });
      const json = (await response.json()) as { message?: string };
      return { status: response.status, message: json.message ?? '' };
    };
  }

  test.each([
    ['GET', '/events?fliter=x', undefined, 'Unknown key “fliter”. Did you mean “filter”?'],
    ['GET', '/events/evt_1?verbose=1', undefined, 'Unknown key “verbose”. Known are: id.'],
    ['GET', '/status?x=1', undefined, 'Unknown key “x”. This takes no input.'],
    [
      'PUT',
      '/settings',
      '{"shareResponses":true}',
      'Unknown key “shareResponses”. Did you mean “shareResponse”?',
    ],
    [
      'PUT',
      '/settings?shareResponse=true',
      '{}',
      'Unknown query parameter “shareResponse”: PUT takes its input as JSON in the body.',
    ],
    [
      'POST',
      '/events/resend-many',
      '{"filter":{"type":"invoice.*"},"dryRun":true}',
      '“filter”: Invalid input: expected string, received object',
    ],
    ['POST', '/events/resend-failed', '{"limit":3}', 'Unknown key “limit”. This takes no input.'],
    ['POST', '/forwarder/stop', '{"now":true}', 'Unknown key “now”. This takes no input.'],
    [
      'POST',
      '/events/resend-many',
      '{"__proto__":{"ids":["evt_1"]},"dryRun":true,"ids":[]}',
      'Unknown key “__proto__”. Known are: ids, filter, endpointId, ratePerSecond, dryRun.',
    ],
    ['GET', '/events?limit=0', undefined, '“limit”: Too small: expected number to be >=1'],
    ['POST', '/versions/locks', '[]', 'Invalid input: expected object, received array'],
  ])('%s %s %s → 422', async (method, path, body, message) => {
    const ask = await server();
    expect(await ask(method, path, body)).toEqual({ status: 422, message });
  });

  test('a body that may be empty may be left out', async () => {
    const ask = await server();
    expect((await ask('POST', '/events/resend-failed')).status).toBe(200);
    expect((await ask('PUT', '/settings')).status).toBe(200);
    expect(await ask('POST', '/events/resend-many')).toEqual({
      status: 422,
      message: 'Name events by ids or by a filter.',
    });
    expect(await ask('PUT', '/events/evt_1/pin')).toMatchObject({
      status: 422,
      message: expect.stringMatching(/^“pinned”/),
    });
  });

  test('JSON that is none, or nested past all reason, is refused and costs little', async () => {
    const ask = await server();
    expect((await ask('PUT', '/settings', '{"shareResponse":')).status).toBe(400);
    const deep = 200_000;
    expect(
      await ask('PUT', '/settings', `{"shareResponse":${'['.repeat(deep)}${']'.repeat(deep)}}`),
    ).toMatchObject({ status: 422 });
    expect(
      await ask('POST', '/events/resend-many', `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`),
    ).toMatchObject({ status: 422 });
    expect((await ask('GET', '/status')).status).toBe(200);
  });

  test('a body larger than anything asked for is refused before it is whole', async () => {
    const ask = await server();
    const { status, message } = await ask(
      'PUT',
      '/settings',
      JSON.stringify({ shareResponse: 'x'.repeat(70 * 1024 * 1024) }),
    ).catch((error: unknown) => ({ status: 0, message: String(error) }));
    // Who is still writing may see the connection close instead of the response.
    expect([413, 0]).toContain(status);
    expect(message).not.toBe('');
    expect((await ask('GET', '/status')).status).toBe(200);
  });

  test('openapi.json says so, too', async () => {
    const { engine } = await startTestEngine();
    const { url, token } = await startTestServer(engine);
    const document = (await (
      await fetch(`${url}/api/v1/openapi.json`, { headers: { authorization: `Bearer ${token}` } })
    ).json()) as {
      paths: Record<
        string,
        Record<string, { requestBody?: { content: Record<string, { schema: unknown }> } }>
      >;
    };
    expect(
      document.paths['/settings']?.['put']?.requestBody?.content['application/json']?.schema,
    ).toMatchObject({
      additionalProperties: false,
    });
  });
});
