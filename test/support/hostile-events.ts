// Events as no client of Stripe would write them, yet any program on the machine can post: for tests of what survives them.
import fc from 'fast-check';
import {
  generateScenario,
  SCENARIO_API_VERSIONS,
  SCENARIO_IDS,
  versionsOf,
} from '#shared/domain/scenarios/scenarios.ts';

export interface HostileRequest {
  /** The text that is posted. */
  body: string;
  /** Besides the signature. */
  headers: [string, string][];
  /** null = signed as Stripe signs. */
  signature: string | null;
  path: string;
}

/** JSON as text, because not all that can be written in it survives JSON.stringify. */
type Raw = string;

const nested = (open: string, close: string, depth: number): Raw =>
  `${open.repeat(depth)}1${close.repeat(depth)}`;

const numbers = fc.constantFrom<Raw>(
  '0',
  '-0',
  '-1',
  '0.5',
  '1e3',
  '1e400',
  '-1e400',
  '1e-400',
  '1796000000',
  '1796000000000',
  '1796000000000000',
  '1796000000.123',
  '-1796000000',
  '8640000000000',
  '8640000000001',
  '9007199254740991',
  '9007199254740992',
  '-9007199254740993',
  '99999999999999999999',
  '4503599627370496',
  '2147483648',
);
const oddTexts = fc.constantFrom(
  '',
  ' ',
  '.',
  '..',
  '/',
  '%',
  '%2F',
  '%00',
  'a/b/../c',
  '?a=b#c',
  '\\',
  '"',
  "'",
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  '\u2028',
  '\ufeff',
  '🐟',
  'ünïcode 測試',
  '__proto__',
  'constructor',
  'toString',
  'values',
  'null',
  'true',
  '-1',
  '1e400',
  'usd',
  'USD',
  'x'.repeat(200),
  'x'.repeat(255),
  'x'.repeat(256),
  '漢'.repeat(300),
  'NaN',
  'Infinity',
  '2026-13-45T99:99:99Z',
  '+275760-09-13T00:00:00.001Z',
  '-000001-01-01T00:00:00Z',
  '<script>',
  '${x}',
  'a,b',
  'a\r\nb',
  '\u202e',
  'guest:x',
  'y'.repeat(20_000),
);
const texts = fc.oneof(oddTexts, fc.string({ unit: 'binary', maxLength: 12 }));
const leaves = fc.oneof(
  numbers,
  texts.map((text) => JSON.stringify(text)),
  fc.constantFrom<Raw>(
    'null',
    'true',
    'false',
    '[]',
    '{}',
    '[[]]',
    '[null]',
    '[1,"a",{}]',
    '"\\ud800"',
    '"\\u0000"',
    '{"data":[]}',
    '{"data":{}}',
    '{"id":{"id":1}}',
  ),
);
const deep = fc.constantFrom<Raw>(
  nested('[', ']', 5_000),
  nested('[', ']', 60_000),
  nested('{"a":', '}', 60_000),
  nested('{"a":', '}', 5_000),
  nested('{"data":{"object":', '}}', 400),
  nested('{"items":{"data":[{"price":', '}]}}', 1_200),
);
const objects = fc
  .array(
    fc.tuple(
      fc.oneof(texts, fc.constantFrom('id', 'object', 'amount', 'currency', 'customer', 'data', 'length')),
      leaves,
    ),
    { maxLength: 4 },
  )
  .map((members): Raw => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`);
const values = fc.oneof(
  { weight: 6, arbitrary: leaves },
  { weight: 2, arbitrary: objects },
  { weight: 1, arbitrary: deep },
);

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, part]) =>
    pathsOf(part, [...path, Array.isArray(value) ? Number(name) : name]),
  );
  return [path, ...inner];
}

/** Of every scenario, in both renderings, and thin ones. */
const BASES: readonly object[] = [
  ...SCENARIO_API_VERSIONS.flatMap((apiVersion, version) =>
    SCENARIO_IDS.filter((id) => versionsOf(id).includes(apiVersion)).flatMap((id, index) =>
      generateScenario(id, { startAt: 1_796_000_000, apiVersion, seed: index * 7 + version }).map(
        ({ event }) => event as object,
      ),
    ),
  ),
  {
    id: 'evt_thin',
    object: 'v2.core.event',
    type: 'v1.customer.updated',
    created: '2026-11-30T12:00:00.000Z',
    livemode: false,
    context: 'acct_1',
    reason: { type: 'request', request: { id: 'req_1', idempotency_key: 'k' } },
    related_object: { id: 'cus_1', type: 'customer', url: '/v1/customers/cus_1' },
  },
];

interface Change {
  at: number;
  /** null = the member goes. */
  value: Raw | null;
  /** Written a second time, with the same name. */
  twice: boolean;
}

/** Places that the engine reads are hit more often than the rest. */
const READ =
  /^(id|type|object|created|account|context|livemode|api_version|request|customer.*|currency|amount.*|quantity|unit_amount.*|total.*|status|items|data|price|plan|.*_(at|end|start|date)|metadata|name|email|interval.*|percent_off|previous_attributes|lines|object)$/;

function rendered(base: object, changes: readonly Change[], id: Raw): Raw {
  const paths = pathsOf(base).filter(({ length }) => length > 0);
  const read = paths.filter((path) => READ.test(String(path.at(-1))));
  const byPath = new Map<string, Change>();
  for (const change of changes) {
    const from = change.at % 4 === 0 ? paths : read;
    byPath.set(JSON.stringify(from[Math.floor(change.at / 4) % from.length]), change);
  }
  const write = (value: unknown, path: Path): Raw | null => {
    if (path.length === 1 && path[0] === 'id' && !byPath.has(JSON.stringify(path))) return id;
    const change = byPath.get(JSON.stringify(path));
    if (change !== undefined) return change.value;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (Array.isArray(value))
      return `[${value.map((item, index) => write(item, [...path, index]) ?? 'null').join(',')}]`;
    const members = Object.entries(value).flatMap(([name, part]) => {
      const text = write(part, [...path, name]);
      if (text === null) return [];
      const member = `${JSON.stringify(name)}:${text}`;
      return byPath.get(JSON.stringify([...path, name]))?.twice === true
        ? [`${JSON.stringify(name)}:null`, member]
        : [member];
    });
    return `{${members.join(',')}}`;
  };
  return write(base, []) ?? 'null';
}

const signature = fc.oneof(
  { weight: 8, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      `t=99999999999999999999,v1=${'0'.repeat(64)}`,
      `t=9007199254740993,v1=${'0'.repeat(64)}`,
      `t=0,v1=${'é'.repeat(64)}`,
      't=,v1=',
      't=1',
      '',
      't=-1,v1=a',
      `t=1.5,v1=${'0'.repeat(64)}`,
      `t=1e400,v1=x`,
      `t=${'9'.repeat(4_000)},v1=x`,
    ),
  },
);
const header = fc.tuple(
  fc.constantFrom(
    'X-Odd',
    'User-Agent',
    'Content-Type',
    'Accept',
    'Cookie',
    '__proto__',
    'constructor',
    'X-Ünï'.normalize('NFD').replaceAll(/[^\w-]/g, ''),
  ),
  fc.oneof(
    fc.constantFrom('', ' ', 'é', '%00', '"', 'a;b=c', 'x'.repeat(3_000), 'application/json; charset=utf-16'),
    fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, '?')),
  ),
);

export function hostileRequest(): fc.Arbitrary<HostileRequest> {
  const id = fc.oneof(
    { weight: 3, arbitrary: fc.uuid().map((uuid) => JSON.stringify(`evt_${uuid}`)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.uuid(), texts)
        .map(([uuid, text]) => JSON.stringify(`${text.slice(0, 200)}${uuid}`)),
    },
    { weight: 1, arbitrary: texts.map((text) => JSON.stringify(text)) },
  );
  const change = fc.record({
    at: fc.nat(4_000),
    value: fc.oneof({ weight: 9, arbitrary: values }, { weight: 1, arbitrary: fc.constant(null) }),
    twice: fc.boolean(),
  });
  const body = fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .tuple(fc.nat(BASES.length - 1), fc.array(change, { maxLength: 6 }), id)
        .map(([index, changes, newId]) => rendered(BASES[index] ?? {}, changes, newId)),
    },
    { weight: 1, arbitrary: values },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
  );
  return fc.record({
    body,
    headers: fc.array(header, { maxLength: 3 }),
    signature,
    path: fc.constantFrom(
      '/',
      '/webhooks',
      '/%00',
      '/a?b=%ff&__proto__=1',
      '//',
      '/é'.replaceAll('é', '%C3%A9'),
    ),
  });
}
