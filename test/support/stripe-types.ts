// Every event type of the installed SDK, and objects made from the SDK's own declarations, so that words are tested against all that
// Stripe documents. The declarations are read line by line: they are generated, and one property stands on one line.
/// <reference types="node" />
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Json } from '#shared/domain/json-read.ts';

const SDK = join(dirname(createRequire(import.meta.url).resolve('stripe')), '../esm');
const RESOURCES = join(SDK, 'resources');

interface Property {
  type: string;
  doc: string;
}
interface Declaration {
  file: string;
  /** Names of the namespaces around it. */
  path: string[];
  /** null = a type alias. */
  properties: Map<string, Property> | null;
  alias: string;
}
interface SourceFile {
  declarations: Map<string, Declaration>;
  /** Local name → file and name there, or a whole index. */
  imports: Map<string, { file: string; name: string | null }>;
}

const files = new Map<string, SourceFile>();

function fileOf(path: string): SourceFile {
  const known = files.get(path);
  if (known !== undefined) return known;
  const parsed = parseFile(path, readFileSync(path, 'utf8'));
  files.set(path, parsed);
  return parsed;
}

function parseFile(file: string, source: string): SourceFile {
  const declarations = new Map<string, Declaration>();
  const imports: SourceFile['imports'] = new Map();
  const target = (from: string): string => join(dirname(file), from.replace(/\.js$/, '.d.ts'));
  const path: string[] = [];
  const blocks: ('namespace' | 'interface' | 'other')[] = [];
  let open: Declaration | null = null;
  let doc = '';
  for (const line of source.split('\n')) {
    const text = line.trim();
    if (/^(\/\*\*|\*)/.test(text)) {
      doc = text.startsWith('/**') ? text : `${doc} ${text}`;
      continue;
    }
    const named = /^(?:import|export) (?:type )?\{ (.+) \} from '(\.[^']+)'/.exec(text);
    const whole = /^import \* as (\w+) from '(\.[^']+)'/.exec(text);
    const all = /^export (?:type )?\* (?:as (\w+) )?from '(\.[^']+)'/.exec(text);
    if (named !== null) {
      for (const one of (named[1] ?? '').split(', ')) {
        const [name = '', local = name] = one.split(' as ');
        imports.set(local, { file: target(named[2] ?? ''), name });
      }
    } else if (whole !== null) {
      imports.set(whole[1] ?? '', { file: target(whole[2] ?? ''), name: null });
    } else if (all !== null) {
      imports.set(all[1] ?? `* ${all[2]}`, { file: target(all[2] ?? ''), name: null });
    }
    const block = /^(?:export )?(?:declare )?(namespace|interface|class) (\w+).*\{$/.exec(text);
    const alias = /^(?:export )?(?:declare )?type (\w+) = (.+);$/.exec(text);
    if (block !== null && block[1] === 'namespace') {
      blocks.push('namespace');
      path.push(block[2] ?? '');
    } else if (block !== null && block[1] === 'interface') {
      blocks.push('interface');
      open = { file, path: [...path], properties: new Map(), alias: '' };
      declarations.set([...path, block[2]].join('.'), open);
    } else if (text.endsWith('{')) {
      blocks.push('other');
    } else if (text.startsWith('}')) {
      const closed = blocks.pop();
      if (closed === 'namespace') path.pop();
      if (closed === 'interface') open = null;
    } else if (alias !== null) {
      const declaration = { file, path: [...path], properties: null, alias: alias[2] ?? '' };
      declarations.set([...path, alias[1]].join('.'), declaration);
    } else if (open !== null && blocks.at(-1) === 'interface') {
      const property = /^(?:readonly )?'?([\w.[\]-]+)'?\??: (.+);$/.exec(text);
      if (property !== null) open.properties?.set(property[1] ?? '', { type: property[2] ?? '', doc });
    }
    doc = '';
  }
  return { declarations, imports };
}

const found = new Map<string, Declaration | null>();

function find(name: string, file: string, path: readonly string[]): Declaration | null {
  const key = `${file} ${path.join('.')} ${name}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  const declaration = look(name, file, path);
  found.set(key, declaration);
  return declaration;
}

function look(name: string, file: string, path: readonly string[]): Declaration | null {
  const { declarations, imports } = fileOf(file);
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const here = declarations.get([...path.slice(0, depth), name].join('.'));
    if (here !== undefined) return here;
  }
  const [head = '', ...rest] = name.split('.');
  const imported = imports.get(head);
  if (imported !== undefined && existsSync(imported.file)) {
    const inner = imported.name === null ? rest : [imported.name, ...rest];
    const within = inner.length === 0 ? null : find(inner.join('.'), imported.file, []);
    // A namespace of an index: what is in it is imported there by its own name.
    return within ?? (rest.length === 0 ? null : find(rest.join('.'), imported.file, []));
  }
  for (const [local, { file: other }] of imports) {
    const there = local.startsWith('* ') && existsSync(other) ? find(name, other, []) : null;
    if (there !== null) return there;
  }
  return null;
}

/** 14 March 2027, noon in Greenwich. */
export const TYPED_AT = 1_805_025_600;
/** What people write: in a script that no word of the dashboard's English is in. */
export const FREE_TEXT = 'Ωμέγα';
const MOMENT = /(^|_)(at|end|start|date|until|by|anchor|attempt|time|on|created|after|timestamp|deadline)$/;
const AMOUNT = /(^|_)(amount|balance|total|fee|net)(_|$)/;
/** Sets a sentence or a note may name a value of. */
const TOLD_SETS = /(^|_)(status|reason|feedback|behavior|duration|mode|interval|method)$|^(fraud_type|type)$/;
/** Sets that the SDK calls a text, and names in the text's description. */
const DESCRIBED = /^(status|reason|failure_reason|fraud_type|closed_reason)$/;

/** Nesting beyond this is in no sentence, and takes long to make. */
const DEEPEST = 4;
/** Size of the largest set of values met: so many objects show all of them. */
let widest = 1;

function make(type: string, key: string, doc: string, at: Declaration, depth: number, turn: number): unknown {
  const pick = <T>(values: readonly T[]): T | undefined => {
    if (TOLD_SETS.test(key) && depth <= 3) widest = Math.max(widest, values.length);
    return values[turn % values.length];
  };
  const parts = type.split(' | ').filter((part) => part !== 'null' && part !== 'OtherString');
  const literals = parts.flatMap((part) => /^'(.*)'$/.exec(part)?.[1] ?? []);
  if (literals.length > 0) return key === 'currency' ? 'eur' : pick(literals);
  // References are ids in webhooks.
  const [first = ''] = parts.includes('string') ? ['string'] : parts;
  if (first === 'string') return makeText(key, doc, pick);
  if (first === 'number') return makeNumber(key, turn);
  if (first === 'boolean') return turn % 2 === 0;
  if (first === 'true' || first === 'false') return first === 'true';
  const list = /^(?:Array<(.+)>|(.+)\[\])$/.exec(type) ?? /^(?:Array<(.+)>|(.+)\[\])$/.exec(first);
  if (list !== null)
    return depth > DEEPEST - 1 ? [] : [make(list[1] ?? list[2] ?? '', key, doc, at, depth + 1, turn)];
  const page = /^ApiList<(.+)>$/.exec(first);
  if (page !== null) {
    const data = depth > DEEPEST - 1 ? [] : [make(page[1] ?? '', key, doc, at, depth + 1, turn)];
    return { object: 'list', data, has_more: false, url: '/v1/list' };
  }
  if (first === 'Metadata') return { plan: 'pro' };
  if (first === 'Decimal') return '1.5';
  const declared = find(first, at.file, at.path);
  if (declared === null || depth > DEEPEST) return null;
  if (declared.properties === null) return make(declared.alias, key, doc, declared, depth, turn);
  const name = first.split('.').at(-1) ?? '';
  const around = { ...declared, path: [...declared.path, name] };
  return Object.fromEntries(
    [...declared.properties].map(([inner, property]) => [
      inner,
      make(property.type, inner, property.doc, around, depth + 1, turn),
    ]),
  );
}

function makeText(key: string, doc: string, pick: (values: string[]) => string | undefined): string {
  if (key === 'currency' || key.endsWith('_currency')) return 'eur';
  if (key === 'customer') return 'cus_TypedCustomer01';
  if (key === 'customer_account') return 'acct_1TypedCustomer1';
  if (DESCRIBED.test(key)) {
    const named = [...doc.matchAll(/`([a-z][a-z0-9_]*)`/g)].map((match) => match[1] ?? '');
    return pick(named) ?? FREE_TEXT;
  }
  if (key === 'id' || /^(charge|payment_intent|invoice|subscription|price|product)$/.test(key)) {
    return `${key === 'id' ? 'obj' : key.slice(0, 2)}_1Typed0000000001`;
  }
  if (key.endsWith('last4')) return '4242';
  if (/(^|_)email$/.test(key)) return 'ωμέγα@example.com';
  return FREE_TEXT;
}

/** Another one in the next object, so that two of them show a change of everything. */
function makeNumber(key: string, turn: number): number {
  if (key === 'exp_year' || key === 'year') return 2027 + (turn % 3);
  if (MOMENT.test(key)) return TYPED_AT + turn * 86_400;
  return AMOUNT.test(key) && !key.includes('percent') ? 1500 + turn * 100 : 3 + (turn % 5);
}

const EVENTS = join(RESOURCES, 'Events.d.ts');
const THIN_EVENTS = join(RESOURCES, 'V2/Core/Events.d.ts');

const typesIn = (file: string): string[] => [
  ...new Set(
    [...readFileSync(file, 'utf8').matchAll(/^ {4}type: '([^']+)'/gm)].map((match) => match[1] ?? ''),
  ),
];

export const SNAPSHOT_TYPES: readonly string[] = typesIn(EVENTS);
export const THIN_TYPES: readonly string[] = typesIn(THIN_EVENTS);

/** Larger sets are of countries and of error codes, which are told by Stripe's message. */
const MOST_TURNS = 80;
const objects = new Map<string, Json[]>();

/** One object of an event's type for every value of the widest set in it. */
export function objectsOf(type: string): readonly Json[] {
  const event = [...fileOf(EVENTS).declarations].find(
    ([, { properties }]) => properties?.get('type')?.type === `'${type}'`,
  );
  if (event === undefined) throw new Error(`The SDK declares no event ${type}`);
  const data = find(`${event[0]}.Data`, EVENTS, []);
  const object = data?.properties?.get('object');
  if (data === null || object === undefined) throw new Error(`The SDK gives ${type} no object`);
  const known = objects.get(object.type);
  if (known !== undefined) return known;
  widest = 1;
  const made: Json[] = [];
  objects.set(object.type, made);
  // At least two, of which one can be what the other was before.
  for (let turn = 0; turn < Math.min(MOST_TURNS, Math.max(2, widest)); turn += 1) {
    made.push((make(object.type, 'object', '', data, 0, turn) ?? {}) as Json);
  }
  return made;
}
