// Bytes on their way out: what must not get out is taken out, also of bytes that are no text.
import { exactText, toBase64, utf8Text, type ExactText } from './exact-text.ts';
import type { Redactor } from './redaction.ts';

export function redactedText(bytes: Uint8Array, redactor: Redactor): ExactText {
  const text = utf8Text(bytes);
  if (text !== null) return { text: redactor.text(text), encoding: 'utf8' };
  // A character for each byte: secrets are ASCII, and so are the marks of JSON. Base64 alone would hide them from the eye only.
  const marks = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const redacted = redactor.text(marks);
  if (redacted === marks) return exactText(bytes);
  return { text: toBase64(Uint8Array.from(redacted, (mark) => mark.charCodeAt(0))), encoding: 'base64' };
}
