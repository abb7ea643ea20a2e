// Nothing secret leaves, whatever field of whatever record it stands in, and in whatever format.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXPORT_FORMATS, SNIPPET_FORMATS } from '#shared/domain/export/export-format.ts';
import type { AttemptInput, ExportInput, ReceiptInput } from '#shared/domain/export/export-input.ts';
import { createExportWriter } from '#shared/domain/export/export-writer.ts';
import { gate, gateTarget } from '#shared/domain/export/gate.ts';
import { createRedactor, type Redactor, type RedactionChoice } from '#shared/domain/export/redaction.ts';
import { writeSnippet } from '#shared/domain/export/snippet.ts';
import { snippetHeaders } from '#shared/domain/export/snippet-parts.ts';

const SECRETS: RedactionChoice = { personal: false, metadata: false, keepSignatures: false };
const PEOPLE: RedactionChoice = { personal: true, metadata: true, keepSignatures: false };

/** Leaves everything as it is: the control. */
const NO_REDACTION: Redactor = {
  text: (text) => text,
  form: (text) => text,
  address: (text) => text,
  headers: (headers) => headers.map(([name, value]) => [name, value]),
  nextEvent: () => {},
  removed: () => ({ secrets: 0, personal: 0 }),
};

/** A different word for each place, so that what got out can be named. */
class Markers {
  readonly all: string[] = [];
  readonly where: Record<string, string> = {};
  /** @param place says in a word where it stands */
  at(place: string): string {
    const marker = `zq${this.all.length.toString(36).padStart(3, '0')}xk`;
    this.all.push(marker);
    this.where[marker] = place;
    return marker;
  }
}

const TIMINGS = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: null };
const bytes = (value: unknown): Buffer =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

interface Made {
  event: ExportInput;
  target: { url: string; headers: [string, string][] };
}

/** An event in which `plant` has written every text there is. */
function everywhere(plant: (place: string) => string): Made {
  const receipt = (n: number, otherBody: Uint8Array | null): ReceiptInput => ({
    receivedAt: n,
    source: plant('receipt source'),
    method: plant('receipt method'),
    path: `/${plant('receipt path')}?type=${plant('receipt query')}`,
    headers: [
      ['Content-Type', `application/json; x=${plant('receipt content type')}`],
      ['User-Agent', plant('receipt user agent')],
      [`X-${plant('receipt header name')}`, plant('receipt header')],
    ],
    otherBody,
  });
  const attempt = (n: number, editedBody: Uint8Array | null): AttemptInput => ({
    number: n,
    trigger: plant('attempt trigger'),
    endpointName: plant('endpoint name'),
    startedAt: n,
    url: `http://localhost:8000/${plant('attempt path')}?plan=${plant('attempt query')}`,
    requestHeaders: [
      ['Content-Type', 'application/json'],
      ['User-Agent', plant('request user agent')],
    ],
    editedBody,
    status: 500,
    responseHeaders: [
      ['content-type', 'application/json'],
      ['server', plant('response server')],
      ['location', `/next?to=${plant('location')}`],
    ],
    responseBody: bytes({ error: plant('response'), [plant('response key')]: [plant('response item')] }),
    responseSizeBytes: 1,
    errorClass: n === 1 ? 'refused' : plant('error class'),
    errorMessage: n === 1 ? plant('error message') : null,
    reusedConnection: false,
    timings: TIMINGS,
  });
  const payload = (place: string) => ({
    id: plant(`${place} id`),
    object: 'event',
    data: { object: { [plant(`${place} key`)]: plant(`${place} value`), list: [[plant(`${place} item`)]] } },
    text: `so ${plant(`${place} sentence`)}, he said`,
    inner: JSON.stringify({ a: plant(`${place} JSON in JSON`) }),
    encoded: Buffer.from(`{"a":"${plant(`${place} base64`)}"}`).toString('base64'),
    address: `https://app.example.com/x?page=${plant(`${place} address`)}`,
  });
  const event: ExportInput = {
    id: plant('event id'),
    type: plant('event type'),
    account: plant('event account'),
    receivedAt: 1,
    source: plant('event source'),
    body: bytes(payload('body')),
    receipts: [receipt(1, bytes(payload('other body'))), receipt(2, null)],
    attempts: [attempt(1, null), attempt(2, bytes(payload('edited body')))],
  };
  const target = {
    url: `http://localhost:8000/${plant('target path')}?plan=${plant('target query')}`,
    headers: [['X-Own', plant('target header')]] as [string, string][],
  };
  return { event, target };
}

/** Everything that can be made of it, in every format. */
function outputs({ event, target }: Made, redactor: () => Redactor): string {
  const files = EXPORT_FORMATS.flatMap((format) =>
    [true, false].map((alone) => {
      const writer = createExportWriter(format, { redactor: redactor(), version: '1.0', alone });
      return writer.begin() + writer.event(event) + writer.end();
    }),
  );
  const snippets = SNIPPET_FORMATS.map((format) => {
    const redacting = redactor();
    const { body, receipts, type, id } = gate(event, redacting);
    const { url, headers } = gateTarget(target, redacting);
    return writeSnippet(format, {
      url,
      headers: snippetHeaders(receipts.at(-1)?.headers ?? [], headers),
      body,
      signature: null,
      title: `${type} ${id}`,
    });
  });
  const text = [...files, ...snippets].join('\n');
  // What base64 hides would only be hidden from this test.
  const decoded = [...text.matchAll(/[A-Za-z0-9+/]{24,}={0,2}/g)].map(([found]) =>
    Buffer.from(found, 'base64').toString('latin1'),
  );
  return [text, ...decoded].join('\n').toLowerCase();
}

function leaks(made: Made, markers: Markers, choice: RedactionChoice, known: string[] = []): string[] {
  const text = outputs(made, () => createRedactor(choice, known));
  return markers.all.filter((marker) => text.includes(marker)).map((marker) => markers.where[marker] ?? '');
}

/** So that the tests cannot pass because nothing was written. */
function expectControl(made: Made, markers: Markers): void {
  const text = outputs(made, () => NO_REDACTION);
  const missing = markers.all.filter((marker) => !text.includes(marker));
  expect(missing.map((marker) => markers.where[marker])).toEqual([]);
}

describe('a secret in any field of any record', () => {
  test.each<[string, (marker: string) => string]>([
    ['an API key', (marker) => `sk_test_${marker}00000000`],
    ['a signing secret', (marker) => `whsec_${marker}0000`],
    ['a client secret', (marker) => `pi_3Nabc123_secret_${marker}0000`],
    ['a JSON Web Token', (marker) => `eyJhbGciOiJI.${marker}0000.${marker}`],
    ['a token of GitHub', (marker) => `ghp_${marker}${marker}0000`],
    ['a bearer token', (marker) => `Bearer ${marker}00000`],
    ['a password in an address', (marker) => `postgres://app:${marker}@db.example/app`],
    ['a key and its value', (marker) => `password=${marker}`],
  ])('%s never leaves', (_name, form) => {
    const markers = new Markers();
    const made = everywhere((place) => form(markers.at(place)));
    expectControl(made, markers);
    expect(leaks(made, markers, SECRETS)).toEqual([]);
    expect(leaks(made, markers, PEOPLE)).toEqual([]);
  });

  test('one known by its value never leaves, in whatever encoding', () => {
    const known = 'correct horse/battery+staple?';
    const forms = [
      known,
      Buffer.from(known).toString('base64'),
      Buffer.from(known).toString('base64url'),
      Buffer.from(known).toString('hex'),
      encodeURIComponent(known),
      JSON.stringify(JSON.stringify(known)),
    ];
    for (const form of forms) {
      const made = everywhere(() => form);
      const text = outputs(made, () => createRedactor(SECRETS, [known]));
      expect(text, form).not.toContain(form.toLowerCase());
      expect(text, form).not.toContain(known);
    }
  });

  test('an email never leaves, if people are to be taken out', () => {
    const markers = new Markers();
    const made = everywhere((place) => `${markers.at(place)}@mail.example.org`);
    expectControl(made, markers);
    expect(leaks(made, markers, PEOPLE)).toEqual([]);
  });
});

/** One event whose payload, response and edit are these. */
function eventOf(
  payload: unknown,
  more: Partial<Made> & { receipt?: Partial<ReceiptInput>; attempt?: Partial<AttemptInput> } = {},
): Made {
  const attempt = everywhere(() => 'x').event.attempts[0];
  const receipt = everywhere(() => 'x').event.receipts[0];
  if (attempt === undefined || receipt === undefined) throw new Error('There is no example.');
  const event: ExportInput = {
    id: 'evt_1',
    type: 'invoice.paid',
    account: null,
    receivedAt: 1,
    source: 'cli',
    body: bytes(payload),
    receipts: [{ ...receipt, otherBody: null, ...more.receipt }],
    attempts: [{ ...attempt, responseBody: bytes(payload), ...more.attempt }],
  };
  return { event, target: more.target ?? { url: 'http://localhost:8000/', headers: [] } };
}

const SECRET_NAMES =
  `accessToken refreshToken clientSecret secretKey token jwt passwd client_secret api_key apiKey ApiKey API-KEY webhook_secret
  privateKey private_key sessionToken csrf_token idToken password userPassword DB_PASSWORD db_pwd credentials bearer
  auth_token x-vercel-protection-bypass signing_secret cookie otp passphrase STRIPE_SECRET_KEY oauthToken`.split(
    /\s+/,
  );

const PERSONAL_NAMES =
  `firstName last_name lastName phoneNumber phone_number ipAddress ip_address billing_address shipping_address billingAddress
  cashtag iban_last4 payer_id payerId buyer_id customerEmail emailAddress fullName streetAddress address zipCode postalCode mobile
  dateOfBirth dob taxId username user_agent userAgent last4 shippingAddress`.split(/\s+/);

describe('names', () => {
  test.each([
    ['secrets', SECRET_NAMES, SECRETS],
    ['people', PERSONAL_NAMES, PEOPLE],
  ] as const)('%s go by the name of the member, however it is written', (_what, names, choice) => {
    const markers = new Markers();
    const payload = {
      flat: Object.fromEntries(names.map((name) => [name, markers.at(`member ${name}`)])),
      deep: [{ response: Object.fromEntries(names.map((name) => [name, markers.at(`deep ${name}`)])) }],
      inner: JSON.stringify(Object.fromEntries(names.map((name) => [name, markers.at(`in JSON ${name}`)]))),
      form: names.map((name) => `${name}=${markers.at(`form ${name}`)}`).join('&'),
      lines: names.map((name) => `${name}: "${markers.at(`line ${name}`)}"`).join('\n'),
    };
    const cut = JSON.stringify(
      Object.fromEntries(names.map((name) => [name, markers.at(`cut off ${name}`)])),
    ).slice(0, -1);
    const made = eventOf(payload, { attempt: { responseBody: bytes(cut) } });
    expectControl(made, markers);
    expect(leaks(made, markers, choice)).toEqual([]);
  });

  test('numbers, too', () => {
    const text =
      '{"pin": 4711, "otp": 123456, "phone": 4915112345678, "last4": 4242, "amount": 1500, "dob": {"year": 1815}}';
    const redactor = createRedactor(PEOPLE);
    expect(redactor.text(text)).toBe(
      '{"pin": 0, "otp": 0, "phone": 0, "last4": 0, "amount": 1500, "dob": {"year": 1900}}',
    );
  });

  test('all that stands in an address or in credentials', () => {
    const markers = new Markers();
    const made = eventOf({
      shipping_address: { line1: markers.at('line1'), door: markers.at('door'), country: 'DE' },
      evidence: { billing_address: `${markers.at('text')}, Berlin` },
      credentials: { user: 'app', key: markers.at('key'), more: [markers.at('more')] },
    });
    expectControl(made, markers);
    expect(leaks(made, markers, PEOPLE)).toEqual([]);
  });

  test.each(['王小明', '王明', '歐陽娜娜', '山田太郎', '김철수', 'Bo', 'Ann', 'Li Na', 'Ada Lovelace'])(
    '%s is found in free text of the same event',
    (name) => {
      const made = eventOf(
        { object: 'customer', name, description: `for ${name}, by mail`, note: `${name}您好` },
        { attempt: { responseBody: bytes(`<p>Hello ${name}!</p>`), errorMessage: `no user ${name}` } },
      );
      expect(outputs(made, () => NO_REDACTION)).toContain(name.toLowerCase());
      expect(outputs(made, () => createRedactor(PEOPLE))).not.toMatch(
        new RegExp(`(?<![a-z])${name.toLowerCase()}(?![a-z])`, 'u'),
      );
    },
  );

  test('a name is a word, not a part of one', () => {
    const redactor = createRedactor(PEOPLE);
    const text = '{"customer":{"name":"Ann"},"note":"Annual plan of Ann"}';
    redactor.nextEvent([text]);
    expect(redactor.text(text)).toBe('{"customer":{"name":"Person 1"},"note":"Annual plan of Person 1"}');
  });
});

describe('what is kept by allow-list', () => {
  test('headers keep their names, and their values only where these say what a message is', () => {
    const markers = new Markers();
    const made = eventOf({ a: 1 });
    const headers: [string, string][] =
      `X-Vercel-Protection-Bypass X-Session X-Forwarded-For X-Real-IP Cookie Set-Cookie
      Authorization X-Api-Key CF-Connecting-IP True-Client-IP X-Amzn-Oidc-Data X-Auth-Request-Email Forwarded X-My-Own
      Proxy-Authorization X-Csrf-Token Stripe-Signature X-Hub-Signature-256 X-Clerk-Auth-Token`
        .split(/\s+/)
        .map((name) => [name, markers.at(`header ${name}`)]);
    const [receipt] = made.event.receipts;
    const [attempt] = made.event.attempts;
    if (receipt === undefined || attempt === undefined) throw new Error('There is no example.');
    const event: ExportInput = {
      ...made.event,
      receipts: [{ ...receipt, headers }],
      attempts: [{ ...attempt, requestHeaders: headers, responseHeaders: headers }],
    };
    const all = { event, target: { url: 'http://localhost:8000/', headers } };
    expectControl(all, markers);
    expect(leaks(all, markers, SECRETS)).toEqual([]);
    expect(outputs(all, () => createRedactor(SECRETS))).toContain('x-my-own');
  });

  test('addresses keep the names of their parameters', () => {
    const redactor = createRedactor(SECRETS);
    expect(
      redactor.address(
        'https://u:pw@app.example.com/hook?type=invoice.paid&x-vercel-protection-bypass=abc&code=x#id_token=abc',
      ),
    ).toBe(
      'https://REMOVED@app.example.com/hook?type=invoice.paid&x-vercel-protection-bypass=REMOVED&code=REMOVED#REMOVED',
    );
    expect(redactor.address('/login?access_token=abc&page=2')).toBe('/login?access_token=REMOVED&page=2');
    expect(
      redactor.address('https://hooks.example.com/services/T024BE7LD/B0249ASDF/abcdEFGH1234ijklMNOP5678'),
    ).toBe('https://hooks.example.com/services/T024BE7LD/B0249ASDF/REMOVED');
    expect(redactor.text('see http://localhost:3000/a?code=abc, then')).toBe(
      'see http://localhost:3000/a?code=REMOVED, then',
    );
  });

  test('forms, by their type or their look', () => {
    const markers = new Markers();
    const form = `grant_type=x&custom=${markers.at('custom')}&code=${markers.at('code')}`;
    const type: [string, string][] = [['Content-Type', 'application/x-www-form-urlencoded']];
    const made = eventOf({ a: 1 }, { attempt: { responseBody: bytes(form), responseHeaders: type } });
    const parts: [string, string][] = [['Content-Type', 'multipart/form-data; boundary=b']];
    const multipart = eventOf(
      { a: 1 },
      {
        attempt: { responseBody: bytes(`--b\r\n\r\n${markers.at('part')}\r\n--b--`), responseHeaders: parts },
      },
    );
    const both = [made, multipart];
    for (const one of both) expect(leaks(one, markers, SECRETS)).toEqual([]);
  });

  test('what cannot be looked through does not leave', () => {
    for (const body of [
      Buffer.from('\u0000secret picture'),
      Buffer.from('password', 'utf16le'),
      Buffer.from([0x1f, 0x8b, 8, 1, 2, 3, 0xff]),
    ]) {
      const made = eventOf({ a: 1 }, { attempt: { responseBody: body } });
      const { attempts } = gate(made.event, createRedactor(SECRETS));
      expect(attempts[0]?.responseBody).toEqual({ text: 'REMOVED', encoding: 'utf8' });
    }
  });
});

test('redacting what was redacted changes nothing', () => {
  const name = fc.constantFrom(...SECRET_NAMES, ...PERSONAL_NAMES, 'name', 'email', 'note', 'amount', 'url');
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'sk_test_abcdefgh12345',
      'https://u:pw@h/p?a=b&type=x#f',
      'ada@example.org',
      'a=1&b=2',
      '王小明',
    ),
    fc.integer(),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.dictionary(name, value), fc.constantFrom(SECRETS, PEOPLE), (payload, choice) => {
      const once = (text: string): string => {
        const redactor = createRedactor(choice);
        redactor.nextEvent([text]);
        return redactor.text(text);
      };
      const first = once(JSON.stringify(payload));
      expect(once(first)).toBe(first);
    }),
  );
});
