// `npm test`: builds if needed, runs vitest and then Playwright, and ends with what was skipped, why, and one plain line.
// Arguments go to vitest, and leave the browser tests out: `npm test -- test/unit/cli`.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from './ensure-build.ts';
import { rootDir, runTool } from './run-step.ts';
import { OUTCOMES_ENV, readOutcomes, type TestOutcome } from './test-outcomes.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function run(): Promise<boolean> {
  await ensureBuild({ rootDir, onBuild: () => say('Building Hookline…') });
  const filters = process.argv.slice(2);
  const runs = [await runTests('vitest', ['run', ...filters])];
  if (filters.length > 0) say('\nBrowser tests left out, because a selection was given.');
  else if (hasBrowserTests()) runs.push(await runTests('@playwright/test', ['test']));

  const outcomes = runs.flatMap((one) => one.outcomes);
  summarise(outcomes);
  const ran = outcomes.some(({ state }) => state !== 'skipped');
  if (!ran) say('No test ran, which counts as a failure.');
  return ran && runs.every(({ ok }) => ok) && !outcomes.some(({ state }) => state === 'failed');
}

async function runTests(
  tool: string,
  args: readonly string[],
): Promise<{ ok: boolean; outcomes: TestOutcome[] }> {
  const dir = mkdtempSync(join(tmpdir(), 'hookline-test-'));
  const file = join(dir, 'outcomes.json');
  try {
    const code = await runTool(tool, args, {
      [OUTCOMES_ENV]: file,
      HOOKLINE_NO_BUILD: '1',
      // Hundreds of processes and threads of the same code.
      NODE_COMPILE_CACHE: join(rootDir, 'node_modules', '.cache', 'hookline', 'compiled'),
    });
    const outcomes = readOutcomes(file) ?? [
      brokenRun(tool, `ended with code ${code} before it could report`),
    ];
    const explained = code === 0 || outcomes.some(({ state }) => state === 'failed');
    if (!explained) outcomes.push(brokenRun(tool, `ended with code ${code}; see above`));
    return { ok: code === 0, outcomes };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function brokenRun(tool: string, what: string): TestOutcome {
  return { name: `${tool} ${what}`, state: 'failed', reason: null };
}

function hasBrowserTests(): boolean {
  const dir = join(rootDir, 'test', 'e2e');
  return (
    existsSync(dir) &&
    readdirSync(dir, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.spec.ts'))
  );
}

function summarise(outcomes: readonly TestOutcome[]): void {
  const of = (state: TestOutcome['state']): TestOutcome[] =>
    outcomes.filter((outcome) => outcome.state === state);
  const [passed, failed, skipped] = [of('passed'), of('failed'), of('skipped')];
  say('');
  if (failed.length > 0) say('Failed:');
  for (const { name } of failed) say(`  ${name}`);
  const flaky = outcomes.filter((outcome) => outcome.flaky === true);
  if (flaky.length > 0) say('Failed, and passed when tried again:');
  for (const { name } of flaky) say(`  ${name}`);
  if (skipped.length > 0) say('Skipped:');
  for (const { name, reason } of skipped) say(`  ${name}: ${reason ?? 'no reason given'}`);
  say(`${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`);
}

try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
