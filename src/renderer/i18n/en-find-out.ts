// English texts about finding out why a backend refuses a signature.
export const findOutEn = {
  findOut: {
    open: 'Find out',
    again: 'Find out again',
    busy: 'Finding out…',
    hint: 'Sends this event to {{endpoint}} again: first signed over the body as your backend may serialise it again, and if that is refused, over the body as it is. If your backend accepts one of the two, the event is really delivered and your handler runs.',
    unclear:
      'The response does not show the cause: the request did not get as far as the signature check. See the new attempt under Deliveries.',
    NOTHING_TO_FIND_OUT:
      'There is nothing to find out any more: the cause is known by now, or the endpoint was removed.',
    title: {
      body_reserialised:
        'Found out: your backend parses the body and serialises it again before the signature check.',
      other_secret: 'Found out: your backend refuses the signature over the body in every form.',
      accepted_now: 'Found out: your backend now accepts the signature that it refused before.',
    },
    shown: {
      body_reserialised_one:
        'This request was signed only over the body as **{{how}}** writes it, and your backend accepted it.',
      body_reserialised_other:
        'This request was signed only over the body as one of these writes it, and your backend accepted it: {{how}}.',
      other_secret:
        'It refused the signature over the body as Stripe sent it, and over the body as these write it: {{how}}. So its signing secret is another one, or the bytes are changed in another way, for example by a wrong character encoding.',
      accepted_now:
        'This request was signed over the body as Stripe sent it. The secret or the code was probably corrected in the meantime.',
    },
    fix: {
      other_secret:
        'Copy the secret under Endpoints → Signing into your backend and restart it. If it is the same already, compare the bytes your check gets with the Raw tab.',
    },
  },
} as const;
