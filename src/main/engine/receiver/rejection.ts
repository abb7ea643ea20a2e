// Tells the sender of a rejected request what is wrong with it, in a sentence.
import type { HeaderList, SignatureCheck } from '#shared/contract/events.ts';
import { contentEncodingOf } from '#shared/domain/content-encoding.ts';
import { SIGNATURE_TOLERANCE_SECONDS, type SignatureProblem } from '#shared/domain/signature.ts';
import type { RejectReason } from './intake.ts';

export const TOO_LARGE = 'The body is larger than 5 MiB; Stripe sends nothing that large.';

export function describeRejection(
  reason: RejectReason,
  signature: SignatureCheck,
  headers: HeaderList,
): string {
  switch (reason) {
    case 'too_large':
      return TOO_LARGE;
    case 'not_json':
      return 'The body is not JSON.';
    case 'compressed':
      return (
        `The body is compressed (Content-Encoding: ${contentEncodingOf(headers) ?? 'unknown'}). Stripe signs and sends plain JSON: ` +
        'switch compression of request bodies off in what forwards them to Hookline.'
      );
    case 'not_an_event':
      return 'The body is JSON but no Stripe event (object must be "event" or "v2.core.event", with id and type).';
    case 'signature_missing':
      return 'There is no Stripe-Signature header. Turn on “accept unsigned events” to let such requests through.';
    case 'signature_invalid':
      return describeProblem(signature);
  }
}

const PROBLEMS: Readonly<Record<Exclude<SignatureProblem, 'stale'>, string>> = {
  no_header: 'There is no Stripe-Signature header.',
  malformed: 'The Stripe-Signature header cannot be read: it needs t=<Unix seconds> and v1=<signature>.',
  wrong_secret: 'The signature fits none of the secrets known here. The dashboard shows why.',
  body_changed:
    'The signature was made for this event, but something changed the bytes of the body on the way: look for what parses and rewrites it.',
  no_secret_known:
    'No signing secret is known yet to check this with. Start the forwarder, or give an endpoint a secret.',
};

function describeProblem({ problem, secretLabel, ageSeconds }: SignatureCheck): string {
  if (problem === 'stale') {
    const minutes = Math.round((ageSeconds ?? 0) / 60);
    return (
      `The signature fits the secret “${secretLabel ?? ''}” but is ${minutes} minutes old; ` +
      `${SIGNATURE_TOLERANCE_SECONDS / 60} are allowed. Send the event again, or set the clock right.`
    );
  }
  return PROBLEMS[problem ?? 'wrong_secret'];
}
