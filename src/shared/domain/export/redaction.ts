// Takes secrets out of what leaves Hookline, always, and personal data by choice. Whatever is not taken out stays to the byte.
import { applyChanges, readJsonSpans, stringAt, type JsonNode, type TextChange } from './json-spans.ts';
import { isAddressHeader, mayKeepHeader } from './allow-lists.ts';
import {
  isBirth,
  isMetadata,
  personalKind,
  personalKindOfName,
  type Surroundings,
} from './personal-members.ts';
import { createPseudonyms, type PersonalKind } from './pseudonyms.ts';
import { isForm, safeAddress, safeAddresses, safeForm } from './safe-address.ts';
import { holdsSecrets, isSecretName, isSecretValue, plainMemberName } from './secret-names.ts';
import { knownForms, REMOVED, withoutSecrets } from './secret-patterns.ts';

export interface RedactionChoice {
  /** Emails, names, phones, addresses, IP addresses, digits of cards and banks. */
  personal: boolean;
  /** Every value in `metadata`, too, whatever it says. */
  metadata: boolean;
  /** false = Stripe-Signature headers go. They are no secret, yet prove that a payload came from Stripe. */
  keepSignatures: boolean;
}

export type Headers = readonly (readonly [name: string, value: string])[];

/** How many values were taken out. */
export interface Removed {
  secrets: number;
  personal: number;
}

export interface Redactor {
  /**
   * A text in which anything may stand. JSON keeps its form, the order of its members and its white space; forms and addresses keep
   * the names of their parameters; other text loses what looks like a secret, by its form or by the name before it.
   */
  text(text: string): string;
  /** A form body, whatever it looks like. */
  form(text: string): string;
  /** An address, or the path of a request. */
  address(text: string): string;
  headers(headers: Headers): [string, string][];
  /** To be called with the texts of an event before any of them is redacted: names are looked for in all of them. */
  nextEvent(texts: readonly string[]): void;
  removed(): Removed;
}

const EMAIL = /[^\s"'<>()[\]{},;:@\\/=?&]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}[\p{L}\p{N}-]{1,62}/gu;
/** `password=`, `"api_key": `, `Authorization: `: a name, and what separates it from its value. */
const PAIR = /(?<![\w-])(["']?)([A-Za-z][\w.-]{1,63})\1[ \t]{0,8}[:=][ \t]{0,8}/g;
/** In quotes, or up to where a sentence or a list goes on; two words, for a scheme and its credentials. */
const VALUE =
  /"((?:[^"\\\n]|\\.){0,4000})|'([^'\n]{0,4000})|([^\s,;&<>"'{}()[\]]{1,4000}(?:[ \t]+[^\s,;&<>"'{}()[\]]{1,4000})?)/y;
/** An id or a word: no structure, no address, nothing encoded. */
const PLAIN = /^(?:[A-Za-z0-9][\w-]{0,22}|(?!eyJ)[a-z]{2,10}_(?:test_|live_)?[A-Za-z0-9]{1,60})$/;
const BASE64 = /^[A-Za-z0-9+/_-]{24,}={0,2}$/;
/** Scripts that separate words by nothing: a name is found wherever it stands. */
const NO_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** @param known secrets known by their value */
export function createRedactor(choice: RedactionChoice, known: readonly string[] = []): Redactor {
  const secrets = knownForms(known);
  const pseudonyms = createPseudonyms();
  const removed: Removed = { secrets: 0, personal: 0 };
  /** Names of the people of this event, longest first. */
  let names: { name: string; pattern: RegExp }[] = [];

  /** A piece of text, after its structure was read. */
  function clean(text: string): string {
    const bare = withoutSecrets(text, secrets);
    if (bare !== text) removed.secrets += 1;
    if (!choice.personal) return bare;
    let result = bare;
    if (result.includes('@')) result = result.replace(EMAIL, (email) => pseudonyms.of('email', email));
    for (const { name, pattern } of names) {
      if (result.includes(name)) result = result.replace(pattern, () => pseudonyms.of('name', name));
    }
    if (result !== bare) removed.personal += 1;
    return result;
  }

  /** Text that is neither JSON nor a form. */
  function sweep(text: string): string {
    const addresses = safeAddresses(text, cleanPart);
    if (addresses !== text) removed.secrets += 1;
    return cleanPart(addresses);
  }

  function cleanPart(text: string): string {
    return clean(withoutPairs(text));
  }

  function withoutPairs(text: string): string {
    if (!/[:=]/.test(text)) return text;
    const changes: TextChange[] = [];
    PAIR.lastIndex = 0;
    for (let found = PAIR.exec(text); found !== null; found = PAIR.exec(text)) {
      const [before = '', , name = ''] = found;
      const start = found.index + before.length;
      const value = valueAt(text, start);
      const kind = choice.personal ? personalKindOfName(name) : null;
      if (isRemoved(value.text) || (kind === null && !isSecretValue(name, value.text))) {
        // A pair may stand inside another one's value.
        PAIR.lastIndex = start;
        continue;
      }
      const to = isSecretName(name) ? memberSecret(value.text) : standIn(kind ?? 'text', value.text);
      changes.push({ start: value.start, end: value.end, to });
      PAIR.lastIndex = value.end;
    }
    return applyChanges(text, changes);
  }

  /** A form that says what it was is kept: pi_…_secret_REMOVED. */
  function memberSecret(value: string): string {
    if (value === '') return value;
    const bare = withoutSecrets(value, secrets);
    const result = isRemoved(bare) ? bare : REMOVED;
    if (result !== value) removed.secrets += 1;
    return result;
  }

  function standIn(kind: PersonalKind, value: string): string {
    const result = pseudonyms.of(kind, value);
    if (result !== value) removed.personal += 1;
    return result;
  }

  /** A text that stands inside another one. */
  function nested(value: string): string {
    if (PLAIN.test(value)) return clean(value);
    const inner = /^\s*[[{]/.test(value) ? readJsonSpans(value) : null;
    if (inner !== null && (inner.kind === 'object' || inner.kind === 'array')) return json(value, inner);
    const encoded = BASE64.test(value) ? textInBase64(value) : null;
    if (encoded === null) return isForm(value) ? form(value) : sweep(value);
    if (unchanged(encoded)) return sweep(value);
    removed.secrets += 1;
    return REMOVED;
  }

  /** Without counting what would be taken out. */
  function unchanged(text: string): boolean {
    const before = { ...removed };
    const same = redactText(text) === text;
    Object.assign(removed, before);
    return same;
  }

  function memberText(name: string, value: string, around: Surroundings): string {
    if (isSecretValue(name, value) || isInsideSecret(name, around)) return memberSecret(value);
    if (!choice.personal) return nested(value);
    if (choice.metadata && isMetadata(around.path)) return standIn('text', value);
    const kind = personalKind(name, around);
    return kind === null ? nested(value) : standIn(kind, withoutSecrets(value, secrets));
  }

  /** @returns null when the number stays */
  function memberNumber(name: string, written: string, around: Surroundings): string | null {
    if (isSecretName(name) || isInsideSecret(name, around)) return written === '0' ? null : '0';
    if (!choice.personal) return null;
    const to = isBirth(around.path)
      ? plainMemberName(name) === 'year'
        ? '1900'
        : '1'
      : personalKind(name, around) !== null
        ? '0'
        : null;
    return to === written ? null : to;
  }

  function json(text: string, root: JsonNode): string {
    const changes: TextChange[] = [];
    const change = (start: number, end: number, before: string, after: string): void => {
      if (before !== after) changes.push({ start, end, to: JSON.stringify(after) });
    };
    walk(text, root, (node, name, around, nameSpan) => {
      if (nameSpan !== null) change(nameSpan[0], nameSpan[1], name, nested(name));
      if (node.kind === 'string') {
        const before = stringAt(text, node.start, node.end);
        change(node.start, node.end, before, memberText(name, before, around));
      } else if (node.kind === 'number') {
        const to = memberNumber(name, text.slice(node.start, node.end), around);
        if (to === null) return;
        if (isSecretName(name)) removed.secrets += 1;
        else removed.personal += 1;
        changes.push({ start: node.start, end: node.end, to });
      }
    });
    return applyChanges(text, changes);
  }

  function form(text: string): string {
    const safe = safeForm(withoutSecrets(text, secrets), cleanPart);
    if (safe !== text) removed.secrets += 1;
    return safe;
  }

  function redactText(text: string): string {
    const root = readJsonSpans(text);
    return root !== null && root.kind !== 'number' ? json(text, root) : nested(text);
  }

  function address(text: string): string {
    // Before it is taken apart: a secret may hold what separates its parts.
    const safe = safeAddress(withoutSecrets(text, secrets), cleanPart);
    if (safe !== text) removed.secrets += 1;
    return safe;
  }

  function header(name: string, value: string): string {
    if (isAddressHeader(name)) return address(value);
    if (mayKeepHeader(name)) return sweep(value);
    // The scheme says how to log in, and is none of the secret.
    const scheme = isSecretName(name) ? (/^(Bearer|Basic|Digest|Token) +/i.exec(value)?.[0] ?? '') : '';
    const bare = value === '' ? '' : `${scheme}${REMOVED}`;
    if (bare !== value) removed.secrets += 1;
    return bare;
  }

  return {
    text: redactText,
    form,
    address,
    headers(headers) {
      const kept: [string, string][] = [];
      for (const [name, value] of headers) {
        if (name.toLowerCase() !== 'stripe-signature') kept.push([cleanPart(name), header(name, value)]);
        else if (choice.keepSignatures) kept.push([name, value]);
      }
      return kept;
    },
    nextEvent(texts) {
      if (!choice.personal) return;
      const found = new Set<string>();
      for (const text of texts) {
        const root = readJsonSpans(text);
        if (root !== null) for (const name of namesIn(text, root)) found.add(name);
      }
      names = [...found]
        .toSorted((a, b) => b.length - a.length)
        .map((name) => ({ name, pattern: namePattern(name) }));
    },
    removed: () => ({ ...removed }),
  };
}

/** `credentials: {user, key}`: all of it, but what kind of thing it is. */
function isInsideSecret(name: string, { path }: Surroundings): boolean {
  return name !== 'type' && name !== 'object' && path.some(holdsSecrets);
}

/** The value of a pair, without its quotes. */
function valueAt(text: string, at: number): { text: string; start: number; end: number } {
  VALUE.lastIndex = at;
  const found = VALUE.exec(text);
  if (found === null) return { text: '', start: at, end: at };
  const value = found[1] ?? found[2] ?? found[3] ?? '';
  const start = found[3] === undefined ? at + 1 : at;
  return { text: value, start, end: start + value.length };
}

/** Whether a secret was taken out here before. */
function isRemoved(value: string): boolean {
  return /^[\w ]{0,300}REMOVED$/.test(value);
}

/** A letter or digit that would make the name a part of a longer word. */
const WORD =
  '[[\\p{L}\\p{N}]--[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}]]';

function namePattern(name: string): RegExp {
  const literal = name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return NO_SPACES.test(name)
    ? new RegExp(literal, 'gu')
    : new RegExp(`(?<!${WORD})${literal}(?!${WORD})`, 'gv');
}

/** @returns null when it is no base64, or not of text */
function textInBase64(value: string): string | null {
  try {
    const binary = atob(value.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (mark) => mark.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // oxlint-disable-next-line no-control-regex
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

type Visit = (
  node: JsonNode,
  /** Of the member, or of the member that holds the list. */
  name: string,
  around: Surroundings,
  /** Where the name stands; null in a list. */
  nameSpan: readonly [number, number] | null,
) => void;

/** Every value, in the order of the text. */
function walk(text: string, root: JsonNode, visit: Visit): void {
  /** `data.previous_attributes` speaks of the same object as `data.object`. */
  let eventObject: string | null = null;

  function inside(node: JsonNode, name: string, path: readonly string[], around: Surroundings): void {
    if (node.kind === 'array') {
      for (const item of node.items) {
        visit(item, name, around, null);
        inside(item, name, path, around);
      }
    }
    if (node.kind !== 'object') return;
    const own = objectName(text, node);
    if (path.length === 2 && path[0] === 'data' && path[1] === 'object') eventObject = own;
    const here: Surroundings = {
      siblings: new Set(node.members.map((member) => member.name)),
      objectType: path.at(-1) === 'previous_attributes' ? eventObject : own,
      path,
    };
    for (const member of node.members) {
      visit(member.value, member.name, here, [member.nameStart, member.nameEnd]);
      inside(member.value, member.name, [...path, member.name], here);
    }
  }

  const nowhere: Surroundings = { siblings: new Set(), objectType: null, path: [] };
  visit(root, '', nowhere, null);
  inside(root, '', [], nowhere);
}

function objectName(text: string, node: JsonNode): string | null {
  const found = node.members.find(({ name }) => name === 'object')?.value;
  return found?.kind === 'string' ? stringAt(text, found.start, found.end) : null;
}

/** Whole names, as people write them: of two characters or more, since 王 alone is a word like others. */
function namesIn(text: string, root: JsonNode): string[] {
  const found: string[] = [];
  walk(text, root, (node, name, around) => {
    if (node.kind !== 'string' || personalKind(name, around) !== 'name') return;
    const value = stringAt(text, node.start, node.end).trim();
    if (value.length >= 2 && /\p{L}/u.test(value)) found.push(value);
  });
  return found;
}
