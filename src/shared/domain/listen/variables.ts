// Variables in pasted text: shells, make, just, compose files, PowerShell, cmd and templates each write them in their own way. Pure.

export interface Resolved {
  text: string;
  /** Variables without a value, as typed. */
  unknown: string[];
  /** Variables whose value the text itself gives: `${PORT:-3000}`, or `PORT=3000` on another line. */
  assumed: { variable: string; value: string }[];
}

/** As typed; a name, if it has one, in the group of its own. */
const VARIABLE = [
  // GitHub Actions, just, Taskfile, mise.
  /\$?\{\{(?<template>[^{}]*)\}\}/,
  // sh, compose, PowerShell's ${env:PORT}; `$$` is how make and compose write `$`.
  /\${1,2}\{(?:env:)?(?<braced>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/,
  // make's $(PORT), and what a command prints.
  /\${1,2}\((?<made>(?:[^()]|\([^()]*\))*)\)/,
  /\${1,2}(?:[Ee]nv:)?(?<plain>[A-Za-z_]\w*|\d|[@*])/,
  // cmd; two hexadecimal digits are an escape of an address.
  /%(?![0-9A-Fa-f]{2}%)(?<percent>[A-Za-z_]\w*)%/,
  /<(?<placeholder>[A-Za-z][\w .-]*)>/,
  /`(?<command>[^`]+)`/,
];
/** What in a header or the name of an event would be none. */
const IN_ADDRESS = [
  // Python's f-strings, Ruby's #{port}, cmd's !PORT!.
  /#?\{(?<single>[A-Za-z_][^{}]*)\}/,
  /!(?<delayed>[A-Za-z_]\w*)!/,
  // [port]; an IPv6 address has colons.
  /\[(?<bracket>[A-Za-z][\w -]*)\]/,
  // localhost:PORT/path
  /(?<=[\w\]]:)(?<bare>[A-Za-z][\w-]*)(?=\/|$)/,
  // printf
  /%(?<printed>[sdv])(?![0-9A-Fa-f])/,
];
const ANYWHERE = patternOf(VARIABLE);
const ADDRESS = patternOf([...VARIABLE, ...IN_ADDRESS]);
/** Variables within the values of variables lead in circles, and a circle with two of them grows without end. */
const MAX_LOOK_UPS = 50;

/** @param pasted where assignments are looked for */
export function resolveVariables(
  text: string,
  pasted: string,
  isAddress: boolean,
  lookUps = { left: MAX_LOOK_UPS },
): Resolved {
  const unknown: string[] = [];
  const assumed: Resolved['assumed'] = [];
  const resolved = text.replaceAll(isAddress ? ADDRESS : ANYWHERE, (...match: unknown[]) => {
    const groups = match.at(-1) as Partial<Record<string, string>>;
    const typed = groups['command'] === undefined ? String(match[0]) : `$(${groups['command']})`;
    const { name, fallback } = nameOf(groups);
    lookUps.left -= 1;
    const value = lookUps.left < 0 ? null : (fallback ?? assignedTo(name, pasted));
    if (value === null) {
      unknown.push(typed);
      return typed;
    }
    const inner = resolveVariables(value, pasted, isAddress, lookUps);
    if (inner.unknown.length > 0) {
      unknown.push(typed);
      return typed;
    }
    assumed.push({ variable: typed, value: inner.text });
    return inner.text;
  });
  return { text: resolved, unknown, assumed };
}

function patternOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'), 'g');
}

/** @returns the name, and the value for when it is not set: `PORT:-3000`, `PORT-3000`, `PORT:=3000` */
function nameOf(groups: Partial<Record<string, string>>): { name: string; fallback: string | null } {
  const inner = (Object.values(groups).find((text) => text !== undefined) ?? '').trim().replace(/^\./, '');
  // `{{localhost:3000/hook}}`, as tldr has examples.
  if (groups['template'] !== undefined && /^[\w.-]*[:/][\w.:/-]*$/.test(inner))
    return { name: '', fallback: inner };
  if (groups['braced'] === undefined) return { name: inner, fallback: null };
  const [, name = inner, fallback = null] = /^([\w.]+)(?::?[-=](.*))?$/s.exec(inner) ?? [];
  return { name, fallback };
}

/** `PORT=3000`, `export PORT=3000`, `set PORT=3000`, `$env:PORT = "3000"`, make's `PORT ?= 3000`, just's and YAML's `PORT: 3000`. */
function assignedTo(name: string, pasted: string): string | null {
  if (!/^[A-Za-z_]\w*$/.test(name)) return null;
  const assignment = new RegExp(
    `(?:^|[\\s;&"'{(,])(?:\\$env:)?${name}["']?[ \\t]*(?:[:?]{0,2}=|:(?=[ \\t]))[ \\t]*("(?:[^"\\\\\\n]|\\\\.)*"|'[^'\\n]*'|[^\\s;&,"']+)`,
    'gm',
  );
  const values = new Set<string>();
  for (const [, value = ''] of pasted.matchAll(assignment)) {
    const isQuoted = /^["']/.test(value);
    // What a program computes is no value.
    if (isQuoted || !/^(?:process|import|os|env|config|this)\.|(?<!\$)\(/i.test(value))
      values.add(value.replace(/^(["'])(.*)\1$/, '$2'));
  }
  // Two different values: which one counts cannot be known.
  const [only] = values;
  return values.size === 1 && only !== undefined && only !== '' ? only : null;
}
