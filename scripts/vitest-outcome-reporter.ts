// Tells `npm test` what became of every vitest test. Vitest's own JSON leaves out why a test was skipped.
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { writeOutcomes, type TestOutcome } from './test-outcomes.ts';

export default class VitestOutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    writeOutcomes(modules.flatMap(outcomesOf));
  }
}

function outcomesOf(module: TestModule): TestOutcome[] {
  return [...brokenParts(module), ...[...module.children.allTests()].map(outcomeOf)];
}

/** A file that cannot be loaded and a group whose hook throws have no failed test to show for it. */
function brokenParts(module: TestModule): TestOutcome[] {
  const parts: TestOutcome[] = [];
  const add = (what: string): void =>
    void parts.push({ name: `${module.relativeModuleId} › ${what}`, state: 'failed', reason: null });
  if (module.errors().length > 0) add('the file itself');
  for (const suite of module.children.allSuites()) {
    if (suite.errors().length > 0) add(`${suite.fullName} (its hooks)`);
  }
  return parts;
}

function outcomeOf(test: TestCase): TestOutcome {
  const result = test.result();
  const name = `${test.module.relativeModuleId} › ${test.fullName}`;
  switch (result.state) {
    case 'passed':
    case 'failed':
      return { name, state: result.state, flaky: test.diagnostic()?.flaky ?? false, reason: null };
    case 'skipped':
      return { name, state: 'skipped', reason: result.note ?? null };
    case 'pending':
      // Never came to its turn, because its worker died.
      return { name, state: 'failed', reason: null };
  }
}
