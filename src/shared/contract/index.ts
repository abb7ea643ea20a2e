// The whole API. Implemented once in engine/api, served over MessagePort, WebSocket and REST.
import type { ContractRouterClient } from '@orpc/contract';
import { accountContract } from './account.ts';
import { attemptsContract } from './attempts.ts';
import { catchUpContract } from './catch-up.ts';
import { desktopContract } from './desktop.ts';
import { endpointsContract } from './endpoints.ts';
import { eventsContract } from './events.ts';
import { faultsContract } from './faults.ts';
import { forwarderContract } from './forwarder.ts';
import { insightContract } from './insight.ts';
import { instanceContract } from './instance.ts';
import { jobsContract } from './jobs.ts';
import { liveContract } from './live.ts';
import { plansContract } from './plans.ts';
import { scenariosContract } from './scenarios.ts';
import { settingsContract } from './settings.ts';
import { statusContract } from './status.ts';
import { strictInputs } from './strict-input.ts';
import { storyContract } from './story.ts';
import { transferContract } from './transfer.ts';
import { triggersContract } from './triggers.ts';
import { versionsContract } from './versions.ts';

export const contract = strictInputs({
  status: statusContract,
  account: accountContract,
  events: { ...eventsContract, ...storyContract },
  attempts: attemptsContract,
  jobs: jobsContract,
  endpoints: endpointsContract,
  faults: faultsContract,
  forwarder: forwarderContract,
  settings: settingsContract,
  plans: plansContract,
  catchUp: catchUpContract,
  insight: insightContract,
  scenarios: scenariosContract,
  transfer: transferContract,
  triggers: triggersContract,
  versions: versionsContract,
  live: liveContract,
  desktop: desktopContract,
  instance: instanceContract,
});

export type ApiClient = ContractRouterClient<typeof contract>;

export { API_PREFIX, SOCKET_PATH, SOCKET_PROTOCOL, SOCKET_TOKEN_PREFIX } from './doors.ts';
