// Hookline's own address, however it is written.
import { expect, test } from 'vitest';
import { isOwnAddress } from '#shared/domain/own-address.ts';

test.each([
  'http://127.0.0.1:4647/',
  'http://127.0.0.2:4647/x',
  'http://127.1:4647/',
  'http://0x7f.1:4647/',
  'http://2130706433:4647/',
  'http://localhost:4647/stripe-listen',
  'http://LOCALHOST:4647/',
  'http://localhost.:4647/',
  'http://app.localhost:4647/',
  'http://[::1]:4647/',
  'http://[0:0:0:0:0:0:0:1]:4647/',
  'http://[::]:4647/',
  'http://[::ffff:127.0.0.1]:4647/',
  'http://[::ffff:127.8.9.1]:4647/',
  'http://[::ffff:0.0.0.0]:4647/',
  'http://0.0.0.0:4647/',
  'http://0:4647/',
  'http://user:pass@127.0.0.1:4647/',
  'https://127.0.0.1:4647/',
  'http://127.0.0.1:4646/',
])('%s is', (url) => {
  expect(isOwnAddress(url, [4647, 4646])).toBe(true);
});

test.each([
  'http://127.0.0.1:8000/',
  'http://localhost/',
  'http://192.168.1.5:4647/',
  'http://[::ffff:10.0.0.1]:4647/',
  'http://notlocalhost:4647/',
  'http://localhost.example.com:4647/',
  'http://127.0.0.1.example.com:4647/',
  'http://host.docker.internal:4647/',
  'nonsense',
])('%s is not', (url) => {
  expect(isOwnAddress(url, [4647, 4646])).toBe(false);
});

test('ports that the address leaves out', () => {
  expect(isOwnAddress('http://localhost/', [80])).toBe(true);
  expect(isOwnAddress('https://localhost/', [443])).toBe(true);
  expect(isOwnAddress('https://localhost/', [80])).toBe(false);
});
