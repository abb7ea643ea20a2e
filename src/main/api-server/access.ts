// Who may talk to the loopback server.
//
// Threat model. The server binds 127.0.0.1, yet three strangers can still reach it: a page on another site (cross-site requests),
// a page whose host name was re-bound to 127.0.0.1 (DNS rebinding), and other programs of this machine. Against them, in order:
// requests whose Host is no loopback name are refused; requests that a browser marks as coming from another origin are refused;
// everything but the static files of the dashboard wants a secret that only this user can read.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);
const KEY_FILE = 'access.key';

export interface Access {
  /** Secret of this run; goes into the URL that is opened and into scripts. */
  token: string;
  /** Exchanged for the token: stays valid when Hookline is restarted, so that an open dashboard comes back by itself. */
  issueSession(): string;
  /** Accepts the token or a session. */
  allows(secret: string | null): boolean;
  allowsToken(secret: string | null): boolean;
}

/** @param dataDir holds the key that sessions are made with, readable by this user only */
export function createAccess(dataDir: string): Access {
  const token = randomBytes(24).toString('base64url');
  const key = loadKey(join(dataDir, KEY_FILE));
  const seal = (nonce: string): string =>
    createHmac('sha256', key).update(`session.${nonce}`).digest('base64url');

  return {
    token,
    issueSession() {
      const nonce = randomBytes(12).toString('base64url');
      return `s.${nonce}.${seal(nonce)}`;
    },
    allows(secret) {
      if (secret === null) return false;
      if (same(secret, token)) return true;
      const [mark, nonce, given, ...rest] = secret.split('.');
      if (mark !== 's' || nonce === undefined || given === undefined || rest.length > 0) return false;
      return same(given, seal(nonce));
    },
    allowsToken: (secret) => secret !== null && same(secret, token),
  };
}

function loadKey(path: string): Buffer {
  if (existsSync(path)) {
    const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url');
    if (key.byteLength === 32) return key;
  }
  const key = randomBytes(32);
  writeFileSync(path, `${key.toString('base64url')}\n`, { mode: 0o600 });
  return key;
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

/** Why a request may not even be looked at; null when it may. The port may differ: it does behind an SSH tunnel. */
export function refusal(headers: IncomingHttpHeaders): string | null {
  const host = headers.host ?? '';
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (!LOOPBACK_NAMES.has(name))
    return 'This address is only served under the names 127.0.0.1, localhost and [::1].';
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`)
    return 'Pages of other origins may not talk to Hookline.';
  // Links from elsewhere may open the dashboard (its files hold no secret); nothing else may come from another site.
  const site = headers['sec-fetch-site'];
  const opensPage = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if ((site === 'cross-site' || site === 'same-site') && !opensPage)
    return 'Pages of other sites may not talk to Hookline.';
  return null;
}

export function bearerOf(headers: IncomingHttpHeaders): string | null {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}
