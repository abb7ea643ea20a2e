// An event as a fixture for somebody's tests: what to post, and what the backend answered.
import type { ExportInput } from './export-input.ts';
import { isDelivered } from '../delivery.ts';
import { redactedText } from './redacted-text.ts';
import type { Redactor } from './redaction.ts';
import { snippetHeaders } from './snippet-parts.ts';

/** A test signs by itself, so there is no signature in it. */
export function testFixture(event: ExportInput, redactor: Redactor): object {
  const received = event.receipts.at(-1)?.headers ?? [];
  return {
    name: `${event.type} ${event.id}`,
    request: {
      method: 'POST',
      headers: Object.fromEntries(
        redactor
          .headers(snippetHeaders(received))
          .filter(([name]) => name.toLowerCase() !== 'stripe-signature'),
      ),
      ...texts('body', event.body, redactor),
    },
    response: answerOf(event, redactor),
  };
}

/** What to expect: the newest answer that took the event, else the newest answer of all; null before the first. */
function answerOf(event: ExportInput, redactor: Redactor): object | null {
  // An edited body is another question.
  const answers = event.attempts.filter(({ status, editedBody }) => status !== null && editedBody === null);
  const answer = answers.findLast(({ status }) => isDelivered(status)) ?? answers.at(-1);
  if (answer === undefined) return null;
  return { status: answer.status, ...texts('body', answer.responseBody, redactor) };
}

function texts(name: string, bytes: Uint8Array, redactor: Redactor): Record<string, string> {
  const { text, encoding } = redactedText(bytes, redactor);
  return { [encoding === 'utf8' ? name : `${name}Base64`]: text };
}
