// Takes secrets out of what leaves Hookline, always, and personal data by choice. Whatever is not taken out stays to the byte.
import { applyChanges, readJsonSpans, stringAt, type JsonNode, type TextChange } from './json-spans.ts';
import { isBirth, isMetadata, personalKind, type Surroundings } from './personal-members.ts';
import { createPseudonyms } from './pseudonyms.ts';
import {
  isSecretHeader,
  isSecretMember,
  REMOVED,
  withoutHeaderSecret,
  withoutSecrets,
} from './secret-patterns.ts';

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
  /** JSON keeps its form, the order of its members and its white space; other text loses what looks like a secret or an address of mail. */
  text(text: string): string;
  headers(headers: Headers): [string, string][];
  /** To be called before the texts of another event: names are only looked for in texts of the event that they stand in. */
  nextEvent(): void;
  removed(): Removed;
}

const EMAIL = /[^\s"'<>()[\]{},;:@\\/=?&]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}[\p{L}\p{N}-]{1,62}/gu;
/** Shorter ones are words of other meanings, too. */
const MIN_NAME_LENGTH = 5;

/** @param known secrets known by their value; shorter than 8 characters they would be found everywhere */
export function createRedactor(choice: RedactionChoice, known: readonly string[] = []): Redactor {
  const secrets = known.filter((secret) => secret.length >= 8);
  const pseudonyms = createPseudonyms();
  const removed: Removed = { secrets: 0, personal: 0 };
  /** Names of the people of this event. */
  let names = new Set<string>();

  /** A text in which anything may stand. */
  function sweep(text: string): string {
    const bare = withoutSecrets(text, secrets);
    if (bare !== text) removed.secrets += 1;
    if (!choice.personal) return bare;
    let result = bare;
    if (result.includes('@')) result = result.replace(EMAIL, (email) => pseudonyms.of('email', email));
    for (const name of names) {
      if (result.includes(name)) result = result.replaceAll(name, pseudonyms.of('name', name));
    }
    if (result !== bare) removed.personal += 1;
    return result;
  }

  function standIn(kind: Parameters<typeof pseudonyms.of>[0], value: string): string {
    const result = pseudonyms.of(kind, value);
    if (result !== value) removed.personal += 1;
    return result;
  }

  function memberText(name: string, value: string, around: Surroundings): string {
    if (isSecretMember(name) && value !== '') {
      const bare = withoutSecrets(value, secrets);
      // A form that tells what it was is kept: pi_…_secret_REMOVED.
      const result = bare === value && !value.endsWith(REMOVED) ? REMOVED : bare;
      if (result !== value) removed.secrets += 1;
      return result;
    }
    if (!choice.personal) return sweep(value);
    if (choice.metadata && isMetadata(around.path)) return standIn('text', value);
    const kind = personalKind(name, around);
    return kind === null ? sweep(value) : standIn(kind, withoutSecrets(value, secrets));
  }

  function json(text: string, root: JsonNode): string {
    if (choice.personal) for (const name of namesIn(text, root)) names.add(name);
    const changes: TextChange[] = [];
    const change = (start: number, end: number, before: string, after: string): void => {
      if (before !== after) changes.push({ start, end, to: JSON.stringify(after) });
    };
    walk(text, root, (node, name, around, nameSpan) => {
      if (nameSpan !== null) change(nameSpan[0], nameSpan[1], name, sweep(name));
      if (node.kind === 'string') {
        const before = stringAt(text, node.start, node.end);
        change(node.start, node.end, before, memberText(name, before, around));
      } else if (node.kind === 'number' && choice.personal && isBirth(around.path)) {
        const to = name === 'year' ? '1900' : '1';
        if (text.slice(node.start, node.end) === to) return;
        removed.personal += 1;
        changes.push({ start: node.start, end: node.end, to });
      }
    });
    return applyChanges(text, changes);
  }

  return {
    text(text) {
      const root = readJsonSpans(text);
      return root === null || root.kind === 'number' ? sweep(text) : json(text, root);
    },
    headers(headers) {
      const kept: [string, string][] = [];
      for (const [name, value] of headers) {
        if (name.toLowerCase() === 'stripe-signature') {
          if (choice.keepSignatures) kept.push([name, value]);
        } else if (isSecretHeader(name)) {
          const bare = withoutHeaderSecret(value);
          if (bare !== value) removed.secrets += 1;
          kept.push([name, bare]);
        } else kept.push([name, sweep(value)]);
      }
      return kept;
    },
    nextEvent() {
      names = new Set();
    },
    removed: () => ({ ...removed }),
  };
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

/** Whole names, as people write them; found first, since they stand in descriptions before and after. */
function namesIn(text: string, root: JsonNode): string[] {
  const found: string[] = [];
  walk(text, root, (node, name, around) => {
    if (node.kind !== 'string' || personalKind(name, around) !== 'name') return;
    const value = stringAt(text, node.start, node.end);
    if (value.length >= MIN_NAME_LENGTH && /\S\s+\S/.test(value)) found.push(value);
  });
  return found;
}
