// Finds the command that a key, or a short sequence of keys such as `g e`, stands for.

/** After this long a begun sequence is forgotten. */
export const SEQUENCE_MS = 1200;

export interface Keyed {
  /** `j`, `Shift`-ed keys as the character they give (`R`, `?`), sequences with a space between (`g e`). */
  keys: readonly string[];
}

export interface KeyMatcher<T extends Keyed> {
  /**
   * @param at time in milliseconds
   * @returns the command, `pending` when this may be the beginning of one, or null
   */
  press(key: string, at: number): T | 'pending' | null;
}

export function createKeyMatcher<T extends Keyed>(commands: readonly T[]): KeyMatcher<T> {
  const byKeys = new Map(commands.flatMap((command) => command.keys.map((keys) => [keys, command] as const)));
  const beginnings = new Set(
    [...byKeys.keys()]
      .filter((keys) => keys.length > 1 && keys.includes(' '))
      .map((keys) => keys.split(' ')[0] ?? ''),
  );
  let begun: string | null = null;
  let begunAt = 0;

  return {
    press(key, at) {
      const sequence =
        begun !== null && at - begunAt <= SEQUENCE_MS ? byKeys.get(`${begun} ${key}`) : undefined;
      begun = null;
      if (sequence !== undefined) return sequence;
      if (beginnings.has(key)) {
        begun = key;
        begunAt = at;
        return 'pending';
      }
      return byKeys.get(key) ?? null;
    },
  };
}
