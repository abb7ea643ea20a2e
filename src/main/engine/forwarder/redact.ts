// Takes secrets out of text before it is kept, shown or logged. Enough of each is left to tell what it was.

const RULES: readonly (readonly [RegExp, string])[] = [
  // Signing secrets.
  [/\bwhsec_\w+/g, 'whsec_…'],
  // API keys: secret, restricted, publishable, organization, and those the CLI makes for itself.
  [/\b((?:sk|rk|pk|rkcs)_(?:(?:test|live|org)_)*)[\w*]+/g, '$1…'],
  // OAuth access and refresh tokens of the CLI's login.
  [/\boa[kr]_\w+/g, 'oak_…'],
  [/\b(bearer\s+)\S+/gi, '$1…'],
  // With its id and address a stranger could take over the session's socket.
  [/(websocket_id=)\S+/g, '$1…'],
  [/\bwsid_\w+/g, 'wsid_…'],
  [/(device_token"?[=:]\s*)"?[^",\s]+"?/g, '$1…'],
  // Links of a login carry its one-time token.
  [/(\/stripecli\/(?:auth|confirm_auth)[^\s?]*\?)\S+/g, '$1…'],
];

/** @param known secrets at hand whose shape no rule may know, such as a key of an odd form */
export function redact(text: string, known: readonly (string | null)[] = []): string {
  let clean = text;
  for (const secret of known) {
    if (secret !== null && secret.length >= 8) clean = clean.replaceAll(secret, '…');
  }
  for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement);
  return clean;
}
