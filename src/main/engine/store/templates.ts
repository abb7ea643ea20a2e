// Headers are nearly the same every time. What they have in common is stored once, a row holds what varies: `#12["t=…","4096"]`.
import type { HeaderList, SignatureCheck } from '#shared/contract/events.ts';
import type { Db } from './open-database.ts';

/** Values that are other ones each time, whatever they look like. */
const VARYING_NAMES =
  /^(stripe-signature|content-length|date|etag|age|set-cookie|x-request-id|x-runtime|traceparent|idempotency-key)$/i;
const VARYING_VALUE = /\d{6,}|[0-9a-f-]{16,}/i;
/** A backend whose every answer has another shape gains nothing from templates. */
const MOST_TEMPLATES = 2_000;

export interface ReceiptSignature {
  receiptId: number;
  value: string;
}

export interface Templates {
  /** @param receipt the receipt that is passed on: a value that is just its signature is not written again */
  writeHeaders(headers: HeaderList, receipt?: ReceiptSignature): string;
  writeCheck(check: SignatureCheck): string;
  writeText(text: string): string;
  /** The template was inserted in a transaction that was rolled back. */
  rolledBack(): void;
}

export function createTemplates(db: Db): Templates {
  const all = db.prepare<[], { id: number; text: string }>('SELECT id, text FROM templates');
  const insert = db.prepare<[string]>('INSERT INTO templates (text) VALUES (?)');
  let known: Map<string, number> | null = null;

  /** null = there are too many already. */
  function idOf(text: string): number | null {
    known ??= new Map(all.all().map((row) => [row.text, row.id]));
    const id = known.get(text);
    if (id !== undefined) return id;
    if (known.size >= MOST_TEMPLATES) return null;
    const added = Number(insert.run(text).lastInsertRowid);
    known.set(text, added);
    return added;
  }

  return {
    writeHeaders(headers, receipt) {
      if (headers.some(([, value]) => value.includes(MARK))) return JSON.stringify(headers);
      const varying: string[] = [];
      const common = headers.map(([name, value]): [string, string | 0] => {
        if (!VARYING_NAMES.test(name) && !VARYING_VALUE.test(value)) return [name, value];
        varying.push(value === receipt?.value ? `${MARK}r${receipt.receiptId}` : shortened(value));
        return [name, 0];
      });
      const id = idOf(JSON.stringify(common));
      return id === null ? JSON.stringify(headers) : `#${id}${JSON.stringify(varying)}`;
    },
    writeCheck({ timestamp, ageSeconds, ...common }) {
      const id = idOf(JSON.stringify(common));
      return id === null
        ? JSON.stringify({ timestamp, ageSeconds, ...common })
        : `#${id}${JSON.stringify([timestamp, ageSeconds])}`;
    },
    writeText(text) {
      const id = idOf(JSON.stringify(text));
      // Marked where it might be taken for a template.
      return id === null ? (/^[#=]/.test(text) ? `=${text}` : text) : `#${id}`;
    },
    rolledBack() {
      known = null;
    },
  };
}

export interface TemplateReads {
  readHeaders(stored: string): HeaderList;
  readCheck(stored: string): SignatureCheck;
  readText(stored: string): string;
}

export function createTemplateReads(db: Db): TemplateReads {
  const textOf = db.prepare<[number], string>('SELECT text FROM templates WHERE id = ?').pluck();
  const receiptHeaders = db.prepare<[number], string>('SELECT headers FROM receipts WHERE id = ?').pluck();
  const known = new Map<number, unknown>();

  /** null = it was stored whole. */
  function split(stored: string): { common: unknown; varying: string } | null {
    const [whole, digits] = /^#(\d+)/.exec(stored) ?? [];
    if (whole === undefined) return null;
    const id = Number(digits);
    if (!known.has(id)) {
      const text = textOf.get(id);
      if (text === undefined) throw new Error(`Template ${id} is missing from the database: it is damaged.`);
      known.set(id, JSON.parse(text));
    }
    return { common: known.get(id), varying: stored.slice(whole.length) };
  }

  function readHeaders(stored: string): HeaderList {
    const parts = split(stored);
    if (parts === null) return JSON.parse(stored) as HeaderList;
    const values = (JSON.parse(parts.varying) as string[]).values();
    return (parts.common as [string, string | 0][]).map(([name, value]): [string, string] => [
      name,
      value === 0 ? valueOf(values.next().value ?? '') : value,
    ]);
  }

  function valueOf(written: string): string {
    if (!written.startsWith(`${MARK}r`)) return lengthened(written);
    const headers = receiptHeaders.get(Number(written.slice(2)));
    return (headers === undefined ? undefined : signatureIn(readHeaders(headers))) ?? '';
  }

  return {
    readHeaders,
    readCheck(stored) {
      const parts = split(stored);
      if (parts === null) return knownCheck(JSON.parse(stored) as SignatureCheck);
      const [timestamp = null, ageSeconds = null] = JSON.parse(parts.varying) as (number | null)[];
      return knownCheck({
        ...(parts.common as Omit<SignatureCheck, 'timestamp' | 'ageSeconds'>),
        timestamp,
        ageSeconds,
      });
    },
    readText(stored) {
      const parts = split(stored);
      return parts === null ? stored.replace(/^=/, '') : (parts.common as string);
    },
  };
}

/** No header can hold it. Source: RFC 9110, field values; Node refuses it as well. */
const MARK = '\x7f';

/** A signature is mostly hex digits, which take a third less as base64; a date is a number. */
function shortened(value: string): string {
  const seconds = Date.parse(value) / 1_000;
  if (Number.isInteger(seconds) && seconds > 0 && new Date(seconds * 1_000).toUTCString() === value) {
    return `${MARK}d${seconds.toString(36)}`;
  }
  return value.replaceAll(
    /[0-9a-f]{64}/g,
    (hex) => `${MARK}h${Buffer.from(hex, 'hex').toString('base64url')}`,
  );
}

function lengthened(value: string): string {
  if (value.startsWith(`${MARK}d`))
    return new Date(Number.parseInt(value.slice(2), 36) * 1_000).toUTCString();
  return value.replaceAll(/\x7fh([\w-]{43})/g, (_whole, text: string) =>
    Buffer.from(text, 'base64url').toString('hex'),
  );
}

export function signatureIn(headers: HeaderList): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === 'stripe-signature')?.[1];
}

/** An earlier version took any number of digits for a time. */
function knownCheck(check: SignatureCheck): SignatureCheck {
  return check.timestamp === null || Number.isSafeInteger(check.timestamp)
    ? check
    : { ...check, timestamp: null, ageSeconds: null };
}
