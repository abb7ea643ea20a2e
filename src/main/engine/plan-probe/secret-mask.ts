// Takes the secrets of one probe out of what is said about it: passwords, connection strings, values of headers.
import type { ProbeSecrets } from '#shared/domain/probe/app-probe.ts';

/** Anything shorter turns up in every sentence, and the gaps would tell what it is. */
const MIN_SECRET = 3;
/** Shorter parts of a header, such as the `Bearer` before a token, are words rather than secrets. */
const MIN_PART = 8;

/** @returns a function that replaces every form a secret may appear in by `…` */
export function createMask({ connectionString, headers }: ProbeSecrets): (text: string) => string {
  const secrets = new Set<string>();
  for (const [, value] of headers) {
    secrets.add(value);
    for (const part of value.split(/[\s,;=]+/)) if (part.length >= MIN_PART) secrets.add(part);
    const basic = /^basic\s+(\S+)$/i.exec(value)?.[1];
    if (basic !== undefined) {
      const pair = Buffer.from(basic, 'base64').toString();
      secrets.add(pair);
      secrets.add(pair.slice(pair.indexOf(':') + 1));
    }
  }
  if (connectionString !== null) {
    secrets.add(connectionString);
    for (const password of passwordsIn(connectionString)) secrets.add(password);
  }
  const forms = [...secrets].flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
  ]);
  // The long ones first: a short one may be part of them.
  const ordered = [...new Set(forms)]
    .filter((form) => form.length >= MIN_SECRET)
    .toSorted((a, b) => b.length - a.length);
  return (text) => ordered.reduce((clean, form) => clean.replaceAll(form, '…'), text);
}

/** Read off the text itself, so that it also works for one that is no proper URL. */
function passwordsIn(connectionString: string): string[] {
  const patterns = [
    // To the last @, should the password hold one.
    /:\/\/[^:/?#]*:(.+)@/g,
    // To the first, should something after the host hold one.
    /:\/\/[^:/?#]*:([^@]+)@/g,
    /[?&](?:password|sslpassword|passwd|pwd)=([^&#]+)/gi,
  ];
  const raw = patterns.flatMap((pattern) =>
    Array.from(connectionString.matchAll(pattern), (found) => found[1] ?? ''),
  );
  return raw.flatMap((one) => [one, decoded(one)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
