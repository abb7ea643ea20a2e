// An event as a fixture for somebody's tests: what to post, and what the backend answered.
import { isDelivered } from '../delivery.ts';
import type { ExactText } from './exact-text.ts';
import type { SafeEvent } from './gate.ts';
import { snippetHeaders } from './snippet-parts.ts';

/** A test signs by itself, so there is no signature in it. */
export function testFixture(event: SafeEvent): object {
  const received = event.receipts.at(-1)?.headers ?? [];
  return {
    name: `${event.type} ${event.id}`,
    request: {
      method: 'POST',
      headers: Object.fromEntries(
        snippetHeaders(received).filter(([name]) => name.toLowerCase() !== 'stripe-signature'),
      ),
      ...texts('body', event.body),
    },
    response: answerOf(event),
  };
}

/** What to expect: the newest answer that took the event, else the newest answer of all; null before the first. */
function answerOf(event: SafeEvent): object | null {
  // An edited body is another question.
  const answers = event.attempts.filter(({ status, isEdited }) => status !== null && !isEdited);
  const answer = answers.findLast(({ status }) => isDelivered(status)) ?? answers.at(-1);
  if (answer === undefined) return null;
  return { status: answer.status, ...texts('body', answer.responseBody) };
}

function texts(name: string, { text, encoding }: ExactText): Record<string, string> {
  return { [encoding === 'utf8' ? name : `${name}Base64`]: text };
}
