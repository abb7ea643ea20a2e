// A file that is imported over REST, as curl and scripts send it: streamed, in any form, and undone by nothing but its own end.
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImportReport } from '#shared/contract/transfer.ts';
import { boundaryOf, MalformedFormError, readForm } from '../../src/main/api-server/multipart-form.ts';
import { startTestServer } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { waitUntil } from '../support/wait-until.ts';

const event = (id: string, text = ''): string =>
  JSON.stringify({ id, object: 'event', type: 'invoice.paid', created: 1, text });

async function start() {
  const { engine } = await startTestEngine();
  const { url, token } = await startTestServer(engine);
  const headers = { authorization: `Bearer ${token}` };
  return { engine, address: `${url}/api/v1/import`, headers };
}

const reportOf = async (response: Response): Promise<ImportReport> => {
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as ImportReport;
};

describe('a file', () => {
  test('as a form, as the body itself, and packed', async () => {
    const { address, headers } = await start();
    const form = new FormData();
    form.set('file', new Blob([event('evt_form')]), 'events.json');
    const asForm = await fetch(address, { method: 'POST', headers, body: form });
    expect(await reportOf(asForm)).toMatchObject({ imported: 1, bad: 0, job: { state: 'done' } });

    const body = event('evt_body');
    const json = { ...headers, 'content-type': 'application/json' };
    const asBody = await fetch(address, { method: 'POST', headers: json, body });
    const job = { total: body.length, done: body.length };
    expect(await reportOf(asBody)).toMatchObject({ imported: 1, problems: [], job });

    const packed = gzipSync(`${event('evt_gzip1')}\n${event('evt_gzip2')}`);
    const asGzip = await fetch(address, { method: 'POST', headers, body: packed });
    expect(await reportOf(asGzip)).toMatchObject({ imported: 2, problems: [] });
    const cut = await fetch(address, { method: 'POST', headers, body: packed.subarray(0, -9) });
    expect(await reportOf(cut)).toMatchObject({ bad: 1, problems: [{ code: 'damaged_gzip', line: 0 }] });

    const empty = await fetch(address, { method: 'POST', headers });
    expect(await reportOf(empty)).toMatchObject({ imported: 0, problems: [{ code: 'empty' }] });
  });

  test('goes through while it is sent, and a small one that unpacks to a large one, too', async () => {
    const { engine, address, headers } = await start();
    const filler = `${event('evt_first', 'x'.repeat(500_000))},\n`;
    const sending = Promise.withResolvers<void>();
    const large = async function* (): AsyncGenerator<string> {
      yield '[';
      for (let sent = 0; sent < 3e6; sent += filler.length) yield filler;
      // The end of the file comes only when its begin is stored.
      await waitUntil('the first event', () => engine.store.reads.findEventById('evt_first') !== null);
      sending.resolve();
      for (let sent = 0; sent < 40e6; sent += filler.length) yield filler;
      yield `${event('evt_last')}]`;
    };
    const body = Readable.toWeb(Readable.from(large()).map((text: string) => Buffer.from(text)));
    const sent = fetch(address, { method: 'POST', headers, body, duplex: 'half' });
    await sending.promise;
    expect(await reportOf(await sent)).toMatchObject({ imported: 2, problems: [] });

    const packed = gzipSync(filler.repeat(80));
    expect(packed.byteLength).toBeLessThan(200_000);
    const unpacked = await fetch(address, { method: 'POST', headers, body: packed });
    expect(await reportOf(unpacked)).toMatchObject({ imported: 0, known: 80 });
  }, 60_000);

  test('that breaks off ends the import, and what came in stays', async () => {
    const { engine, address, headers } = await start();
    const client = request(address, { method: 'POST', headers });
    client.on('error', () => undefined);
    client.write(`${event('evt_1')}\n${event('evt_2', 'x'.repeat(2_000_000))}\n`);
    await waitUntil('the event', () => engine.store.reads.findEventById('evt_1') !== null);
    client.destroy();
    await waitUntil('the end', () => engine.jobs.running(['import']) === null);
    expect(engine.jobs.recent()).toMatchObject([{ kind: 'import', state: 'cancelled' }]);
    const next = await fetch(address, { method: 'POST', headers, body: event('evt_3') });
    expect(await reportOf(next)).toMatchObject({ imported: 1 });
  });
});

describe('what is refused', () => {
  test('says what is wrong, as any other call', async () => {
    const { engine, address, headers } = await start();
    const post = async (body: string | FormData, more: Record<string, string> = {}) => {
      const response = await fetch(address, { method: 'POST', headers: { ...headers, ...more }, body });
      return (await response.json()) as object;
    };
    const form = (fields: Record<string, string>, file: string | null = event('evt_1')): FormData => {
      const made = new FormData();
      for (const [name, value] of Object.entries(fields)) made.set(name, value);
      if (file !== null) made.set('file', new Blob([file]));
      return made;
    };
    expect(await post(form({ mroe: 'true' }))).toMatchObject({
      status: 422,
      message: expect.stringContaining('mroe') as string,
    });
    expect(await post(form({ more: 'maybe' }))).toMatchObject({ status: 422 });
    expect(await post(form({ id: 'none' }))).toMatchObject({ status: 404, code: 'NOT_FOUND', defined: true });
    expect(await post(form({}, null))).toMatchObject({
      status: 400,
      message: 'The form has no field "file".',
    });
    const cut = '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n{';
    expect(await post(cut, { 'content-type': 'multipart/form-data; boundary=x' })).toMatchObject({
      status: 400,
      message: 'The form ends too early.',
    });
    const begun = await engine.transfer.imports.take({ file: new Blob([]), more: true });
    expect(await post(form({}))).toMatchObject({ status: 409, code: 'IMPORT_RUNNING', defined: true });
    // Parts of one import, by hand.
    expect(await post(form({ id: begun.job.id, more: 'true' }))).toMatchObject({
      imported: 1,
      job: { state: 'running' },
    });
    expect(await post(form({ id: begun.job.id }))).toMatchObject({ known: 1, job: { state: 'done' } });
  });
});

describe('a form', () => {
  const parts = fc.array(
    fc.record({
      name: fc.stringMatching(/^[a-z]{1,8}$/),
      value: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\r\n', '--', '\r\n--', '\r\n--b', '', '-'),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  );

  test('gives its fields and its file to the byte, cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        parts,
        fc.boolean(),
        fc.integer({ min: 1, max: 30 }),
        async (fields, quoted, length) => {
          const boundary = 'b0undary';
          const header = `multipart/form-data; boundary=${quoted ? `"${boundary}"` : boundary}; charset=utf-8`;
          const good = fields.filter(({ value }) => value.isWellFormed());
          const body = Buffer.from(
            good
              .map(
                ({ name, value }) =>
                  `--${boundary}\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name="${name}"; filename="x"\r\n\r\n${value}\r\n`,
              )
              .join('') + `--${boundary}--\r\n`,
          );
          const pieces = function* (): Generator<Buffer> {
            for (let at = 0; at < body.byteLength; at += length) yield body.subarray(at, at + length);
          };
          const found: { name: string; value: string }[] = [];
          const file: Buffer[] = [];
          await readForm(Readable.from(pieces()), boundaryOf(header) ?? '', {
            field: (name, value) => found.push({ name, value }),
            file: (bytes) => {
              file.push(Buffer.from(bytes));
              return Promise.resolve();
            },
          });
          expect(found).toEqual(good.filter(({ name }) => name !== 'file'));
          expect(Buffer.concat(file).toString()).toBe(
            good
              .filter(({ name }) => name === 'file')
              .map(({ value }) => value)
              .join(''),
          );
        },
      ),
    );
  });

  test('that is none, or has endless headers or fields, is refused', async () => {
    const sink = { field: () => undefined, file: () => Promise.resolve() };
    const read = (...texts: string[]) =>
      readForm(Readable.from(texts.map((text) => Buffer.from(text))), 'b', sink);
    const field = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n';
    await expect(read('nothing of the kind')).rejects.toBeInstanceOf(MalformedFormError);
    await expect(read('--b\r\nContent-Type: x\r\n\r\nx\r\n--b--')).rejects.toThrow('has no name');
    await expect(read('--b\r\n', ...Array.from({ length: 100 }, () => 'x'.repeat(1_000)))).rejects.toThrow(
      'header',
    );
    await expect(read(field, ...Array.from({ length: 100 }, () => 'x'.repeat(1_000)))).rejects.toThrow(
      'too long',
    );
    expect(boundaryOf('application/json')).toBeNull();
    expect(boundaryOf(undefined)).toBeNull();
  });
});
