// The page's own scheme: what it serves, with which headers, and that there is no way out of its directory.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, fileFor } from '#hosts/electron/app-protocol.ts';

let outer: string;
let dir: string;

beforeAll(() => {
  outer = mkdtempSync(join(tmpdir(), 'hookline-protocol-'));
  dir = join(outer, 'renderer');
  mkdirSync(join(dir, 'assets'), { recursive: true });
  mkdirSync(join(outer, 'renderer-secret'));
  writeFileSync(join(dir, 'index.html'), '<!doctype html>');
  writeFileSync(join(dir, 'assets', 'index-1.js'), 'export {};');
  writeFileSync(join(outer, 'renderer-secret', 'key'), 'secret');
});
afterAll(() => rmSync(outer, { recursive: true }));

const get = (url: string, method = 'GET'): Promise<Response> => answer(new Request(url, { method }), dir);

describe('app://hookline', () => {
  it.each([
    ['app://hookline/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://hookline/index.html?x#y', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://hookline/assets/index-1.js', 'text/javascript; charset=utf-8', 'export {};'],
  ])('serves %s', async (url, type, body) => {
    const response = await get(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toBe(body);
  });

  it('forbids inline scripts and every connection, on every answer', async () => {
    for (const url of ['app://hookline/', 'app://hookline/nothing']) {
      const { headers } = await get(url);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("connect-src 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it.each([
    ['app://hookline/missing.js', 404],
    ['app://hookline/assets', 404],
    ['app://elsewhere/index.html', 404],
    ['app://hookline/%2e%2e%2frenderer-secret%2fkey', 404],
    ['app://hookline/..%2frenderer-secret/key', 404],
    ['app://hookline/assets/..%2f..%2frenderer-secret%2fkey', 404],
    ['app://hookline/%2e%2e%5crenderer-secret%5ckey', 404],
    ['app://hookline/%00', 404],
    ['app://hookline/%', 404],
    ['app://hookline/c:%2fwindows', 404],
  ])('refuses %s', async (url, status) => {
    expect((await get(url)).status).toBe(status);
  });

  it('takes no other method', async () => {
    expect((await get('app://hookline/', 'POST')).status).toBe(405);
    expect(await (await get('app://hookline/', 'HEAD')).text()).toBe('');
  });

  it('leads into its directory or nowhere', () => {
    expect(fileFor('app://hookline/a/b.js', dir)).toBe(join(dir, 'a', 'b.js'));
    expect(fileFor('app://hookline/..%2frenderer-secret/key', dir)).toBeNull();
  });
});
