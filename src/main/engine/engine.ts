// The one place that makes the services and wires them together.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SignIn } from '#shared/contract/account.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { Status } from '#shared/contract/status.ts';
import type { Notice } from '#shared/contract/status.ts';
import { createCatchUp, type CatchUp } from './catch-up/catch-up.ts';
import type { WatchdogTimes } from './catch-up/watchdog.ts';
import { createDelivery, type Delivery } from './delivery/delivery.ts';
import { adoptEndpoint } from './delivery/adopt-endpoint.ts';
import { checkedUrl, createEndpoints, type Endpoints } from './delivery/endpoints.ts';
import { createExplainer, type Explainer } from './delivery/explainer.ts';
import { createLastReasons } from './delivery/last-reasons.ts';
import { markingSender } from './delivery/forward-headers.ts';
import { createSender } from './delivery/sender.ts';
import { createSigner, type Signer } from './delivery/signer.ts';
import { createEditor, type Editor } from './editor/editor.ts';
import { createDashboardFaults, type DashboardFaults } from './faults/dashboard-faults.ts';
import type { Forwarder, ForwarderOptions } from './forwarder/forwarder-service.ts';
import { createCliCommands } from './forwarder/cli-commands.ts';
import { createForwarder } from './forwarder/forwarder.ts';
import { redact } from './forwarder/redact.ts';
import { createInsight, type InsightService } from './insight/insight.ts';
import { createJobBook, type JobBook } from './jobs/job-book.ts';
import { createFeed, type Feed } from './live/feed.ts';
import { createDriftWatch, type DriftWatch } from './drift/drift-watch.ts';
import { createPlanProbe } from './plan-probe/plan-probe.ts';
import { systemTimers } from './delivery/timers.ts';
import { createGathering } from './plans/gather.ts';
import { createPlans, type Plans } from './plans/plans.ts';
import type { Clock, ForkProgram, Logger, SecretStore } from './ports.ts';
import { createScenarios, type Scenarios } from './scenarios/scenarios.ts';
import { signBody } from './signature/signature-check.ts';
import { createDoor } from './receiver/door.ts';
import { createIntake } from './receiver/intake.ts';
import {
  CLI_PATH,
  startReceiver,
  SYNTHETIC_PATH,
  type Receiver,
  type ReceiverLimits,
} from './receiver/receiver.ts';
import { createSecretBook, type SecretBook } from './signature/secret-book.ts';
import { createFindOut, type FindOut } from './replay/find-out.ts';
import { createReplay, type Replay } from './replay/replay.ts';
import { createRetention, type RetentionService } from './retention/retention.ts';
import { createSettings, type SettingsService } from './settings/settings.ts';
import { createAccount, type AccountService } from './sign-in/account.ts';
import { createCredentials } from './sign-in/credentials.ts';
import { createOwnership, type Histories } from './sign-in/ownership.ts';
import { createStripeEvents } from './stripe-events/stripe-events.ts';
import type { PacingLimits } from './stripe-events/pacing.ts';
import { storeNotices } from './store/store-notices.ts';
import {
  DATABASE_FILE,
  openStore,
  type Store,
  type StorePatience,
  type StoreWorkers,
} from './store/store.ts';
import { createTransfer, type Transfer } from './transfer/transfer.ts';
import { createTriggers, type Triggers } from './trigger/triggers.ts';
import { createVersions, type VersionService } from './versions/versions.ts';

export interface EngineOptions {
  version: string;
  dataDir: string;
  receiverPort: number;
  /** The dashboard's, where no endpoint may lead either; null = there is none. */
  dashboardPort?: number | null;
  /** Absolute URL given on the command line; null = what is stored, else the default. */
  forwardTo: string | null;
  /** apiKey = STRIPE_API_KEY, which wins over a key that is kept. */
  forwarder: Omit<ForwarderOptions, 'dataDir' | 'apiKey'> & { apiKey: string | null };
  /** The database's file in the data directory; it is one Stripe account's. */
  databaseFile?: string;
  /** The other ones; without them another account's events are refused. */
  histories?: Histories;
  /** What an engine that made room for this one leaves to it. */
  carried?: Carried;
  storeWorkers: StoreWorkers;
  /** The thread that writes an export. */
  exportWorkerUrl: URL;
  /** The thread that opens the developer's editor. */
  editorWorkerUrl: URL;
  /** The program that asks SQLite files of the developer's. */
  sqliteWorkerUrl: URL;
  /** Nothing here is real, and it is said. */
  demo?: boolean;
  receiverLimits?: Partial<ReceiverLimits>;
  /** How long a locked database is waited for. */
  storePatience?: StorePatience;
  /** How often Stripe is asked, and what its answers are waited for. */
  stripeLimits?: { pacing?: PacingLimits; watchdog?: WatchdogTimes };
}

/** Is not part of one account's history. */
export interface Carried {
  /** For a database that has none. */
  endpoints: ReturnType<Store['endpoints']['listEndpoints']>;
  settings: Settings;
  signIn: SignIn;
}

export interface EngineDeps {
  clock: Clock;
  logger: Logger;
  secretStore: SecretStore;
  /** For a host whose executable is not Node. */
  forkProgram?: ForkProgram;
  /** Nothing can be recorded any more: the host shows the sentence and ends. */
  onFatal?: (message: string) => void;
}

/** What the API is made of. */
export interface Engine {
  store: Store;
  endpoints: Endpoints;
  delivery: Delivery;
  signer: Signer;
  secrets: SecretBook;
  forwarder: Forwarder;
  account: AccountService;
  replay: Replay;
  findOut: FindOut;
  plans: Plans;
  drift: DriftWatch;
  catchUp: CatchUp;
  insight: InsightService;
  scenarios: Scenarios;
  transfer: Transfer;
  triggers: Triggers;
  versions: VersionService;
  jobs: JobBook;
  settings: SettingsService;
  retention: RetentionService;
  feed: Feed;
  receiverUrl: string;
  faults: DashboardFaults;
  editor: Editor;
  /** What Hookline listens on. */
  ownPorts(): readonly number[];
  status(): Status;
  explainer: Explainer;
  /** Ends everything within 3 s; what is under way stays pending and is recovered at the next start. */
  dispose(): Promise<void>;
}

/**
 * Opens the store and starts the line. Rejects when the store or the receiver's port cannot be had, or when events would be
 * forwarded to Hookline itself (EndpointError); nothing is left open then.
 */
export async function createEngine(
  options: EngineOptions,
  { clock, logger, secretStore, forkProgram, onFatal }: EngineDeps,
): Promise<Engine> {
  const ownPorts = (): readonly number[] =>
    [receiver?.port ?? options.receiverPort, options.dashboardPort ?? 0].filter((port) => port !== 0);
  let receiver: Receiver | null = null;
  if (options.forwardTo !== null) checkedUrl(options.forwardTo, ownPorts());
  const store = openStore({
    dataDir: options.dataDir,
    file: options.databaseFile ?? DATABASE_FILE,
    workers: options.storeWorkers,
    now: () => clock.now(),
    patience: options.storePatience,
    onProblem: (message) => logger.warn(message),
    onFatal,
  });
  const startedAt = clock.now();
  const instanceId = randomUUID();
  const door = createDoor({ instanceId, onRefused: () => feed.statusChanged() });
  const notices: Notice[] = [];
  if (store.movedAsideTo !== null) {
    notices.push({ code: 'database_moved_aside', detail: store.movedAsideTo });
    logger.warn(`The database was damaged. It was moved to ${store.movedAsideTo} and a new one was started.`);
  }

  try {
    await takeOver(store, options.carried);
    await adoptEndpoint(store, options.forwardTo);
  } catch (error) {
    await store.dispose();
    throw error;
  }
  const settings = createSettings(store);
  const secrets = createSecretBook(
    store,
    () => endpoints.secrets(),
    (error) => logger.error('The signing secret could not be stored.', error),
  );
  const credentials = createCredentials(options.forwarder.apiKey, secretStore);
  const { apiKey } = credentials;
  const forwarder = createForwarder({
    options: { ...options.forwarder, dataDir: options.dataDir, apiKey },
    forwardTo: () => `${receiver?.url ?? ''}${CLI_PATH}`,
    clock,
    logger,
  });
  const histories = options.histories ?? null;
  const ownership = createOwnership({
    store,
    session: () => forwarder.status(),
    histories,
    onError: (error) => logger.error('Whose history this is could not be stored.', error),
  });
  const cliWith = (key: string | null) => createCliCommands({ ...options.forwarder, apiKey: () => key });
  const cli = createCliCommands({ ...options.forwarder, apiKey });
  const account = createAccount({
    cliWith,
    apiBase: options.forwarder.apiBase,
    before: options.carried?.signIn,
    credentials,
    forwarder,
    histories,
    clock,
    redact,
    onChange: () => feed.statusChanged(),
    onOther: () => ownership.unsettle(),
    onError: (error) => logger.error('The forwarder could not be started.', error),
  });
  const endpoints = createEndpoints({
    store,
    ownPorts,
    onChange: () => feed.statusChanged(),
    onConfigured() {
      delivery.endpointsChanged();
      catchUp.mayDeliverNow();
      void versions.settle();
    },
  });
  const versions = createVersions({
    store,
    endpoints,
    onChange: () => feed.statusChanged(),
    onError: (error) => logger.error('Which API versions are to be expected could not be stored.', error),
  });
  const jobs = createJobBook(
    clock,
    () => feed.statusChanged(),
    (error) => logger.error('A job ended early.', error),
  );
  const signer = createSigner({
    forwarderSecret: () => secrets.signingSecret(),
    stableSecret: () => secrets.stableSecret(),
    clock,
  });
  const delivery = createDelivery({
    store,
    sender: markingSender(createSender(), instanceId),
    endpoints,
    signer,
    clock,
    logger,
    onChange: () => feed.statusChanged(),
    onRecorded: (seq) => attempted.add(seq),
  });
  const explainer = createExplainer({
    store,
    endpoints,
    signer,
    secrets: () => secrets.known(),
    frameworksOf: (endpointId) => versions.frameworksOf(endpointId),
  });
  const lastReasons = createLastReasons({
    store,
    endpoints,
    explainer,
    onChange: () => feed.statusChanged(),
    onError: (error) => logger.error('Why an endpoint failed could not be found out.', error),
  });
  // An event that is not projected yet is no customer's; then that will call for asking the app.
  const attempted = createGathering<number>(50, (seqs) => {
    lastReasons.refresh();
    const customers = store.plans.listCustomersOfEvents(seqs);
    plans.touched(customers);
    drift.changed(customers);
  });
  const plans = createPlans({
    store,
    drift: {
      of: (customer) => drift.of(customer),
      customersIn: (state) => drift.customersIn(state),
      renamed: () => drift.renamed(),
    },
    onChange: () => feed.statusChanged(),
  });
  const drift = createDriftWatch({
    store,
    plans,
    probe: createPlanProbe({ sqliteWorkerUrl: options.sqliteWorkerUrl, forkProgram }),
    secrets: secretStore,
    clock,
    timers: systemTimers,
    flushAttempts: () => attempted.flush(),
    onError: (error) => logger.error('The app could not be asked for a plan.', error),
  });
  store.onPlans((customers) => {
    plans.touched(customers);
    drift.changed(customers);
  });
  const scenarios = createScenarios({
    send: sendSynthetic,
    outcomesOf: (eventIds) => store.reads.countOutcomes(eventIds),
    clock,
    onChange: () => feed.statusChanged(),
  });
  const replay = createReplay({ store, delivery, endpoints, signer, jobs, clock });
  const findOut = createFindOut({
    store,
    delivery,
    endpoints,
    explainer,
    onFound: (endpointId) => lastReasons.foundOut(endpointId),
  });
  const transfer = createTransfer({
    store,
    databasePath: join(options.dataDir, options.databaseFile ?? DATABASE_FILE),
    exportWorkerUrl: options.exportWorkerUrl,
    endpoints,
    signer,
    secrets,
    jobs,
    version: options.version,
    clock,
    logger,
  });
  const triggers = createTriggers({
    store,
    cli,
    apiBase: options.forwarder.apiBase,
    livemode: () => forwarder.status().livemode,
    clock,
    onChange: () => feed.statusChanged(),
    onError: (error) => logger.error('A trigger could not be kept.', error),
  });
  const catchUp = createCatchUp({
    store,
    stripe: createStripeEvents({
      cli,
      apiKey,
      apiBase: options.forwarder.apiBase,
      pacing: options.stripeLimits?.pacing,
      redact: (text) => redact(text, [apiKey()]),
    }),
    types: options.forwarder.events,
    line: () => forwarder.status(),
    restartLine: () => forwarder.restart(),
    refusal: () =>
      options.demo === true ? 'Nothing here is real, so Stripe has nothing of it either.' : ownership.doubt(),
    match: (envelope, misfit) => delivery.match(envelope, misfit),
    send: (event) => delivery.deliverStored(event),
    obstacle() {
      const enabled = endpoints.enabled();
      if (enabled.length === 0) return 'no_endpoint';
      // Before its first session the CLI's secret is not known, and a backend that waits for it would refuse any other.
      const cliIsToCome = options.forwarder.listen && forwarder.secretPending();
      return cliIsToCome && enabled.some((endpoint) => signer.awaitsCliSecret(endpoint)) ? 'no_secret' : null;
    },
    settings: () => settings.get(),
    clock,
    watchdog: options.stripeLimits?.watchdog,
    onChange: () => feed.statusChanged(),
    onError: (message, error) => logger.error(message, error),
  });
  const intake = createIntake({
    store,
    secrets,
    settings: () => settings.get(),
    secretPending: () => forwarder.secretPending(),
    match: (envelope, misfit) => delivery.match(envelope, misfit),
    conditions: () => endpoints.all().flatMap(({ filter }) => filter.condition ?? []),
  });

  /** By the same way as the real ones; each endpoint's delivery is then signed with its own secret. */
  async function sendSynthetic(body: Buffer): Promise<number> {
    const response = await fetch(`${receiver?.url ?? ''}${SYNTHETIC_PATH}`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Hookline (synthetic)',
        'stripe-signature': signBody(body, secrets.stableSecret(), clock.now()),
      },
    });
    await response.arrayBuffer();
    return response.status;
  }

  const status = (): Status => ({
    version: options.version,
    storeId: store.id,
    startedAt,
    dataDir: options.dataDir,
    receiverUrl: receiver?.url ?? '',
    forwarder: forwarder.status(),
    account: account.get(),
    endpoints: endpoints.list(),
    secrets: signer.inUse(endpoints.all()),
    health: endpoints.answered().map((answered) => ({
      ...answered,
      ...delivery.queues(answered.endpointId),
      lastReason: lastReasons.of(answered),
    })),
    counts: store.reads.countEvents(),
    plans: {
      version: plans.version(),
      customers: plans.count(),
      drifting: drift.customersIn('drift').length,
      drifted: drift.drifted(),
      probed: drift.settings().probe !== null,
    },
    demo: options.demo === true,
    catchUp: catchUp.status(),
    triggers: triggers.status(),
    versions: versions.revision(),
    runs: scenarios.runs(),
    jobs: jobs.recent(),
    notices: [...notices, ...storeNotices(store.trouble()), ...door.notices()],
  });
  const feed = createFeed({ store, status });
  forwarder.onSecret((secret) => {
    ownership.settle();
    if (ownership.refusal() !== null) return;
    secrets.adopt(secret);
    catchUp.mayDeliverNow();
  });
  forwarder.onChange(() => {
    ownership.look();
    catchUp.lineChanged();
    const { apiVersion } = forwarder.status();
    if (apiVersion !== null && ownership.refusal() === null) versions.hearAccount(apiVersion);
    feed.statusChanged();
  });

  try {
    // Before anything is accepted: what is pending then is what an earlier run left.
    await delivery.recover();
    receiver = await startReceiver({
      port: options.receiverPort,
      clock,
      logger,
      door,
      intake,
      deliver(event) {
        if (event.source === 'cli') catchUp.heard(event.envelope);
        return delivery.deliver(event);
      },
      refusal: () => ownership.refusal(),
      shareResponse: () => settings.get().shareResponse,
      limits: options.receiverLimits,
    });
  } catch (error) {
    await store.dispose();
    throw error;
  }
  const receiverUrl = receiver.url;
  const retention = createRetention({
    store,
    settings: () => settings.get(),
    keepCustomers: () => drift.customersIn('drift'),
    clock,
    onRemoved: () => feed.statusChanged(),
    onError: (error) => logger.error('Old events could not be removed.', error),
  });
  void versions.settle();
  // Neither is waited for: the window opens at once, and their state goes through the feed.
  lastReasons.refresh();
  catchUp.mayDeliverNow();
  if (options.forwarder.listen) {
    forwarder.start().catch((error: unknown) => logger.error('The forwarder could not be started.', error));
  }

  return {
    store,
    endpoints,
    delivery,
    signer,
    secrets,
    forwarder,
    account,
    replay,
    findOut,
    plans,
    drift,
    catchUp,
    insight: createInsight({ store, endpoints, clock }),
    scenarios,
    transfer,
    triggers,
    versions,
    jobs,
    settings,
    retention,
    feed,
    editor: createEditor({ workerUrl: options.editorWorkerUrl, endpoints }),
    faults: createDashboardFaults({
      logger,
      clock,
      secrets: () => [...secrets.known().map(({ secret }) => secret), apiKey() ?? ''],
    }),
    receiverUrl,
    ownPorts,
    status,
    explainer,
    async dispose() {
      feed.dispose();
      attempted.dispose();
      lastReasons.dispose();
      drift.dispose();
      // First the sources, then what works on them, the store last.
      await Promise.allSettled([
        account.dispose(),
        forwarder.dispose(),
        scenarios.dispose(),
        catchUp.dispose(),
        triggers.dispose(),
        receiver?.dispose(),
      ]);
      await Promise.allSettled([delivery.dispose(), jobs.dispose(), transfer.dispose(), retention.dispose()]);
      await store.dispose();
    },
  };
}

/** A history that begins goes on with the endpoints and settings there are. */
async function takeOver(store: Store, carried: Carried | undefined): Promise<void> {
  if (carried === undefined || store.endpoints.listEndpoints().length > 0) return;
  for (const endpoint of carried.endpoints) {
    // One after the other, as they are listed in that order.
    // oxlint-disable-next-line no-await-in-loop
    await store.write.upsertEndpoint(endpoint);
  }
  await createSettings(store).update(carried.settings);
}
