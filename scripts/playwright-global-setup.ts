// Before any browser test: a fresh build.
import { ensureBuild } from './ensure-build.ts';
import { rootDir } from './run-step.ts';

export default async function setup(): Promise<void> {
  await ensureBuild({ rootDir, onBuild: () => process.stderr.write('Building Hookline for the tests…\n') });
  process.env['HOOKLINE_NO_BUILD'] = '1';
}
