// Catching up with everything around it under a test's control: Stripe with a clock of its own behind real HTTP, a machine whose clock
// is wrong, a line that goes down, lists that fail, and a process that can be killed at any write or request and starts again on the
// same SQLite file.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import { createCatchUp, type CatchUp } from '#engine/catch-up/catch-up.ts';
import { PACING } from '#engine/stripe-events/pacing.ts';
import { createStripeEvents } from '#engine/stripe-events/stripe-events.ts';
import { createEventReads } from '#engine/store/event-reads.ts';
import { createGapReads } from '#engine/store/gap-reads.ts';
import { createGroupCommit } from '#engine/store/group-commit.ts';
import { createMetaRows } from '#engine/store/meta-rows.ts';
import { openDatabase, type Db } from '#engine/store/open-database.ts';
import type { Store } from '#engine/store/store.ts';
import { createWrites, type Write, type WriteName } from '#engine/store/writes.ts';
import type { Uncovered } from '#shared/contract/catch-up.ts';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { archiveEvents, type EventArchive } from './stripe-stand-in/event-archive.ts';
import { apiError, createHttpRoutes, type Answer, type HttpRoutes } from './stripe-stand-in/http-routes.ts';
import { receiptOf } from './stored-receipt.ts';

/** Stripe's clock when a world begins, Unix seconds. */
export const STRIPE_START = 1_795_000_000;
const HOUR = 3_600;
const RETENTION = 30 * 86_400;

export type FailureKind = 'outage' | 'refused' | 'invalid_key' | 'cut' | 'portal' | 'truncated' | 'limited';

const FAILURES: Record<FailureKind, Answer> = {
  outage: { status: 500, body: apiError('An unknown error occurred.', { type: 'api_error' }) },
  refused: { status: 403, body: apiError('No access.', { code: 'account_invalid' }) },
  invalid_key: { status: 401, body: apiError('Invalid API Key provided.') },
  cut: 'destroy',
  portal: { status: 200, body: '<html><body>Log in to the Wi-Fi</body></html>' },
  truncated: { status: 200, body: '{\n  "object": "list",\n  "data": [\n    {"id": "evt_' },
  limited: { status: 429, body: apiError('Request rate limit exceeded.', { code: 'rate_limit' }) },
};

interface Created {
  id: string;
  account: string | null;
  /** Unix seconds, by Stripe; what an event says of itself may be later. */
  at: number;
  created: number;
}

export class CatchUpWorld {
  readonly faults: string[] = [];
  readonly created: Created[] = [];
  /** Events whose deliveries were opened out of a gap, in that order. */
  readonly sent: string[] = [];
  catchUp!: CatchUp;
  archive!: EventArchive;
  db!: Db;
  /** Stripe's clock, Unix seconds. */
  now = STRIPE_START;
  lineUp = false;
  /** Connected accounts, which Stripe lists while the key may list them. */
  connected: string[] = [];
  private routes!: HttpRoutes;
  private url = '';
  private run = 0;
  private sessions = 0;
  private skewMs = 0;
  /** Writes and requests until the process is killed; null = it is not. */
  private killAfter: number | null = null;
  private afterCommit = false;
  /** Requests until one fails. */
  private failAfter: { requests: number; kind: FailureKind } | null = null;
  /** Since when Stripe can be expected to be looked at: an hour before it was first heard of, Unix seconds. */
  private origin: number | null = null;
  private calls = 0;
  private errors: unknown[] = [];

  private readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  async begin(): Promise<void> {
    this.routes = createHttpRoutes();
    await new Promise<void>((resolve) => {
      this.routes.server.listen(0, '127.0.0.1', resolve);
    });
    this.url = `http://127.0.0.1:${(this.routes.server.address() as AddressInfo).port}`;
    this.archive = archiveEvents(
      {
        route: (method, path, handler) =>
          this.routes.route(method, path, (request) => {
            const answer = this.intercept();
            if (answer !== null) return answer;
            const answered = handler(request);
            // It says the time, whatever else it says.
            this.origin ??= this.now - HOUR;
            return answered;
          }),
      },
      { now: () => this.now * 1_000, pageSize: 3 },
    );
    this.archive.accounts = this.connected;
    vi.useFakeTimers({ toFake: ['Date'] });
    this.setMachineClock(0);
    this.start();
  }

  async end(): Promise<void> {
    this.stop();
    vi.useRealTimers();
    this.routes.server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.routes.server.close(() => resolve());
    });
    for (const file of ['', '-wal', '-shm']) rmSync(join(this.dir, `hookline.db${file}`), { force: true });
  }

  fault(sentence: string): void {
    this.faults.push(sentence);
  }

  // The machine

  setMachineClock(skewMs: number): void {
    this.skewMs = skewMs;
    vi.setSystemTime(this.now * 1_000 + skewMs);
  }

  advance(seconds: number): void {
    this.now += seconds;
    this.setMachineClock(this.skewMs);
  }

  private start(): void {
    this.run += 1;
    this.killAfter = null;
    const run = this.run;
    const { db } = openDatabase(join(this.dir, 'hookline.db'), Date.now());
    this.db = db;
    // What was being sent when the process died is recovered and answered.
    db.exec("UPDATE events SET delivery_state = 'delivered' WHERE delivery_state = 'pending'");
    const writes = createWrites(db);
    const commitGroup = createGroupCommit(db, writes);
    const write = new Proxy({} as Write, {
      get:
        (_target, name: WriteName) =>
        (...args: readonly unknown[]) =>
          this.commit(run, () => {
            const [outcome] = commitGroup([{ no: (this.calls += 1), name, args, waitsUntil: 0 }]).outcomes;
            if (outcome !== undefined && 'error' in outcome) throw new Error(outcome.error.message);
            return outcome !== undefined && 'value' in outcome ? outcome.value : undefined;
          }),
    });
    const gaps = createGapReads(db);
    const reader = {
      listGaps: (most: number) => Promise.resolve(run === this.run ? gaps.listGaps(most) : []),
      findGap: (id: number) => Promise.resolve(gaps.findGap(id)),
      findGapDetail: (id: number) => Promise.resolve(gaps.findGapDetail(id)),
    };
    const store = {
      write,
      gaps,
      reader,
      reads: createEventReads(db),
      meta: createMetaRows(db),
      onCommit: () => () => {},
    } as unknown as Store;
    this.sessions += 1;
    this.lineUp = false;
    const stripe = createStripeEvents({
      cli: { run: () => Promise.reject(new Error('There is no CLI here.')) },
      apiKey: () => 'sk_test_51HooklineTests0000',
      apiBase: this.url,
      pacing: { ...PACING, everyMs: 0, backoffMs: 1, longestBackoffMs: 1, tries: 2 },
    });
    this.catchUp = createCatchUp({
      store,
      stripe,
      types: [],
      line: () => ({
        state: this.lineUp ? 'ready' : 'offline',
        since: Date.now(),
        renewals: 0,
        pid: this.sessions,
      }),
      restartLine: () => Promise.resolve(),
      refusal: () => null,
      settings: () => DEFAULT_SETTINGS,
      match: () => [{ endpointId: 'local', skip: null, dedupe: false }],
      send: ({ seq }) => {
        if (run === this.run) this.sent.push(this.idOf(seq));
        return Promise.resolve();
      },
      obstacle: () => null,
      clock: { now: () => Date.now() },
      watchdog: { everyMs: 2 ** 30, busyEvery: 1, overdueMs: 60_000, confirmMs: 0, againMs: 60_000 },
      onChange: () => {},
      onError: (message, error) => {
        if (run === this.run) this.fault(`${message} ${String(error)}`);
      },
    });
    this.catchUp.mayDeliverNow();
  }

  /** Nothing of it is cleaned up: writes and requests that are under way come to nothing. */
  private stop(): void {
    this.run += 1;
    this.catchUp.dispose().catch((error: unknown) => this.errors.push(error));
    // It heard of Stripe and died before it could write down when.
    if (createMetaRows(this.db).findMeta('stripe_watermarks') === null) this.origin = null;
    this.db.close();
  }

  kill(): void {
    this.stop();
    this.start();
  }

  /** @param steps writes and requests until then */
  killSoon(steps: number, afterCommit: boolean): void {
    this.killAfter = steps;
    this.afterCommit = afterCommit;
  }

  /** @returns whether the process is gone now */
  private isKilledHere(): boolean {
    if (this.killAfter === null) return false;
    this.killAfter -= 1;
    if (this.killAfter >= 0) return false;
    this.killAfter = null;
    return true;
  }

  private async commit(run: number, go: () => unknown): Promise<unknown> {
    // As over the channel of a thread.
    await new Promise((resolve) => setImmediate(resolve));
    const never = new Promise(() => {});
    if (run !== this.run) return await never;
    const dies = this.isKilledHere();
    if (dies && !this.afterCommit) {
      this.kill();
      return await never;
    }
    const value = go();
    if (!dies) return value;
    this.kill();
    return await never;
  }

  private idOf(seq: number): string {
    return this.db.prepare<[number], string>('SELECT id FROM events WHERE seq = ?').pluck().get(seq) ?? '';
  }

  // Stripe

  private intercept(): Answer | null {
    if (this.isKilledHere()) {
      this.kill();
      return 'destroy';
    }
    if (this.failAfter === null) return null;
    this.failAfter.requests -= 1;
    if (this.failAfter.requests >= 0) return null;
    const { kind } = this.failAfter;
    this.failAfter = null;
    return this.dated(FAILURES[kind]);
  }

  private dated(answer: Answer): Answer {
    if (typeof answer === 'string') return answer;
    return { ...answer, headers: { date: new Date(this.now * 1_000).toUTCString() } };
  }

  failList(account: string | null, kind: FailureKind | null): void {
    this.archive.answerAll(kind === null ? null : FAILURES[kind], account);
  }

  failSoon(requests: number, kind: FailureKind): void {
    this.failAfter = { requests, kind };
  }

  /** @param isListed false = the key may not list accounts */
  listAccounts(isListed: boolean): void {
    this.archive.accounts = isListed ? this.connected : null;
  }

  connect(account: string): void {
    if (!this.connected.includes(account)) this.connected.push(account);
  }

  private heal(): void {
    this.failAfter = null;
    this.killAfter = null;
    for (const account of [null, ...this.connected]) this.failList(account, null);
    this.listAccounts(true);
  }

  /** @param ahead seconds by which it says it was created later than it was */
  create(account: string | null, ahead: number): void {
    if (account !== null && !this.connected.includes(account)) return;
    const id = `evt_${this.created.length + 1}`;
    const event = {
      id,
      object: 'event',
      ...(account === null ? {} : { account }),
      api_version: '2026-10-28.endive',
      created: this.now + ahead,
      type: 'invoice.paid',
      pending_webhooks: 1,
      request: null,
      livemode: false,
      data: { object: { id: `in_${id}`, object: 'invoice' } },
    };
    const text = JSON.stringify(event, null, 2);
    this.created.push({ id, account, at: this.now, created: this.now + ahead });
    this.archive.keep(text, account);
    if (!this.lineUp) return;
    const envelope = readEnvelope(JSON.parse(text));
    if (envelope === null) throw new Error('The test made no event.');
    const writes = createWrites(this.db);
    const commitGroup = createGroupCommit(this.db, writes);
    const receipt = receiptOf(Buffer.from(text), { receivedAt: Date.now() });
    commitGroup([
      { no: (this.calls += 1), name: 'recordEvent', args: [envelope, receipt, []], waitsUntil: 0 },
    ]);
    this.catchUp.heard(envelope);
  }

  // The line

  async setLine(up: boolean): Promise<void> {
    if (up === this.lineUp) return;
    this.lineUp = up;
    const { run } = this;
    const before = this.created.length;
    this.catchUp.lineChanged();
    await this.idle();
    if (up && run === this.run && this.lineUp) this.check(before);
  }

  /** @param from Unix seconds; null = from what is known */
  async look(from: number | null): Promise<void> {
    const { run } = this;
    const before = this.created.length;
    const looked = this.catchUp.look('asked', from === null ? null : from * 1_000);
    await Promise.race([looked, this.until(() => run !== this.run)]);
    await this.idle();
    if (run === this.run) this.check(before);
  }

  /** Nothing is being asked, written or delivered any more. */
  async idle(): Promise<void> {
    let quiet = 0;
    await this.until(() => {
      const isQuiet = this.catchUp.status().looking === null && this.undelivered() === 0;
      quiet = isQuiet ? quiet + 1 : 0;
      return quiet > 5;
    });
  }

  private undelivered(): number {
    return (
      this.db.prepare<[], number>("SELECT count(*) FROM gaps WHERE state = 'delivering'").pluck().get() ?? 0
    );
  }

  private async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((resolve) => setImmediate(resolve));
  }

  // What has to hold

  has({ id, account }: Pick<Created, 'id' | 'account'>): boolean {
    return (
      this.db
        .prepare<[string, string], number>(
          'SELECT 1 FROM events WHERE coalesce(stripe_id, id) = ? AND account = ?',
        )
        .get(id, account ?? '') !== undefined
    );
  }

  /**
   * Every event Stripe had when it was asked is here, or is named as one that may be missing.
   */
  private check(before: number): void {
    const { problem, uncovered } = this.catchUp.status();
    for (const event of this.created.slice(0, before)) {
      if (this.has(event)) continue;
      if (event.at < (this.origin ?? 0) || problem !== null) continue;
      if (event.created < this.now - RETENTION) this.checkBeyond(event);
      else if (!uncovered.some((one) => names(one, event)))
        this.fault(`${event.id} of ${event.account ?? 'the own account'} is missing, and nothing says so`);
    }
    this.checkMarks();
  }

  private checkBeyond({ id }: Created): void {
    const told = this.db.prepare('SELECT 1 FROM gaps WHERE beyond_retention = 1').get();
    if (told === undefined) this.fault(`${id} is gone at Stripe, and no gap says so`);
  }

  private checkMarks(): void {
    const kept = createMetaRows(this.db).findMeta('stripe_watermarks');
    for (const [list, mark] of Object.entries(JSON.parse(kept ?? '{}') as Record<string, number>))
      if (mark > this.now * 1_000) this.fault(`The mark of ${list || 'the own account'} lies in the future`);
  }

  /** Everything works again: after one more look nothing is missing and nothing is named any more. */
  async settle(): Promise<void> {
    this.heal();
    await this.setLine(false);
    await this.setLine(true);
    const { problem, uncovered } = this.catchUp.status();
    if (problem !== null) this.fault(`There is still a problem: ${problem.code} ${problem.detail ?? ''}`);
    if (uncovered.length > 0) this.fault(`Still not covered: ${JSON.stringify(uncovered)}`);
    const stuck = this.db.prepare("SELECT id FROM gaps WHERE state = 'looking'").all();
    if (stuck.length > 0) this.fault('A gap is still being looked for');
    if (new Set(this.sent).size < this.sent.length) this.fault(`Sent twice: ${this.sent.join(' ')}`);
    const twice = this.db
      .prepare('SELECT coalesce(stripe_id, id) AS one, account FROM events GROUP BY 1, 2 HAVING count(*) > 1')
      .all();
    if (twice.length > 0) this.fault(`Kept twice: ${JSON.stringify(twice)}`);
  }
}

function names(one: Uncovered, { account, created, at }: Created): boolean {
  const isOf =
    (one.list === 'own' && account === null) ||
    (one.list === 'connected' && account !== null && one.accounts.includes(account)) ||
    (one.list === 'accounts' && account !== null);
  const when = Math.max(created, at) * 1_000;
  return isOf && when >= one.since && (one.until === null || Math.min(created, at) * 1_000 <= one.until);
}
