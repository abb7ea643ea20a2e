// Requests as the Stripe CLI makes them, complete and signed before the clock starts: 4 to 5 KB, each with an event id of its own.
import { createHmac } from 'node:crypto';
import { eventFixture } from '../test/support/stripe-stand-in/event-fixture.ts';

const ID_LENGTH = 28;
const PLACEHOLDER = `evt_${'0'.repeat(ID_LENGTH - 4)}`;
/** What an integration hangs on its objects; brings the fixtures to the size of a real account's events. */
const METADATA = Object.fromEntries(
  Array.from({ length: 16 }, (_, index) => [
    `tenant_attribute_${index}`,
    `value-${index}-of-a-real-integration`,
  ]),
);

export const EVENT_TYPES = ['customer.subscription.updated', 'invoice.paid'] as const;

/** @param number from 0, unique within `run`, which is up to 16 letters or digits */
export function eventId(run: string, number: number): string {
  return `evt_${run}${String(number).padStart(ID_LENGTH - 4 - run.length, '0')}`;
}

/** As many events as a payment makes that say something about a plan; the next ones are another customer's. */
const EVENTS_OF_A_CUSTOMER = 8;
const CUSTOMER_ID_LENGTH = 14;
const CUSTOMER = '0'.repeat(CUSTOMER_ID_LENGTH);

/** Bodies of events with ids by `eventId`. */
export function createBodies(): (id: string) => Buffer {
  const templates = EVENT_TYPES.map((type) => {
    const [customerId, subscriptionId] = [`cus_${CUSTOMER}`, `sub_${CUSTOMER}`];
    const fixture = { type, id: PLACEHOLDER, customerId, subscriptionId, object: { metadata: METADATA } };
    const body = Buffer.from(eventFixture(fixture));
    const [id] = placesOf(PLACEHOLDER, body);
    const customers = [customerId, subscriptionId].flatMap((known) => placesOf(known, body));
    return { body, id: id ?? 0, customers: customers.map((place) => place + 'cus_'.length) };
  });
  let next = 0;
  return (id) => {
    const template = templates[next % templates.length];
    const body = Buffer.from(template?.body ?? '');
    body.write(id, template?.id ?? 0, ID_LENGTH, 'latin1');
    const number = String(Math.floor(next / EVENTS_OF_A_CUSTOMER));
    const customer = id.slice(4, 12) + number.padStart(CUSTOMER_ID_LENGTH - 8, '0');
    for (const place of template?.customers ?? []) body.write(customer, place, CUSTOMER_ID_LENGTH, 'latin1');
    next += 1;
    return body;
  };
}

function placesOf(text: string, body: Buffer): number[] {
  const places: number[] = [];
  for (let at = body.indexOf(text); at !== -1; at = body.indexOf(text, at + 1)) places.push(at);
  return places;
}

export interface SignedRequests {
  run: string;
  count: number;
  port: number;
  path: string;
  secret: string;
}

/** Head and body of each request in one buffer, signed now. Source of the headers: Stripe CLI 1.52, observed. */
export function signedRequests({ run, count, port, path, secret }: SignedRequests): Buffer[] {
  const bodyOf = createBodies();
  const timestamp = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, (_, number) => {
    const body = bodyOf(eventId(run, number));
    const v1 = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
    const head =
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
      'User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\n' +
      `Content-Length: ${body.byteLength}\r\nAccept: */*; q=0.5, application/xml\r\nCache-Control: no-cache\r\n` +
      `Content-Type: application/json; charset=utf-8\r\nStripe-Signature: t=${timestamp},v1=${v1}\r\n` +
      'Accept-Encoding: gzip\r\n\r\n';
    return Buffer.concat([Buffer.from(head, 'latin1'), body]);
  });
}

/** Says what is wrong when `found` is anything but each of `expected` once. */
export function differences(what: string, expected: readonly string[], found: readonly string[]): string[] {
  const distinct = new Set(found);
  const lost = expected.filter((id) => !distinct.has(id)).length;
  const doubled = found.length - distinct.size;
  return lost === 0 && doubled === 0 && found.length === expected.length
    ? []
    : [`${what}: ${expected.length} sent, ${found.length} found, ${lost} lost, ${doubled} doubled`];
}
