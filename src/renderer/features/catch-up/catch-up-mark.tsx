// Says of an event that the line did not bring it: it was found in Stripe's list.
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';

export function CatchUpMark() {
  const { t } = useTranslation();
  return (
    <span
      data-testid="catch-up-mark"
      title={t('catchUp.markHint')}
      className="row-synthetic inline-flex shrink-0 items-center gap-[3px] rounded-[9px] bg-replay-soft px-1.5 text-[10.5px] leading-[16px] font-medium text-replay"
    >
      <History size={10} strokeWidth={2} className="shrink-0" aria-hidden />
      <span>{t('catchUp.mark')}</span>
    </span>
  );
}
