// Why a request was rejected, in a title and a sentence for `Prose`.
import type { TFunction } from 'i18next';
import type { EventDetail, EventSummary } from '#shared/contract/events.ts';
import { contentEncodingOf } from '#shared/domain/content-encoding.ts';
import { secretWords } from './signature-words.ts';

/** @param detail null while it is loading; what the sentence names is then left open with “…” */
export function describeRejection(
  t: TFunction,
  { rejectReason, signatureProblem }: Pick<EventSummary, 'rejectReason' | 'signatureProblem'>,
  detail: Pick<EventDetail, 'receipts'> | null,
): { title: string; text: string } | null {
  if (rejectReason === null) return null;
  const receipt = detail?.receipts.at(-1);
  const { secretLabel = null, ageSeconds = null } = receipt?.signature ?? {};
  const values = {
    encoding: contentEncodingOf(receipt?.headers ?? []) ?? '…',
    secret: secretLabel === null ? '…' : secretWords(t, secretLabel),
    minutes: ageSeconds === null ? '…' : String(Math.round(ageSeconds / 60)),
  };
  const own =
    rejectReason === 'signature_invalid' &&
    signatureProblem !== null &&
    signatureProblem !== 'no_header' &&
    signatureProblem !== 'wrong_secret';
  const key = own ? (`signature_${signatureProblem}` as const) : rejectReason;
  return { title: t(`reject.${key}.title`), text: t(`reject.${key}.text`, values) };
}
