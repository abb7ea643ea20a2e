// The backend's own SQLite file: its users, and what Stripe has told of their subscriptions and purchases.
import { randomBytes } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import type { Plan } from './stripe-shapes.ts';

/** Times called `_at` or `created` are Unix seconds of Stripe's events; only `updated_at` is this app's own clock. */
const SCHEMA = `
  create table if not exists users (
    id text primary key, email text, name text,
    plan text not null default 'free', seats integer not null default 0,
    stripe_customer_id text, client_reference_id text unique,
    last_event text, updated_at text not null
  ) strict;
  create table if not exists customers (
    id text primary key, user_id text, linked_at integer not null,
    profile_at integer not null default 0, deleted integer not null default 0
  ) strict;
  create table if not exists subscriptions (
    id text primary key, customer text, status text not null, plan text, seats integer not null,
    period_end integer not null, started_at integer not null,
    created integer not null, rank integer not null, arrival integer not null
  ) strict;
  create table if not exists invoice_payments (
    subscription text primary key, paid integer not null, at integer not null
  ) strict;
  create table if not exists purchases (
    id text primary key, user_id text not null, payment_intent text, plan text not null, granted integer not null
  ) strict;
  create table if not exists payments (
    id text primary key, refunded integer not null default 0, dispute text, dispute_at integer not null default 0
  ) strict;
  create table if not exists processed_events (
    arrival integer primary key autoincrement, id text not null unique, type text not null
  ) strict;
  create table if not exists log (
    number integer primary key autoincrement, at text not null, event_id text not null, type text not null,
    user_id text, did text not null
  ) strict;`;

const LOG_LENGTH = 50;

export interface User {
  id: string;
  email: string | null;
  name: string | null;
  plan: Plan;
  seats: number;
  stripe_customer_id: string | null;
  client_reference_id: string | null;
  last_event: string | null;
  updated_at: string;
}

/** A subscription as the newest event told it; the last four fields say which event that was. */
export interface Subscription {
  id: string;
  customer: string | null;
  status: string;
  /** null = the price belongs to no plan of this app. */
  plan: Plan | null;
  seats: number;
  started_at: number;
  period_end: number;
  created: number;
  rank: number;
  arrival: number;
}

export interface Purchase {
  id: string;
  user_id: string;
  payment_intent: string | null;
  plan: Plan;
  granted: boolean;
}

export interface LogEntry {
  at: string;
  event_id: string;
  type: string;
  user_id: string | null;
  did: string;
}

export type Database = ReturnType<typeof openDatabase>;

export function openDatabase(file: string) {
  const db = new Sqlite(file);
  // Others may read the users while an event is applied.
  db.pragma('journal_mode = WAL');
  db.exec(SCHEMA);
  const now = (): string => new Date().toISOString();
  const userBy = (where: string, ...values: string[]): User | undefined =>
    db.prepare<string[], User>(`select * from users where ${where} order by rowid limit 1`).get(...values);

  return {
    transaction: <T>(work: () => T): T => db.transaction(work)(),
    close: () => db.close(),

    users: (): User[] => db.prepare<[], User>('select * from users order by rowid').all(),
    userById: (id: string) => userBy('id = ? or client_reference_id = ?', id, id),
    userByReference: (reference: string) => userBy('client_reference_id = ?', reference),
    userByCustomer: (customer: string) =>
      userBy('id = (select user_id from customers where id = ?)', customer),
    userByEmail: (email: string) => userBy('lower(email) = lower(?)', email),

    insertUser(user: Pick<User, 'email' | 'name'>): User {
      const id = `usr_${randomBytes(6).toString('hex')}`;
      db.prepare('insert into users (id, email, name, updated_at) values (?, ?, ?, ?)').run(
        id,
        user.email,
        user.name,
        now(),
      );
      return userBy('id = ?', id) as User;
    },
    updateUser(id: string, changes: Partial<Omit<User, 'id' | 'updated_at'>>): void {
      const columns = Object.keys(changes).map((column) => `${column} = @${column}, `);
      db.prepare(`update users set ${columns.join('')} updated_at = @now where id = @id`).run({
        ...changes,
        id,
        now: now(),
      });
    },
    /** For two users who turn out to be one. */
    mergeUsers(from: string, into: string): void {
      db.prepare('update customers set user_id = ? where user_id = ?').run(into, from);
      db.prepare('update purchases set user_id = ? where user_id = ?').run(into, from);
      db.prepare('delete from users where id = ?').run(from);
    },

    /** A user has several customers when Checkout made new ones; the users table shows the newest. */
    linkCustomer(customer: string, userId: string, at: number): void {
      db.prepare(
        `insert into customers (id, user_id, linked_at) values (?, ?, ?) on conflict (id)
         do update set user_id = excluded.user_id, linked_at = min(linked_at, excluded.linked_at)`,
      ).run(customer, userId, at);
      db.prepare(
        `update users set stripe_customer_id =
           (select id from customers where user_id = users.id order by deleted, linked_at desc, id limit 1) where id = ?`,
      ).run(userId);
    },
    profileAt: (customer: string): number =>
      db
        .prepare<[string], { at: number }>('select profile_at as at from customers where id = ?')
        .get(customer)?.at ?? 0,
    setProfileAt: (customer: string, at: number) =>
      db.prepare('update customers set profile_at = ? where id = ?').run(at, customer),
    markCustomerDeleted: (customer: string, at: number) =>
      db
        .prepare(
          'insert into customers (id, linked_at, deleted) values (?, ?, 1) on conflict (id) do update set deleted = 1',
        )
        .run(customer, at),

    subscription: (id: string) =>
      db.prepare<[string], Subscription>('select * from subscriptions where id = ?').get(id),
    subscriptionsOf: (userId: string): Subscription[] =>
      db
        .prepare<[string], Subscription>(
          `select subscriptions.* from subscriptions join customers on customers.id = subscriptions.customer
           where customers.user_id = ? and customers.deleted = 0`,
        )
        .all(userId),
    saveSubscription: (subscription: Subscription) =>
      db
        .prepare(
          `insert into subscriptions (id, customer, status, plan, seats, started_at, period_end, created, rank, arrival)
           values (@id, @customer, @status, @plan, @seats, @started_at, @period_end, @created, @rank, @arrival)
           on conflict (id) do update set customer = @customer, status = @status, plan = @plan, seats = @seats,
             started_at = @started_at, period_end = @period_end, created = @created, rank = @rank, arrival = @arrival`,
        )
        .run(subscription),
    /** The newest word on it counts, and of one second the good one. */
    saveInvoicePayment: (subscription: string, paid: boolean, at: number) =>
      db
        .prepare(
          `insert into invoice_payments (subscription, paid, at) values (?, ?, ?) on conflict (subscription)
           do update set paid = excluded.paid, at = excluded.at
           where excluded.at > at or (excluded.at = at and excluded.paid = 1)`,
        )
        .run(subscription, paid ? 1 : 0, at),
    unpaidSubscriptionsOf: (userId: string): { id: string }[] =>
      db
        .prepare<[string], { id: string }>(
          `select subscription as id from invoice_payments join subscriptions on subscriptions.id = subscription
           join customers on customers.id = customer where user_id = ? and paid = 0 and status <> 'canceled'`,
        )
        .all(userId),

    /** What was granted stays granted: completed may arrive after async_payment_succeeded. */
    savePurchase: (purchase: Purchase) =>
      db
        .prepare(
          `insert into purchases (id, user_id, payment_intent, plan, granted)
           values (@id, @user_id, @payment_intent, @plan, @granted) on conflict (id)
           do update set user_id = @user_id, granted = max(granted, @granted)`,
        )
        .run({ ...purchase, granted: purchase.granted ? 1 : 0 }),
    /** Paid for, and the money neither given back nor taken back. */
    purchasesInForce: (userId: string): Pick<Purchase, 'plan'>[] =>
      db
        .prepare<[string], Pick<Purchase, 'plan'>>(
          `select plan from purchases left join payments on payments.id = purchases.payment_intent
           where user_id = ? and granted = 1 and coalesce(refunded, 0) = 0 and coalesce(dispute, '') <> 'lost'`,
        )
        .all(userId),
    buyerOf: (payment: string) =>
      userBy('id = (select user_id from purchases where payment_intent = ?)', payment),
    markRefunded: (payment: string) =>
      db
        .prepare(
          'insert into payments (id, refunded) values (?, 1) on conflict (id) do update set refunded = 1',
        )
        .run(payment),
    saveDispute: (payment: string, status: string, at: number) =>
      db
        .prepare(
          `insert into payments (id, dispute, dispute_at) values (?, ?, ?) on conflict (id)
           do update set dispute = excluded.dispute, dispute_at = excluded.dispute_at
           where excluded.dispute_at > dispute_at or excluded.dispute in ('won', 'lost', 'warning_closed')`,
        )
        .run(payment, status, at),

    /** Its place in the order of first arrival, and whether it had come before. */
    recordEvent(id: string, type: string): { arrival: number; seen: boolean } {
      const { changes } = db
        .prepare('insert or ignore into processed_events (id, type) values (?, ?)')
        .run(id, type);
      const row = db
        .prepare<[string], { arrival: number }>('select arrival from processed_events where id = ?')
        .get(id);
      return { arrival: row?.arrival ?? 0, seen: changes === 0 };
    },
    addToLog(entry: Omit<LogEntry, 'at'>): void {
      db.prepare(
        'insert into log (at, event_id, type, user_id, did) values (@at, @event_id, @type, @user_id, @did)',
      ).run({ ...entry, at: now() });
      db.prepare(`delete from log where number <= (select max(number) from log) - ${LOG_LENGTH}`).run();
    },
    log: (): LogEntry[] => db.prepare<[], LogEntry>('select * from log order by number desc').all(),
  };
}
