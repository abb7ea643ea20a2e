// What became of every test, as both runners tell it to `npm test`: written by their reporters, read by scripts/test.ts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export interface TestOutcome {
  /** File and titles, as one line. */
  name: string;
  state: 'passed' | 'failed' | 'skipped';
  /** Failed first, and passed when it was tried again. */
  flaky?: boolean;
  /** Why it was skipped; null when nobody said. */
  reason: string | null;
}

/** Environment variable with the path of the file to write; without it the reporters keep quiet. */
export const OUTCOMES_ENV = 'HOOKLINE_TEST_OUTCOMES';

export function writeOutcomes(outcomes: readonly TestOutcome[]): void {
  const file = process.env[OUTCOMES_ENV];
  if (file !== undefined) writeFileSync(file, JSON.stringify(outcomes));
}

/** @returns null when the runner ended before it could report */
export function readOutcomes(file: string): TestOutcome[] | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TestOutcome[]) : null;
}
