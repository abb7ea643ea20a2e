// `npm run model -- 1000000`: the model test of deliveries with so many runs. A failing run prints its seed and path.
import { ensureBuild } from './ensure-build.ts';
import { rootDir, runTool } from './run-step.ts';

await ensureBuild({ rootDir, onBuild: () => process.stdout.write('Building Hookline…\n') });
process.exitCode = await runTool('vitest', ['run', 'test/unit/engine/delivery-model.test.ts'], {
  HOOKLINE_MODEL_RUNS: process.argv[2] ?? '100000',
  HOOKLINE_NO_BUILD: '1',
});
