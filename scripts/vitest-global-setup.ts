// Before any vitest test: a fresh build, for the tests that start the product as a user does, or an engine with its threads.
import type { TestProject } from 'vitest/node';
import { ensureBuild } from './ensure-build.ts';
import { rootDir } from './run-step.ts';

const NO_BUILD = 'HOOKLINE_NO_BUILD';

export default async function setup(project: TestProject): Promise<void> {
  await build();
  project.onTestsRerun(async () => {
    delete process.env[NO_BUILD];
    await build();
  });
}

async function build(): Promise<void> {
  try {
    await ensureBuild({ rootDir, onBuild: () => process.stderr.write('Building Hookline for the tests…\n') });
  } catch (error) {
    // Unit tests run all the same while something is half written; those that need the product say so themselves.
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  // The product under test must be the one just built, also when a file changes meanwhile.
  process.env[NO_BUILD] = '1';
}
