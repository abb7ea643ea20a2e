// The browser's right to enter: takes the per-run token out of the address and trades it for a session that lasts.
import { AccessDeniedError, ConnectionLostError } from './errors.ts';

const STORAGE_KEY = 'hookline.session';

export function storedSession(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null; // storage switched off: the page works until it is reloaded
  }
}

/** @returns the token of `#token=…`, which is removed from the address so that it is not copied or bookmarked */
export function takeTokenFromAddress(): string | null {
  if (FRAGMENT.test(location.hash)) {
    const token = tokenIn(location.hash);
    history.replaceState(null, '', location.pathname + location.search);
    return token;
  }
  return null;
}

const FRAGMENT = /[#&]token=([^&\s]+)/;

/** Reads a token out of a whole dashboard address, its fragment, or the bare token. */
export function tokenIn(text: string): string | null {
  const trimmed = text.trim();
  const inFragment = FRAGMENT.exec(trimmed)?.[1];
  if (inFragment !== undefined) return decoded(inFragment);
  return /^[\w.~-]{8,}$/.test(trimmed) ? trimmed : null;
}

/** @returns null when it is no token, such as one whose escapes were cut off */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** @throws AccessDeniedError when the token is of another run, ConnectionLostError when nobody answers */
export async function openSession(token: string): Promise<string> {
  const response = await fetch('/session', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => {
    throw new ConnectionLostError();
  });
  if (response.status === 401 || response.status === 403) throw new AccessDeniedError();
  if (!response.ok) throw new ConnectionLostError();
  const answer: unknown = await response.json();
  const session =
    typeof answer === 'object' && answer !== null && 'session' in answer ? String(answer.session) : '';
  if (session === '') throw new ConnectionLostError();
  try {
    localStorage.setItem(STORAGE_KEY, session);
  } catch {
    // Without storage the session lives as long as this page.
  }
  return session;
}
