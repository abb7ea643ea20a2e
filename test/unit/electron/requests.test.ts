// What the desktop asks of its page reaches it, also when no page was there to be asked.
import { describe, expect, it } from 'vitest';
import { createRequests } from '#hosts/electron/requests.ts';
import type { DesktopRequest } from '#shared/contract/desktop.ts';

const open = (n: number): DesktopRequest => ({ what: 'open_event', id: `evt_${n}` });

async function take(from: AsyncGenerator<DesktopRequest, void, void>, count: number) {
  const taken: DesktopRequest[] = [];
  while (taken.length < count) {
    const { value, done } = await from.next();
    if (done === true || value === undefined) break;
    taken.push(value);
  }
  return taken;
}

describe('requests', () => {
  it('reach every page that listens, in order', async () => {
    const requests = createRequests();
    const [one, other] = [requests.subscribe(undefined), requests.subscribe(undefined)];
    const taken = Promise.all([take(one, 2), take(other, 2)]);
    requests.ask(open(1));
    requests.ask(open(2));
    expect(await taken).toEqual([
      [open(1), open(2)],
      [open(1), open(2)],
    ]);
  });

  it('wait for a page, and go to the first that comes and to no other', async () => {
    const requests = createRequests();
    requests.ask(open(1));
    const first = requests.subscribe(undefined);
    expect(await take(first, 1)).toEqual([open(1)]);
    const second = requests.subscribe(undefined);
    const taken = take(second, 1);
    requests.ask(open(2));
    expect(await taken).toEqual([open(2)]);
  });

  it('are forgotten but for the newest 20', async () => {
    const requests = createRequests();
    for (let n = 1; n <= 25; n += 1) requests.ask(open(n));
    const page = requests.subscribe(undefined);
    const taken = await take(page, 20);
    expect(taken[0]).toEqual(open(6));
    expect(taken.at(-1)).toEqual(open(25));
  });

  it('end with the signal, at once and for a page that asks later too', async () => {
    const requests = createRequests();
    const leaving = new AbortController();
    const page = requests.subscribe(leaving.signal);
    const next = page.next();
    leaving.abort();
    expect(await next).toEqual({ value: undefined, done: true });
    expect(await requests.subscribe(leaving.signal).next()).toEqual({ value: undefined, done: true });
  });

  it('that a page left untaken go to the next', async () => {
    const requests = createRequests();
    const leaving = new AbortController();
    const page = requests.subscribe(leaving.signal);
    const first = page.next();
    requests.ask(open(1));
    requests.ask(open(2));
    expect(await first).toEqual({ value: open(1), done: false });
    leaving.abort();
    requests.ask(open(3));
    expect(await take(requests.subscribe(undefined), 2)).toEqual([open(2), open(3)]);
  });

  it('that wait survive a page that was called off before it came', async () => {
    const requests = createRequests();
    requests.ask(open(1));
    await requests.subscribe(AbortSignal.abort()).next();
    expect(await take(requests.subscribe(undefined), 1)).toEqual([open(1)]);
  });
});
