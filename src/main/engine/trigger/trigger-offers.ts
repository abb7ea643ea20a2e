// What the CLI at hand can trigger, asked once for each version of it.
import type { TriggerOffer } from '#shared/contract/triggers.ts';
import type { CliCommands } from '../forwarder/cli-commands.ts';
import { judgeApiCommand } from './cli-problem.ts';
import { parseTriggerNames } from './trigger-names.ts';

export function createTriggerOffers(cli: Pick<CliCommands, 'run'>) {
  const byVersion = new Map<string, string[]>();
  const environment = { CLICOLOR_FORCE: '0' };

  return {
    async list(): Promise<TriggerOffer> {
      const asked = await cli.run(['--version'], { env: environment, timeoutMs: 15_000 });
      const cliVersion = /^stripe version (\S+)/m.exec(asked.stdout)?.[1] ?? null;
      const known = cliVersion === null ? undefined : byVersion.get(cliVersion);
      if (known !== undefined) return { events: known, cliVersion, problem: null };
      const help = await cli.run(['trigger', '--help'], { env: environment, timeoutMs: 15_000 });
      const events = parseTriggerNames(help.stdout);
      if (events.length === 0) {
        const problem = judgeApiCommand({ ...help, exitCode: help.exitCode ?? 1 }, help);
        return {
          events,
          cliVersion,
          problem: problem ?? { code: 'not_confirmed', detail: null, param: null, requestId: null },
        };
      }
      // A build from source may be another one tomorrow.
      if (cliVersion !== null && cliVersion !== 'master') byVersion.set(cliVersion, events);
      return { events, cliVersion, problem: null };
    },
  };
}
