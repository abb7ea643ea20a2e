// Triggers under test: an engine with the real Stripe CLI, and a stand-in that keeps objects.
import { expect, onTestFinished, vi } from 'vitest';
import type { TriggerOrder, TriggerRun } from '#shared/contract/triggers.ts';
import type { Engine } from '#engine/engine.ts';
import { startTestEngine } from './engine.ts';
import { TEST_KEY } from './stripe-cli.ts';
import { serveObjects, type ObjectDesk } from './stripe-stand-in/objects.ts';
import { createStripeStandIn, type StripeStandIn } from './stripe-stand-in/stripe-stand-in.ts';
import { tempDir } from './temp-dir.ts';

export interface Setting {
  stripe: StripeStandIn;
  desk: ObjectDesk;
  engine: Engine;
  dataDir: string;
  begin(): Promise<Engine>;
}

export async function setting({
  listen = true,
  apiKey = TEST_KEY,
}: { listen?: boolean; apiKey?: string | null } = {}): Promise<Setting> {
  // Whoever runs the tests may be logged in.
  vi.stubEnv('XDG_CONFIG_HOME', tempDir());
  onTestFinished(() => void vi.unstubAllEnvs());
  const stripe = await createStripeStandIn();
  onTestFinished(() => stripe.close());
  const desk = serveObjects(stripe);
  const dataDir = tempDir();
  const begin = async () => {
    const { engine } = await startTestEngine({
      dataDir,
      autoDispose: false,
      forwarder: { listen, apiBase: stripe.url, apiKey },
    });
    onTestFinished(() => engine.dispose());
    if (listen) await stripe.waitForNewConnection();
    return engine;
  };
  return { stripe, desk, engine: await begin(), dataDir, begin };
}

export const order = (event: string, more: Partial<TriggerOrder> = {}): TriggerOrder => ({
  event,
  edits: [],
  ...more,
});

export async function ended(engine: Engine, { id }: Pick<TriggerRun, 'id'>): Promise<TriggerRun> {
  await expect.poll(() => engine.triggers.find(id)?.run.state, { timeout: 20_000 }).not.toBe('running');
  return engine.triggers.find(id)!.run;
}

export async function play(engine: Engine, asked: TriggerOrder): Promise<TriggerRun> {
  return await ended(engine, await engine.triggers.run(asked));
}

export const typesOf = (engine: Engine, id: string) =>
  engine.triggers
    .find(id)
    ?.events.map(({ type }) => type)
    .toSorted();
