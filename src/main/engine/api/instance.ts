// What a second start hands over, over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { HandedOver, HandOver } from '#shared/contract/instance.ts';
import type { Engine } from '../engine.ts';
import type { Desktop } from './host.ts';

export function instanceRouter({ endpoints }: Pick<Engine, 'endpoints'>, desktop: Desktop | null) {
  const os = implement(contract.instance);
  return { handOver: os.handOver.handler(({ input }) => handOver(endpoints, desktop, input)) };
}

export async function handOver(
  endpoints: Engine['endpoints'],
  desktop: Pick<Desktop, 'show'> | null,
  wish: HandOver,
): Promise<HandedOver> {
  const [first] = endpoints.list();
  let forwardTo: string | null = null;
  if (wish.forwardTo !== null && first !== undefined && first.url !== wish.forwardTo) {
    forwardTo = (await endpoints.update({ id: first.id, url: wish.forwardTo })).url;
  }
  if (wish.show) desktop?.show();
  return { shown: wish.show && desktop !== null, forwardTo };
}
