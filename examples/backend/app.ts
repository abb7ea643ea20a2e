// The HTTP side of the backend: the webhook, the users, the page, and the switches of the demo.
import express, { type Express, type Request, type Response } from 'express';
import Stripe from 'stripe';
import { applyEvent } from './apply-event.ts';
import { EXAMPLE_BUGS, isExampleBug, type Bugs } from './bugs.ts';
import type { Database, User } from './database.ts';
import { renderPage } from './page.ts';

export const WEBHOOK_PATH = '/api/stripe/webhook';

export interface AppState {
  database: Database;
  bugs: Bugs;
  slowSeconds: number;
  /** Asked for each event anew, so that a new secret counts at once. */
  secret(): string;
  setSecret(secret: string): void;
}

export function createApp(state: AppState): Express {
  const { database, bugs } = state;
  const app = express();
  app.disable('x-powered-by');
  // Also where NODE_ENV says otherwise: a developer sees the stack of what has crashed in the answer.
  app.set('env', 'development');

  const parseJson = express.json({ limit: '1mb' });
  // BUG parses_before_verifying: app.use(express.json()) stands above the webhook, which then finds no raw bytes.
  app.use((request, response, next) =>
    bugs.has('parses_before_verifying') ? parseJson(request, response, next) : next(),
  );

  app.post(WEBHOOK_PATH, express.raw({ type: () => true, limit: '1mb' }), (request, response) => {
    const event = verified(request, response, state.secret());
    if (event === null) return;
    const did = applyEvent(event, database, bugs);
    const answer = (): void => void response.json({ received: true, did });
    // BUG slow: mails, invoices, other services … all of it before Stripe gets its answer.
    if (bugs.has('slow')) setTimeout(answer, state.slowSeconds * 1000).unref();
    else answer();
  });

  app.use(parseJson);

  app.get('/api/users', (request, response) => {
    response.json({ users: findUsers(request.query, database).map(publicUser) });
  });
  app.get('/api/users/:id', (request, response) => {
    const user = database.userById(request.params.id);
    if (user) response.json(publicUser(user));
    else response.status(404).json({ error: `There is no user ${request.params.id}.` });
  });
  app.get('/api/log', (_request, response) => {
    response.json({ log: database.log() });
  });
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  app.get('/', (_request, response) => {
    const rows = database
      .users()
      .map((user) => ({ ...user, paymentFailed: database.unpaidSubscriptionsOf(user.id).length > 0 }));
    // Names come from whoever pays: should one ever get past the escaping, it still cannot load or send anything.
    response
      .set('content-security-policy', PAGE_POLICY)
      .type('html')
      .send(renderPage(rows, database.log(), bugs));
  });

  app.get('/api/bugs', (_request, response) => {
    const known = Object.entries(EXAMPLE_BUGS).map(([name, description]) => ({ name, description }));
    response.json({ bugs: [...bugs], slowSeconds: state.slowSeconds, known });
  });
  app.post('/api/bugs', (request, response) => {
    const { bugs: names, slowSeconds = state.slowSeconds } = fieldsOf(request);
    if (!Array.isArray(names) || !names.every(isExampleBug)) {
      const known = Object.keys(EXAMPLE_BUGS).join(', ');
      response.status(400).json({ error: `“bugs” is a list, and each of it one of: ${known}.` });
      return;
    }
    if (typeof slowSeconds !== 'number' || !(slowSeconds >= 0 && slowSeconds <= 600)) {
      response.status(400).json({ error: '“slowSeconds” is a number from 0 to 600.' });
      return;
    }
    bugs.clear();
    for (const name of names) bugs.add(name);
    state.slowSeconds = slowSeconds;
    response.json({ bugs: [...bugs], slowSeconds });
  });
  // A real backend has no such door. This one listens on loopback, and its signing secrets are those of test sessions.
  app.post('/api/secret', (request, response) => {
    const { secret } = fieldsOf(request);
    if (typeof secret !== 'string' || secret.trim() === '') {
      response.status(400).json({ error: '“secret” is the signing secret, whsec_….' });
      return;
    }
    state.setSecret(secret.trim());
    response.json({ ok: true });
  });
  return app;
}

const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'";

/** null when it has been answered with Stripe's reason. */
function verified(request: Request, response: Response, secret: string): Stripe.Event | null {
  try {
    const signature = request.headers['stripe-signature'] ?? '';
    return Stripe.webhooks.constructEvent(request.body as Buffer, signature, secret);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    response.status(400).type('text').send(`Webhook Error: ${reason}`);
    return null;
  }
}

function findUsers({ id, customer, email }: Request['query'], database: Database): User[] {
  const asked = [
    typeof id === 'string' ? database.userById(id) : null,
    typeof customer === 'string' ? database.userByCustomer(customer) : null,
    typeof email === 'string' ? database.userByEmail(email) : null,
  ].filter((user) => user !== null);
  if (asked.length === 0) return database.users();
  const [user] = asked;
  // Whoever asks by two things asks for the user to whom both belong.
  return user !== undefined && asked.every((other) => other?.id === user.id) ? [user] : [];
}

function publicUser({ id, email, name, plan, seats, stripe_customer_id: customer }: User) {
  return { id, email, name, plan, seats, customer };
}

/** Of a JSON body; empty for anything else, so that a form on another site sets nothing. */
function fieldsOf(request: Request): Record<string, unknown> {
  const body: unknown = request.body;
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}
