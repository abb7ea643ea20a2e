// Says of an event that it came from a file.
import { FileInput } from 'lucide-react';
import { useTranslation } from 'react-i18next';

export function ImportMark() {
  const { t } = useTranslation();
  return (
    <span
      data-testid="import-mark"
      title={t('importing.markHint')}
      className="row-synthetic inline-flex shrink-0 items-center gap-[3px] rounded-[9px] bg-sunken px-1.5 text-[10.5px] leading-[16px] font-medium text-text-2"
    >
      <FileInput size={10} strokeWidth={2} className="shrink-0" aria-hidden />
      <span>{t('importing.mark')}</span>
    </span>
  );
}
