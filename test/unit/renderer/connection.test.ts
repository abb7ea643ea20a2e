// The connection: opens again by itself, repeats reading and nothing else, and never hangs on a closed door.
import { describe, expect, test } from 'vitest';
import type { ApiClient } from '../../../src/renderer/api/client.ts';
import {
  createConnection,
  LONGEST_RETRY_MS,
  type ConnectionPhase,
} from '../../../src/renderer/api/connection.ts';
import type { Door } from '../../../src/renderer/api/door.ts';
import { AccessDeniedError, ConnectionLostError, errorCode } from '../../../src/renderer/api/errors.ts';

function createDoors() {
  const phases: ConnectionPhase[] = [];
  const waits: number[] = [];
  const opened: (Door & { slam(): void })[] = [];
  let refusal: Error | null = null;
  const connection = createConnection({
    async openDoor() {
      await Promise.resolve();
      if (refusal !== null) throw refusal;
      const { promise: closed, resolve } = Promise.withResolvers<void>();
      const door = {
        client: { number: opened.length } as unknown as ApiClient,
        closed,
        close: resolve,
        slam: resolve,
      };
      opened.push(door);
      return door;
    },
    onPhase: (phase) => phases.push(phase),
    async sleep(ms) {
      waits.push(ms);
      await new Promise((resolve) => setTimeout(resolve, 1));
    },
  });
  return { connection, phases, waits, opened, refuse: (error: Error | null) => (refusal = error) };
}

const numberOf = (api: ApiClient) => (api as unknown as { number: number }).number;
const soon = async () => await new Promise((resolve) => setTimeout(resolve, 20));

describe('connection', () => {
  test('opens, and opens again after the door closed', async () => {
    const { connection, phases, opened } = createDoors();
    await connection.ready();
    opened[0]?.slam();
    await soon();
    await connection.ready();
    expect(opened).toHaveLength(2);
    expect(phases).toEqual(['connecting', 'open', 'away', 'open']);
    connection.dispose();
  });

  test('a call without a connection fails at once', async () => {
    const { connection, refuse } = createDoors();
    refuse(new ConnectionLostError());
    await soon();
    await expect(connection.call(async () => await Promise.resolve(1))).rejects.toThrow(ConnectionLostError);
    connection.dispose();
  });

  test('a call that hangs ends when its door closes, and is not repeated', async () => {
    const { connection, opened } = createDoors();
    await connection.ready();
    let calls = 0;
    const hanging = connection.call(async () => {
      calls += 1;
      return await new Promise<never>(() => undefined);
    });
    opened[0]?.slam();
    await expect(hanging).rejects.toThrow(ConnectionLostError);
    await soon();
    expect(calls).toBe(1);
    connection.dispose();
  });

  test('a call leaves nothing behind, however many there were', async () => {
    const { connection, opened } = createDoors();
    await connection.ready();
    const door = opened[0];
    if (door === undefined) throw new Error('no door');
    // Whoever waits for the end of the door once for each call keeps all of them until it closes.
    let waits = 0;
    const { then } = door.closed;
    // oxlint-disable-next-line unicorn/no-thenable -- counts who waits
    door.closed.then = ((...handlers: Parameters<typeof then>) => {
      waits += 1;
      return then.apply(door.closed, handlers);
    }) as typeof then;
    for (let round = 0; round < 10; round += 1)
      // oxlint-disable-next-line no-await-in-loop -- 1,000 at a time
      await Promise.all(
        Array.from({ length: 1_000 }, async (_, index) =>
          index % 2 === 0
            ? await connection.call(async () => await Promise.resolve(index))
            : await connection
                .call(async () => await Promise.reject(new Error('refused')))
                .catch(() => index),
        ),
      );
    expect(waits).toBe(0);
    expect(connection.inProgress).toBe(0);
    const lost = [1, 2, 3].map(async () => await connection.call(async () => await new Promise(() => {})));
    expect(connection.inProgress).toBe(3);
    door.slam();
    const ends = await Promise.allSettled(lost);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(connection.inProgress).toBe(0);
    connection.dispose();
  });

  test('a query is asked again through the next door', async () => {
    const { connection, opened } = createDoors();
    await connection.ready();
    const asked = connection.query(async (api) =>
      numberOf(api) === 0 ? await new Promise<number>(() => undefined) : numberOf(api),
    );
    opened[0]?.slam();
    expect(await asked).toBe(1);
    connection.dispose();
  });

  test('an error of the engine is passed on and not asked again', async () => {
    const { connection } = createDoors();
    await connection.ready();
    const failing = connection.query(async () => await Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    connection.dispose();
  });

  test('tries less and less often, up to a limit', async () => {
    const { connection, waits, refuse } = createDoors();
    refuse(new ConnectionLostError());
    await new Promise((resolve) => setTimeout(resolve, 60));
    connection.dispose();
    expect(waits.slice(0, 4)).toEqual([250, 500, 1000, 2000]);
    expect(Math.max(...waits)).toBe(LONGEST_RETRY_MS);
  });

  test('without access it waits for another token instead of trying', async () => {
    const { connection, phases, waits, refuse } = createDoors();
    refuse(new AccessDeniedError());
    await soon();
    expect(phases).toEqual(['connecting', 'denied']);
    expect(waits).toEqual([]);
    refuse(null);
    connection.retry();
    await connection.ready();
    expect(phases).toEqual(['connecting', 'denied', 'connecting', 'open']);
    connection.dispose();
  });

  test('errors have codes', () => {
    expect(errorCode(new ConnectionLostError())).toBe('NOT_CONNECTED');
    expect(errorCode(new ConnectionLostError(true))).toBe('CONNECTION_LOST');
    expect(errorCode(new Error('x'))).toBe('UNKNOWN');
  });
});
