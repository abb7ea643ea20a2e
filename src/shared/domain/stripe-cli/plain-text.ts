// What the Stripe CLI prints for a terminal, as plain text.

/** ANSI colours and cursor moves, and OSC-8 links; none into a pipe unless the user's configuration forces colour. */
// oxlint-disable-next-line no-control-regex -- escape sequences are what this is about
const ESCAPES = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;

/** Without escape sequences, and of a line redrawn with carriage returns only what is left standing. */
export function plain(raw: string): string {
  const text = raw.includes('\u001b') ? raw.replace(ESCAPES, '') : raw;
  let end = text.length;
  while (text[end - 1] === '\r') end -= 1;
  return text.slice(text.lastIndexOf('\r', end - 1) + 1, end);
}
