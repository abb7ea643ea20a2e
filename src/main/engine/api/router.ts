// Implements the contract on the engine's services. Knows nothing of the doors it is served through.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';
import { accountRouter } from './account.ts';
import { attemptsRouter } from './attempts.ts';
import { catchUpRouter } from './catch-up.ts';
import { desktopRouter } from './desktop.ts';
import { endpointsRouter } from './endpoints.ts';
import { eventsRouter } from './events.ts';
import { faultsRouter } from './faults.ts';
import { forwarderRouter } from './forwarder.ts';
import type { Desktop } from './host.ts';
import { insightRouter } from './insight.ts';
import { instanceRouter } from './instance.ts';
import { describeInvalidInput } from './invalid-input.ts';
import { jobsRouter } from './jobs.ts';
import { liveRouter } from './live.ts';
import { plansRouter } from './plans.ts';
import { scenariosRouter } from './scenarios.ts';
import { settingsRouter } from './settings.ts';
import { statusRouter } from './status.ts';
import { transferRouter } from './transfer.ts';
import { triggersRouter } from './triggers.ts';
import { versionsRouter } from './versions.ts';

export type Router = ReturnType<typeof createRouter>;

/** @param desktop what is around the page; null in the browser */
export function createRouter(engine: Engine, desktop: Desktop | null = null) {
  return implement(contract)
    .use(describeInvalidInput)
    .router({
      status: statusRouter(engine),
      account: accountRouter(engine),
      events: eventsRouter(engine),
      attempts: attemptsRouter(engine),
      jobs: jobsRouter(engine),
      endpoints: endpointsRouter(engine),
      faults: faultsRouter(engine),
      forwarder: forwarderRouter(engine),
      settings: settingsRouter(engine),
      plans: plansRouter(engine),
      catchUp: catchUpRouter(engine),
      insight: insightRouter(engine),
      scenarios: scenariosRouter(engine),
      transfer: transferRouter(engine),
      triggers: triggersRouter(engine),
      versions: versionsRouter(engine),
      live: liveRouter(engine),
      desktop: desktopRouter(engine, desktop),
      instance: instanceRouter(engine, desktop),
    });
}
