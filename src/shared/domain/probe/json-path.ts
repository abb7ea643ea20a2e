// The way to one value in a JSON answer.

export type JsonPathProblem = { ok: false; reason: 'syntax'; at: number; expected: string };
export type JsonPathAnswer =
  | { ok: true; value: unknown }
  | JsonPathProblem
  | { ok: false; reason: 'no_such_path'; at: number }
  /** The list is there and ends before: it has nobody in it. */
  | { ok: false; reason: 'no_such_item'; at: number };

interface PathStep {
  key: string | number;
  at: number;
}

/**
 * A small part of JSONPath: `$`, `.name`, `[0]`, `['any key']`, nothing else; `$` and the first dot may be left out. A path leads to
 * one value or to none: no wildcards, filters or slices, whose answer would be a list.
 */
export function parseJsonPath(path: string): { ok: true; steps: PathStep[] } | JsonPathProblem {
  const steps: PathStep[] = [];
  let at = path.startsWith('$') ? 1 : 0;
  while (at < path.length) {
    const take = (pattern: RegExp): RegExpExecArray | null => {
      pattern.lastIndex = at;
      return pattern.exec(path);
    };
    const name = take(at === 0 ? /\.?([\p{L}\p{N}_-]+)/uy : /\.([\p{L}\p{N}_-]+)/uy);
    const index = take(/\[(\d{1,9})\]/y);
    const quoted = take(/\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/y);
    const found = name ?? index ?? quoted;
    if (found === null) {
      const expected = path[at] === '[' ? "a number or a quoted key, as in [0] or ['plan']" : 'a name or [';
      return { ok: false, reason: 'syntax', at, expected };
    }
    const text = found[1] ?? found[2] ?? '';
    const key = index ? Number(text) : quoted ? text.replaceAll(/\\(.)/g, '$1') : text;
    steps.push({ key, at });
    at += found[0].length;
  }
  return { ok: true, steps };
}

/** @returns `at`: the character where the path cannot be read, or where the step begins that leads nowhere */
export function readJsonPath(value: unknown, path: string): JsonPathAnswer {
  const parsed = parseJsonPath(path);
  if (!parsed.ok) return parsed;
  let here = value;
  for (const { key, at } of parsed.steps) {
    const fits = typeof key === 'number' ? Array.isArray(here) : !Array.isArray(here);
    if (typeof key === 'number' && Array.isArray(here) && key >= here.length)
      return { ok: false, reason: 'no_such_item', at };
    if (!fits || typeof here !== 'object' || here === null || !Object.hasOwn(here, key))
      return { ok: false, reason: 'no_such_path', at };
    here = (here as Record<string | number, unknown>)[key];
  }
  return { ok: true, value: here };
}
