// A large body that is signed correctly is accepted, and read where nobody waits for it.
import { expect, test } from 'vitest';
import { startTestEngine } from '../support/engine.ts';

test('5 MiB that take long to read hold up the main thread for a fraction of that', async () => {
  const line = await startTestEngine();
  const filler = '[],'.repeat(1_700_000);
  const body = `{"id":"evt_large","object":"event","type":"invoice.paid","created":1795000000,"data":{"object":{"id":"in_1","object":"invoice","filler":[${filler}[]]}}}`;
  const began = performance.now();
  JSON.parse(body);
  const parseMs = performance.now() - began;
  let last = performance.now();
  let longestMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last);
    last = now;
  }, 2);
  const response = await line.post(body);
  clearInterval(timer);
  expect(response.status).toBe(200);
  expect(line.backend.seen).toHaveLength(1);
  // What is left is the HMAC, the copies between threads, and the test's own client and backend.
  expect(longestMs).toBeLessThan(Math.max(parseMs, 200));
});
