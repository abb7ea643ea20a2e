// The delivery core with everything around it under a test's control: a virtual clock, backends that respond when they are told to,
// a real SQLite database whose commits the test decides on, and a process that can be killed at any moment.
import Database from 'better-sqlite3';
import { createDelivery, type Delivery } from '#engine/delivery/delivery.ts';
import { createEndpoints, type Endpoints } from '#engine/delivery/endpoints.ts';
import type { SendRequest, SendResult } from '#engine/delivery/exchange.ts';
import { createSigner } from '#engine/delivery/signer.ts';
import type { Timers } from '#engine/delivery/timers.ts';
import { createDeliveryReads } from '#engine/store/delivery-reads.ts';
import type { OpenedDelivery } from '#engine/store/delivery-writes.ts';
import { createEndpointRows, ENDPOINT_DEFAULTS, type StoredEndpoint } from '#engine/store/endpoint-rows.ts';
import { createEventReads } from '#engine/store/event-reads.ts';
import { createGroupCommit } from '#engine/store/group-commit.ts';
import { MIGRATIONS } from '#engine/store/migrations/index.ts';
import { StoreWriteError, type StoreErrorKind } from '#engine/store/store-error.ts';
import { createWrites, type Write, type WriteName } from '#engine/store/writes.ts';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import { receiptOf } from './stored-receipt.ts';

export const START = 1_795_000_000_000;

export type ResponseKind =
  | 'ok'
  | 'error'
  | 'refused_by_proxy'
  | 'bad_request'
  | 'reset'
  | 'stale'
  | 'timeout';

interface PendingWrite {
  name: WriteName;
  args: readonly unknown[];
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** A request that was sent and got no response yet. */
export interface OpenRequest {
  seq: number;
  endpointId: string;
  url: string;
  generation: number;
  customer: string | null;
  respond: (kind: ResponseKind) => void;
}

export interface DeliveryRow {
  event_seq: number;
  endpoint_id: string;
  state: string;
  generation: number;
  retries: number;
  next_attempt_at: number | null;
  held_since: number | null;
}

export class DeliveryWorld {
  readonly db = new Database(':memory:');
  readonly faults: string[] = [];
  /** Requests that a backend read, by event and endpoint. */
  readonly read = new Map<string, number>();
  open: OpenRequest[] = [];
  wall = START;
  mono = 1_000;
  writesFail: StoreErrorKind | null = null;
  down = new Set<string>();
  delivery!: Delivery;
  endpoints!: Endpoints;
  /** What was called and not awaited by the test; it may reject when the process is killed. */
  errors: unknown[] = [];
  private writes;
  private commitGroup;
  private events;
  private deliveries;
  private rows;
  private pending: PendingWrite[] = [];
  private timers: { at: number; order: number; run: () => void }[] = [];
  private deferred: (() => void)[] = [];
  private timerOrder = 0;
  private calls = 0;
  private run = 0;
  private eventCount = 0;
  /** The step in which an event was opened last. */
  private openedIn = new Map<string, number>();
  step = 0;

  constructor() {
    for (const { sql } of MIGRATIONS) this.db.exec(sql);
    this.db.pragma('foreign_keys = ON');
    this.writes = createWrites(this.db);
    this.commitGroup = createGroupCommit(this.db, this.writes);
    this.events = createEventReads(this.db);
    this.deliveries = createDeliveryReads(this.db);
    this.rows = createEndpointRows(this.db);
  }

  /** Begins with an empty database. */
  async begin(endpoints: readonly Partial<StoredEndpoint>[]): Promise<void> {
    this.end();
    for (const table of [
      'attempts',
      'deliveries',
      'receipts',
      'event_bodies',
      'events',
      'endpoints',
      'meta',
      'event_counts',
      'customer_labels',
    ]) {
      this.db.exec(`DELETE FROM ${table}`);
    }
    this.writes.rolledBack();
    this.faults.length = 0;
    this.errors.length = 0;
    this.read.clear();
    this.openedIn.clear();
    this.down.clear();
    this.writesFail = null;
    this.wall = START;
    this.mono = 1_000;
    this.step = 0;
    endpoints.forEach((endpoint, index) =>
      this.rows.upsertEndpoint({
        ...ENDPOINT_DEFAULTS,
        secret: null,
        id: `ep_${index}`,
        url: `http://b${index}.test/`,
        ...endpoint,
      }),
    );
    await this.start();
  }

  /** The process of before is gone, with all it had in memory. */
  private end(): void {
    this.run += 1;
    this.open = [];
    this.pending = [];
    this.timers = [];
    this.deferred = [];
  }

  async kill(): Promise<void> {
    // Requests that nothing was recorded of yet: the next start records one that was interrupted for each pending delivery, which
    // stands for those of older generations, too.
    for (const request of this.open) this.count(request);
    for (const [key, count] of this.read) {
      const [seq = '', endpointId = ''] = key.split(' ');
      const recorded = this.attemptsOf(Number(seq), endpointId).length;
      const pending = this.rowOf(Number(seq), endpointId)?.state === 'pending';
      if (count > recorded) this.read.set(key, pending ? recorded + 1 : recorded);
    }
    const before = this.keptRows();
    this.end();
    await this.start();
    const after = this.keptRows();
    const known = new Set(this.endpoints.all().map(({ id }) => id));
    for (const [key, row] of before) {
      if (known.has(key.split(' ')[1] ?? '') && after.get(key) !== row)
        this.fault(`${key} was ${row} before the restart and is ${String(after.get(key))} after it`);
    }
  }

  /** What waits for a named reason, which a restart must not change. */
  private keptRows(): Map<string, string> {
    return new Map(
      this.deliveryRows()
        .filter(({ state }) => state === 'held' || state === 'retrying')
        .map((row) => [
          `${row.event_seq} ${row.endpoint_id}`,
          [row.state, row.retries, row.next_attempt_at, row.held_since].join(' '),
        ]),
    );
  }

  async restart(): Promise<void> {
    // Without a database nothing can be recorded at the end, either.
    if (this.writesFail !== null) return await this.kill();
    const ended = this.delivery.dispose();
    await this.settle();
    await Promise.race([ended, this.flush()]);
    await this.kill();
  }

  private async start(): Promise<void> {
    const run = this.run;
    const write = new Proxy({} as Write, {
      get:
        (_target, name: WriteName) =>
        (...args: readonly unknown[]) =>
          new Promise((resolve, reject) => {
            if (run === this.run) this.pending.push({ name, args, resolve, reject });
          }),
    });
    const timers: Timers = {
      monotonic: () => this.mono,
      after: (ms, go) => {
        const timer = { at: this.mono + ms, order: this.timerOrder++, run: go };
        if (run === this.run) this.timers.push(timer);
        return () => {
          this.timers = this.timers.filter((one) => one !== timer);
        };
      },
      defer: (go) => {
        if (run === this.run) this.deferred.push(go);
      },
    };
    const clock = { now: () => this.wall };
    this.endpoints = createEndpoints({
      store: {
        endpoints: { listEndpoints: () => this.rows.listEndpoints() },
        deliveries: this.deliveries,
        write,
      },
      ownPorts: () => [1],
      onChange: () => {},
      onConfigured: () => this.delivery.endpointsChanged(),
    });
    this.delivery = createDelivery({
      store: { reads: this.events, deliveries: this.deliveries, write },
      sender: { send: (request) => this.send(request, run), dispose: () => {} },
      endpoints: this.endpoints,
      signer: createSigner({ forwarderSecret: () => null, stableSecret: () => 'whsec_test', clock }),
      clock,
      timers,
      network: {
        accepts: (url) => Promise.resolve(!this.down.has(new URL(url).host)),
        statusOf: () => Promise.resolve(200),
      },
      random: () => 0.5,
      logger: {
        info() {},
        warn() {},
        error: (message, cause) => this.fault(`${message} ${String(cause)}`),
      },
      onChange: () => {},
      onRecorded: () => {},
    });
    const recovered = this.delivery.recover();
    const failing = this.writesFail;
    this.writesFail = null;
    await this.settle();
    await recovered;
    this.writesFail = failing;
  }

  fault(sentence: string): void {
    this.faults.push(sentence);
  }

  // Backends

  private send(request: SendRequest, run: number): Promise<SendResult> {
    const { id } = JSON.parse(request.body.toString()) as { id: string };
    const event = this.events.findEventById(id);
    const endpoint = this.endpoints.all().find(({ url }) => url === request.url);
    const seq = event?.seq ?? 0;
    if (endpoint === undefined) this.fault(`${id} was sent to ${request.url}, which no endpoint has`);
    else this.checkSend(id, seq, endpoint);
    const endpointId = endpoint?.id ?? '';
    const host = new URL(request.url).host;
    const row = this.rowOf(seq, endpointId);
    return new Promise((resolve, reject) => {
      if (run !== this.run) return;
      if (this.down.has(host)) {
        resolve(resultOf(request, 'refused'));
        return;
      }
      const open: OpenRequest = {
        seq,
        endpointId,
        url: request.url,
        generation: row?.generation ?? 0,
        customer: event?.customerId ?? null,
        respond: (kind) => {
          this.open = this.open.filter((one) => one !== open);
          request.signal.removeEventListener('abort', cancelled);
          if (kind !== 'stale') this.count(open);
          resolve(resultOf(request, kind));
        },
      };
      const cancelled = (): void => {
        this.open = this.open.filter((one) => one !== open);
        this.count(open);
        reject(new Error('cancelled'));
      };
      request.signal.addEventListener('abort', cancelled);
      this.open.push(open);
    });
  }

  private count({ seq, endpointId }: OpenRequest): void {
    const key = `${seq} ${endpointId}`;
    this.read.set(key, (this.read.get(key) ?? 0) + 1);
  }

  /** What has to hold at the moment a request leaves. */
  private checkSend(id: string, seq: number, endpoint: StoredEndpoint): void {
    const about = `${id} to ${endpoint.id}`;
    if (!endpoint.enabled) this.fault(`${about}: the endpoint is switched off`);
    if (endpoint.paused) this.fault(`${about}: the endpoint is paused`);
    const row = this.rowOf(seq, endpoint.id);
    if (row?.state !== 'pending')
      this.fault(`${about}: sent while ${row?.state ?? 'unknown'} in the database`);
    const mine = this.open.filter(({ endpointId }) => endpointId === endpoint.id);
    const limit = endpoint.order === 'created' ? 1 : endpoint.concurrency;
    if (mine.length >= limit) this.fault(`${about}: ${mine.length + 1} at a time, ${limit} allowed`);
    const customer = this.events.findEventBySeq(seq)?.customerId ?? null;
    if (endpoint.order === 'customer' && customer !== null && mine.some((one) => one.customer === customer)) {
      this.fault(`${about}: two at a time for ${customer}`);
    }
    if (mine.some((one) => one.seq === seq && one.generation === row?.generation)) {
      this.fault(`${about}: twice at a time in one generation`);
    }
  }

  respond(index: number, kind: ResponseKind): void {
    const request = this.open[index % Math.max(1, this.open.length)];
    request?.respond(kind);
  }

  // Time and commits

  /** Lets everything run that needs no commit, no time and no response. */
  async flush(): Promise<void> {
    do {
      for (const go of this.deferred.splice(0)) go();
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.deferred.length > 0);
  }

  async commit(limit = Number.MAX_SAFE_INTEGER): Promise<void> {
    const group = this.pending.splice(0, limit);
    if (group.length === 0) return;
    const fails = this.writesFail;
    if (fails !== null) {
      for (const { reject } of group) reject(new StoreWriteError(`The database is ${fails}.`, fails));
    } else {
      const { outcomes } = this.commitGroup(
        group.map(({ name, args }) => ({ no: ++this.calls, name, args, waitsUntil: 0 })),
      );
      outcomes.forEach((outcome, index) => {
        const call = group[index];
        if ('value' in outcome) call?.resolve(outcome.value);
        else call?.reject(new StoreWriteError(outcome.error.message, 'bug', outcome.error.code));
      });
    }
    await this.flush();
  }

  /** Commits until nothing is left to commit. */
  async settle(): Promise<void> {
    await this.flush();
    for (let round = 0; this.pending.length > 0 && round < 1_000; round++) await this.commit();
  }

  async advance(ms: number): Promise<void> {
    const end = this.mono + ms;
    for (let fired = 0; fired < 5_000; fired++) {
      const next = this.timers
        .filter(({ at }) => at <= end)
        .toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) break;
      this.timers = this.timers.filter((one) => one !== next);
      this.wall += Math.max(0, next.at - this.mono);
      this.mono = Math.max(this.mono, next.at);
      next.run();
      await this.flush();
    }
    this.wall += end - this.mono;
    this.mono = end;
  }

  /** Called and not awaited, as a request of the API would be. A rejection is an answer like any other. */
  call(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.errors.push(error));
  }

  // Events

  /** As the receiver does it. */
  receive(id: string, createdSeconds: number, customer: string | null): void {
    this.eventCount += 1;
    const body = JSON.stringify({
      id,
      object: 'event',
      type: 'invoice.paid',
      created: createdSeconds,
      data: { object: { id: `in_${id}`, object: 'invoice', customer } },
    });
    const envelope = readEnvelope(JSON.parse(body));
    if (envelope === null) throw new Error('This is no event.');
    const bytes = Buffer.from(body);
    const { delivery } = this;
    const run = this.run;
    const work = async (): Promise<void> => {
      // Through the same queue as every other write.
      const stored = await new Promise<{ seq: number; isNew: boolean; opened: OpenedDelivery[] }>(
        (resolve, reject) =>
          this.pending.push({
            name: 'recordEvent',
            args: [envelope, receiptOf(bytes), delivery.match(envelope, () => null)],
            resolve: resolve as (value: unknown) => void,
            reject,
          }),
      );
      if (run !== this.run) return;
      await delivery.deliver({ ...stored, envelope, body: bytes, headers: [], source: 'cli' });
    };
    this.call(work());
  }

  seqOf(id: string): number | null {
    return this.events.findEventById(id)?.seq ?? null;
  }

  deliveryRows(): DeliveryRow[] {
    return this.db
      .prepare<[], DeliveryRow>(
        "SELECT * FROM deliveries WHERE state <> 'skipped' ORDER BY event_seq, endpoint_id",
      )
      .all();
  }

  rowOf(seq: number, endpointId: string): DeliveryRow | undefined {
    return this.db
      .prepare<[number, string], DeliveryRow>(
        'SELECT * FROM deliveries WHERE event_seq = ? AND endpoint_id = ?',
      )
      .get(seq, endpointId);
  }

  attemptsOf(seq: number, endpointId: string): { error_class: string | null; status: number | null }[] {
    return this.db
      .prepare<[number, string], { error_class: string | null; status: number | null }>(
        'SELECT error_class, status FROM attempts WHERE event_seq = ? AND endpoint_id = ?',
      )
      .all(seq, endpointId);
  }

  get pendingWrites(): number {
    return this.pending.length;
  }

  // What has to hold whenever nothing is on its way to the database

  checkQuiet(): void {
    const waitingStates = ['pending', 'held', 'retrying'];
    const known = new Set(this.endpoints.all().map(({ id }) => id));
    for (const row of this.deliveryRows()) {
      const about = `event ${row.event_seq} at ${row.endpoint_id}`;
      const reason = this.delivery.waitingReason(row.event_seq, row.endpoint_id);
      if (waitingStates.includes(row.state)) {
        if (!known.has(row.endpoint_id))
          this.fault(`${about}: ${row.state} for an endpoint that was removed`);
        else if (reason === null) this.fault(`${about}: ${row.state}, and nobody knows why`);
      } else if (reason !== null && reason !== 'response') {
        this.fault(`${about}: ${row.state} in the database, waiting for “${reason}” in memory`);
      }
    }
    this.checkRecorded();
    this.checkEvents();
  }

  /** Every request that was read, and is over, is a recorded attempt. */
  checkRecorded(): void {
    for (const [key, count] of this.read) {
      const [seq = '', endpointId = ''] = key.split(' ');
      const attempts = this.attemptsOf(Number(seq), endpointId).length;
      if (attempts < count)
        this.fault(`event ${seq} at ${endpointId}: ${count} requests read, ${attempts} attempts recorded`);
    }
  }

  /** An event stands where the worst of its deliveries does. */
  private checkEvents(): void {
    const rows = this.db
      .prepare<[], { seq: number; delivery_state: string; worst: string | null }>(
        `SELECT e.seq, e.delivery_state,
           (SELECT d.state FROM deliveries d WHERE d.event_seq = e.seq AND d.state <> 'skipped'
            ORDER BY instr('failed held retrying pending delivered', d.state) LIMIT 1) AS worst FROM events e`,
      )
      .all();
    for (const { seq, delivery_state: state, worst } of rows) {
      if (state !== (worst ?? 'none')) this.fault(`event ${seq} is ${state}, its deliveries are ${worst}`);
    }
    const counted = this.db
      .prepare<[], { state: string; n: number }>(
        'SELECT state, n FROM event_counts WHERE n <> 0 ORDER BY state',
      )
      .all();
    const real = this.db
      .prepare<[], { state: string; n: number }>(
        'SELECT delivery_state AS state, count(*) AS n FROM events GROUP BY 1 ORDER BY 1',
      )
      .all();
    if (JSON.stringify(counted) !== JSON.stringify(real))
      this.fault(`counted ${JSON.stringify(counted)}, there are ${JSON.stringify(real)}`);
  }

  /** Everything works again: whatever waits has to come to an end. */
  async checkEndsSettled(): Promise<void> {
    this.writesFail = null;
    this.down.clear();
    await this.settle();
    for (const { id } of this.endpoints.all()) {
      this.call(this.endpoints.update({ id, paused: false, enabled: true }));
    }
    await this.settle();
    // A write that failed is repeated after a pause.
    await this.advance(2_100);
    await this.settle();
    const waiting = (): number =>
      this.deliveryRows().filter(({ state }) => ['pending', 'held', 'retrying'].includes(state)).length;
    let left = waiting();
    for (let idle = 0; idle < 60 && (left > 0 || this.open.length > 0); idle++) {
      for (const request of this.open.slice()) request.respond('ok');
      await this.settle();
      for (const { id } of this.endpoints.all()) {
        if (this.delivery.queues(id).asking) this.call(this.delivery.release(id, true));
      }
      await this.settle();
      await this.advance(idle < 20 ? 1_000 : 3_600_000);
      await this.settle();
      const now = waiting();
      if (now < left) idle = 0;
      left = now;
    }
    // A write that failed is repeated after a pause.
    await this.advance(2_100);
    await this.settle();
    for (const { event_seq, endpoint_id, state } of this.deliveryRows()) {
      if (['pending', 'held', 'retrying'].includes(state)) {
        const reason = this.delivery.waitingReason(event_seq, endpoint_id);
        this.fault(`event ${event_seq} at ${endpoint_id} stays ${state} for ever (${String(reason)})`);
      }
    }
    this.checkQuiet();
  }
}

function resultOf(request: SendRequest, kind: ResponseKind | 'refused'): SendResult {
  const base: SendResult = {
    requestHeaders: request.headers,
    reusedConnection: kind === 'stale',
    closedBeforeUse: kind === 'stale',
    status: null,
    responseHeaders: [],
    responseBody: new Uint8Array(0),
    responseSizeBytes: 0,
    responseTruncated: false,
    errorClass: null,
    errorMessage: null,
    timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 1 },
  };
  switch (kind) {
    case 'ok':
      return { ...base, status: 200 };
    case 'error':
      return { ...base, status: 500 };
    case 'bad_request':
      return { ...base, status: 400 };
    case 'refused_by_proxy':
      return { ...base, status: 502, responseHeaders: [['Content-Type', 'text/plain']] };
    case 'timeout':
      return { ...base, errorClass: 'timeout', errorMessage: 'No response.' };
    case 'refused':
      return { ...base, errorClass: 'refused', errorMessage: 'ECONNREFUSED' };
    default:
      return { ...base, errorClass: 'reset', errorMessage: 'ECONNRESET' };
  }
}
