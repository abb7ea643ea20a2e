// A signature's verdict in words.
import type { TFunction } from 'i18next';
import type { EventSummary, SignatureCheck } from '#shared/contract/events.ts';

/** `cli`, `cli-previous`, `hookline`, `endpoint:Local` as a person would say it. */
export function secretWords(t: TFunction, label: string): string {
  if (label === 'cli') return t('signature.label.cli');
  if (label === 'cli-previous') return t('signature.label.cliPrevious');
  if (label === 'hookline') return t('signature.label.hookline');
  const name = /^endpoint:(.+)$/.exec(label)?.[1];
  return name === undefined ? label : t('signature.label.endpoint', { name });
}

export function verdictWords(
  t: TFunction,
  { signature, signatureProblem }: Pick<EventSummary, 'signature' | 'signatureProblem'>,
  secretLabel: string | null,
): string {
  const why = signatureProblem === null ? '' : t(`signature.problem.${signatureProblem}`);
  switch (signature) {
    case 'valid':
      return secretLabel === null
        ? t('signature.valid')
        : t('signature.validWith', { secret: secretWords(t, secretLabel) });
    case 'invalid':
      return why === '' ? t('signature.invalid') : `${t('signature.invalid')}: ${why}`;
    case 'unverified':
      return why === '' ? t('signature.unverified') : `${t('signature.unverified')}: ${why}`;
  }
}

export function checkWords(t: TFunction, check: SignatureCheck): string {
  const problem = t(`signature.problem.${check.problem ?? 'no_secret_known'}`);
  switch (check.state) {
    case 'valid':
      return t('raw.verdictValid');
    case 'invalid':
      return t('raw.verdictInvalid', { problem });
    case 'unverified':
      return t('raw.verdictUnverified', { problem });
  }
}
