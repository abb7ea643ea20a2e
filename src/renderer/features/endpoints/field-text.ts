// Between what stands in a field and what it means: numbers, stretches of time, lists and headers.

const UNITS_MS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const UNIT_NAMES: Readonly<Record<string, number>> = { ...UNITS_MS, m: UNITS_MS.min, '': UNITS_MS.s };

/** Takes the separators that people and `Intl` put between thousands. @returns NaN when it is no whole number */
export function readWholeNumber(text: string): number {
  const plain = text.replaceAll(/[\s,.'’_]/g, '');
  return /^\d+$/.test(plain) ? Number(plain) : Number.NaN;
}

/** `90 s`, `5 min`, `1.5 h`, `250 ms`; a bare number is seconds. @returns milliseconds, or NaN */
export function readDuration(text: string): number {
  const [, amount = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const factor = UNIT_NAMES[unit.toLowerCase()];
  return amount === '' || factor === undefined ? Number.NaN : Math.round(Number(amount) * factor);
}

/** The shortest exact way to write it. */
export function durationText(ms: number): string {
  const [name, factor] =
    (['d', 'h', 'min', 's'] as const)
      .map((unit) => [unit, UNITS_MS[unit]] as const)
      .find(([, size]) => ms > 0 && ms % size === 0) ?? (['ms', 1] as const);
  return `${ms / factor} ${name}`;
}

/** Patterns on lines or with commas or spaces between. */
export function readList(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

/** `Name: value` on each line; whether they can be sent is another question. @returns null when a line is none */
export function readHeaders(text: string): [string, string][] | null {
  const headers: [string, string][] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim();
    const value = line.slice(colon + 1).trim();
    if (name === '' || /\s/.test(name)) return null;
    headers.push([name, value]);
  }
  return headers;
}

export function headersText(headers: readonly (readonly [string, string])[]): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n');
}
