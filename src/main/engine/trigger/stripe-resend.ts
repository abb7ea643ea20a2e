// `stripe events resend`: has Stripe send an event once more, and lists where it could go.
import { z } from 'zod';
import type { TriggerProblem, WebhookEndpoint } from '#shared/contract/triggers.ts';
import type { CliResult, CliCommands } from '../forwarder/cli-commands.ts';
import { judgeApiCommand } from './cli-problem.ts';

export interface ResendAtStripe {
  id: string;
  /** Left out = to the listeners of the CLI. */
  webhookEndpoint?: string | undefined;
  /** The connected account that the event is of. */
  account?: string | undefined;
}

const ListSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      status: z.string().optional(),
      description: z.string().nullish(),
    }),
  ),
});

export function createStripeResend(cli: Pick<CliCommands, 'run'>) {
  /** What it said, without secrets. */
  async function ask(
    args: readonly string[],
  ): Promise<{ answer: CliResult; said: Record<'stdout' | 'stderr', string> }> {
    const said = { stdout: '', stderr: '' };
    const answer = await cli.run(args, {
      onLine(stream, line) {
        said[stream] += `${line}\n`;
      },
    });
    return { answer, said };
  }

  return {
    async resend({ id, webhookEndpoint, account }: ResendAtStripe): Promise<TriggerProblem | null> {
      // Nothing else is an event of Stripe's, and it goes into a command line.
      if (!/^evt_\w+$/.test(id)) return { code: 'not_found', detail: null, param: null, requestId: null };
      const { answer, said } = await ask([
        'events',
        'resend',
        id,
        ...(webhookEndpoint === undefined ? [] : [`--webhook-endpoint=${webhookEndpoint}`]),
        ...(account === undefined ? [] : [`--account=${account}`]),
      ]);
      return judgeApiCommand(answer, said);
    },

    async webhookEndpoints(): Promise<{ endpoints: WebhookEndpoint[]; problem: TriggerProblem | null }> {
      const { answer, said } = await ask(['webhook_endpoints', 'list', '--limit=100']);
      const problem = judgeApiCommand(answer, said);
      if (problem !== null) return { endpoints: [], problem };
      try {
        const { data } = ListSchema.parse(JSON.parse(answer.stdout));
        return {
          endpoints: data.map(({ id, url, status, description }) => ({
            id,
            url,
            enabled: status !== 'disabled',
            description: description ?? null,
          })),
          problem: null,
        };
      } catch {
        const detail = 'The answer could not be read.';
        return {
          endpoints: [],
          problem: { code: 'not_confirmed', detail, param: null, requestId: null },
        };
      }
    },
  };
}
