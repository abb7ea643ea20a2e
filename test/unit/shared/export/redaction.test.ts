// Redaction: secrets never get out, people only by choice, and everything else stays to the byte.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExportInput } from '#shared/domain/export/export-input.ts';
import { gate } from '#shared/domain/export/gate.ts';
import { createRedactor, type RedactionChoice } from '#shared/domain/export/redaction.ts';
import { eventFixture, FIXTURE_TYPES } from '../../../support/stripe-stand-in/event-fixture.ts';

const SECRETS_ONLY: RedactionChoice = { personal: false, metadata: false, keepSignatures: false };
const PERSONAL: RedactionChoice = { ...SECRETS_ONLY, personal: true };
function redact(text: string, choice = SECRETS_ONLY, known: string[] = []): string {
  const redactor = createRedactor(choice, known);
  redactor.nextEvent([text]);
  return redactor.text(text);
}

const NOTHING: ExportInput = {
  id: 'evt_1',
  type: 'invoice.paid',
  account: null,
  receivedAt: 1,
  source: 'cli',
  body: Buffer.alloc(0),
  receipts: [],
  attempts: [],
};

const alphanumeric = (min: number, max: number) =>
  fc.stringMatching(new RegExp(`^[A-Za-z0-9]{${min},${max}}$`));

/** A secret and the part of it that must not get out. */
const secret = fc.oneof(
  alphanumeric(12, 40).map((core) => ({ whole: `whsec_${core}`, core })),
  fc
    .tuple(
      fc.constantFrom('sk_test_', 'sk_live_', 'rk_test_', 'rk_live_', 'rkcs_test_'),
      alphanumeric(16, 60),
    )
    .map(([prefix, core]) => ({ whole: prefix + core, core })),
  fc
    .tuple(fc.constantFrom('pi', 'seti', 'cs_test'), alphanumeric(14, 30), alphanumeric(14, 30))
    // The id is no secret and stays.
    .filter(([, id, core]) => !id.includes(core))
    .map(([prefix, id, core]) => ({ whole: `${prefix}_${id}_secret_${core}`, core })),
  alphanumeric(20, 40).map((core) => ({ whole: `Bearer ${core}`, core })),
  alphanumeric(12, 20).map((core) => ({ whole: `postgres://user:${core}@db.example/app`, core })),
);

describe('secrets', () => {
  test('no secret gets out, wherever it stands, in JSON, in text, or escaped', () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), ({ whole, core }, before, after) => {
        const said = `${before} ${whole} ${after}`;
        for (const text of [
          JSON.stringify({ a: [{ b: said }], [said]: 1 }),
          JSON.stringify(said),
          `<pre>${said}</pre>`,
          JSON.stringify({ a: whole }).replace(core, core.replaceAll(/./g, escapedMark)),
        ]) {
          const result = redact(text);
          expect(result).not.toContain(core);
          expect(decoded(result)).not.toContain(core);
        }
      }),
    );
  });

  test('client_secret and its like go by their name, and keep their form where they have one', () => {
    const text = '{"client_secret": "pi_3Nabc123_secret_0123456789abcdef", "password": "x", "secret": ""}';
    expect(redact(text)).toBe(
      '{"client_secret": "pi_3Nabc123_secret_REMOVED", "password": "REMOVED", "secret": ""}',
    );
  });

  test('a secret that looks like nothing is known by its value', () => {
    expect(redact('{"a":"my own phrase!"}', SECRETS_ONLY, ['my own phrase!'])).toBe('{"a":"REMOVED"}');
  });

  test('headers: credentials keep their scheme, signatures go unless they are kept', () => {
    const headers: [string, string][] = [
      ['Authorization', 'Bearer abc'],
      ['Cookie', 'a=b'],
      ['X-Api-Key', 'abc'],
      ['Stripe-Signature', 't=1,v1=a'],
      ['X-Tenant', 'one'],
    ];
    expect(createRedactor(SECRETS_ONLY).headers(headers)).toEqual([
      ['Authorization', 'Bearer REMOVED'],
      ['Cookie', 'REMOVED'],
      ['X-Api-Key', 'REMOVED'],
      // Nobody can know what a header of one's own says.
      ['X-Tenant', 'REMOVED'],
    ]);
    expect(createRedactor({ ...SECRETS_ONLY, keepSignatures: true }).headers(headers)).toContainEqual([
      'Stripe-Signature',
      't=1,v1=a',
    ]);
  });

  test('where there is none, nothing changes, and taking out twice is taking out once', () => {
    for (const type of FIXTURE_TYPES) {
      const text = eventFixture({ type });
      const redactor = createRedactor(SECRETS_ONLY);
      expect(redactor.text(text)).toBe(text);
      expect(redactor.removed()).toEqual({ secrets: 0, personal: 0 });
    }
    fc.assert(
      fc.property(fc.json(), secret, (json, { whole }) => {
        const once = redact(`[${json}, ${JSON.stringify(whole)}]`);
        expect(redact(once)).toBe(once);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(redact(json)).toBe(json);
      }),
    );
  });

  test('bytes that are no text hide nothing either', () => {
    const bytes = Buffer.concat([
      Buffer.from('{"client_secret":"x1y2z3","email":"ada@example.org","b":"'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('"}'),
    ]);
    const input = { ...NOTHING, body: bytes };
    const { text, encoding } = gate(input, createRedactor(PERSONAL)).body;
    expect(encoding).toBe('base64');
    expect(Buffer.from(text, 'base64').toString('latin1')).toBe(
      '{"client_secret":"REMOVED","email":"person-1@example.com","b":"\u00ff\u00c3"}',
    );
  });

  test('members called like what every object has are members like others', () => {
    const text = '{"constructor":"a","__proto__":"b","toString":{"hasOwnProperty":"c"}}';
    expect(redact(text, PERSONAL)).toBe(text);
  });

  test('publishable keys, ids and numbers with many digits are left alone', () => {
    const text =
      '{"key":"pk_test_51Habcdefghijklmn", "n": 12345678901234567890, "x": 1.10, "id":"evt_1secret"}';
    expect(redact(text, PERSONAL)).toBe(text);
  });
});

describe('personal data', () => {
  const story = {
    id: 'evt_1',
    object: 'event',
    data: {
      object: {
        id: 'cus_1',
        object: 'customer',
        name: 'Ada Lovelace',
        email: 'Ada@Example.org',
        phone: '+44 20 7946 0000',
        description: 'met in 1842',
        address: {
          city: 'London',
          country: 'GB',
          line1: '12 St James',
          line2: null,
          postal_code: 'SW1',
          state: '',
        },
        shipping: { name: 'Ada Lovelace', phone: null },
        metadata: { plan: 'pro', note: 'ask ada@example.org' },
      },
      previous_attributes: { name: 'Ada Byron', email: null },
    },
    request: { id: 'req_1' },
    type: 'customer.updated',
  };

  test('people are gone, their story is not', () => {
    const result = JSON.parse(redact(JSON.stringify(story), PERSONAL)) as typeof story;
    expect(result.data.object).toEqual({
      id: 'cus_1',
      object: 'customer',
      name: 'Person 1',
      email: 'person-1@example.com',
      phone: '+15551000001',
      description: 'Text 1',
      address: {
        city: 'City 1',
        country: 'GB',
        line1: 'Street 1',
        line2: null,
        postal_code: '00001',
        state: '',
      },
      shipping: { name: 'Person 1', phone: null },
      metadata: { plan: 'pro', note: 'ask person-1@example.com' },
    });
    expect(result.data.previous_attributes).toEqual({ name: 'Person 2', email: null });
    expect(result.request).toEqual(story.request);
  });

  test('products keep their names; cards, banks, births and links to invoices do not', () => {
    const text = JSON.stringify({
      product: { object: 'product', name: 'Pro plan', description: 'For Ada Lovelace' },
      card: { last4: '4242', brand: 'visa', exp_year: 2030, fingerprint: 'Xt5EWLLDS7FJjR1c' },
      us_bank_account: { routing_number: '110000000', bank_name: 'STRIPE TEST BANK' },
      individual: { dob: { day: 10, month: 12, year: 1815 }, name: 'Ada Lovelace' },
      hosted_invoice_url: 'https://invoice.stripe.com/i/acct_1/live_x',
      custom_fields: [{ key: 'size', text: { value: 'I am Ada' } }],
      customer_tax_ids: [{ type: 'eu_vat', value: 'DE123456789' }],
      online: { ip_address: '203.0.113.9', user_agent: 'Mozilla/5.0' },
    });
    expect(JSON.parse(redact(text, PERSONAL))).toEqual({
      product: { object: 'product', name: 'Pro plan', description: 'For Person 1' },
      card: { last4: '0001', brand: 'visa', exp_year: 2030, fingerprint: '0000000000000002' },
      us_bank_account: { routing_number: '000000003', bank_name: 'Text 1' },
      individual: { dob: { day: 1, month: 1, year: 1900 }, name: 'Person 1' },
      hosted_invoice_url: 'https://example.com/removed/1',
      custom_fields: [{ key: 'size', text: { value: 'Text 2' } }],
      customer_tax_ids: [{ type: 'eu_vat', value: '00000000004' }],
      online: { ip_address: '198.18.0.1', user_agent: 'Text 3' },
    });
  });

  test('metadata goes whole, if that is chosen', () => {
    const text = '{"metadata":{"plan":"pro","nested":{"x":"y"}},"plan":"pro"}';
    expect(redact(text, { ...PERSONAL, metadata: true })).toBe(
      '{"metadata":{"plan":"Text 1","nested":{"x":"Text 2"}},"plan":"pro"}',
    );
  });

  test('the same email is the same person throughout, another is another', () => {
    const redactor = createRedactor(PERSONAL);
    const first = redactor.text('{"email":"ada@example.org"}');
    redactor.nextEvent([]);
    expect(redactor.text('{"email":"bob@example.org"}')).not.toBe(first);
    redactor.nextEvent([]);
    expect(redactor.text('{"email":"ADA@example.org"}')).toBe(first);
    expect(redactor.text('no JSON: ada@example.org!')).toBe('no JSON: person-1@example.com!');
  });

  const person = fc.record({
    name: fc.tuple(alphanumeric(4, 10), alphanumeric(4, 10)).map(([a, b]) => `${a}Q ${b}Q`),
    local: alphanumeric(6, 20),
  });

  test('nobody gets out, structure and order stay, white space and other values too', () => {
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 5 }),
        fc.json(),
        fc.constantFrom(0, 2),
        (people, json, indent) => {
          const text = JSON.stringify(
            people.map(({ name, local }, index) => ({
              n: index,
              object: 'customer',
              name,
              email: `${local}@mail.example.org`,
              note: `from ${name}, ${local}@mail.example.org`,
              other: 'stays',
            })),
            null,
            indent,
          );
          const whole = `{"people": ${text}, "json": ${json}}`;
          const result = redact(whole, PERSONAL);
          for (const { name, local } of people) {
            expect(result).not.toContain(name);
            expect(result).not.toContain(`${local}@`);
          }
          const before = JSON.parse(whole) as { people: object[] };
          const after = JSON.parse(result) as { people: Record<string, unknown>[] };
          expect(after.people.map((one) => Object.keys(one))).toEqual(
            before.people.map((one) => Object.keys(one)),
          );
          expect(after.people.map(({ n, other }) => [n, other])).toEqual(
            before.people.map((_one, index) => [index, 'stays']),
          );
          // What stands between the values is not touched.
          expect(withoutStrings(result)).toBe(withoutStrings(whole));
        },
      ),
    );
  });
});

function escapedMark(mark: string): string {
  return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function decoded(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

function withoutStrings(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
}
