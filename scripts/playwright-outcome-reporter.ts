// Tells `npm test` what became of every browser test.
import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { relative } from 'node:path';
import { writeOutcomes, type TestOutcome } from './test-outcomes.ts';

export default class PlaywrightOutcomeReporter implements Reporter {
  #rootDir = '';
  #suite: Suite | null = null;
  /** Errors outside of any test: a spec that cannot be loaded, a setup that throws. */
  #errors: string[] = [];

  onBegin(config: FullConfig, suite: Suite): void {
    this.#rootDir = config.configFile === undefined ? config.rootDir : process.cwd();
    this.#suite = suite;
  }

  onError(error: { message?: string }): void {
    this.#errors.push(error.message?.split('\n')[0] ?? 'unknown error');
  }

  onEnd(): void {
    const tests = this.#suite?.allTests().map((test) => this.#outcomeOf(test)) ?? [];
    const errors = this.#errors.map((name): TestOutcome => ({
      name: `test/e2e (${name})`,
      state: 'failed',
      reason: null,
    }));
    writeOutcomes([...tests, ...errors]);
  }

  printsToStdio(): boolean {
    return false;
  }

  #outcomeOf(test: TestCase): TestOutcome {
    const file = relative(this.#rootDir, test.location.file);
    const titles = test.titlePath().slice(3);
    const name = [file, ...titles].join(' › ');
    const outcome = test.outcome();
    if (outcome !== 'skipped')
      return { name, state: test.ok() ? 'passed' : 'failed', flaky: outcome === 'flaky', reason: null };
    // Without a result it was never begun: an earlier failure stopped the run, which is no skip anybody chose.
    const said = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
    const chosen = said !== undefined || test.expectedStatus === 'skipped';
    return { name, state: chosen ? 'skipped' : 'failed', reason: said?.description ?? null };
  }
}
