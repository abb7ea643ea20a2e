// What is left until the next retry, ticking by itself: nothing around it renders again.
import { useTranslation } from 'react-i18next';
import { useSecondsUntil } from '../../components/use-now.ts';
import { useFormat } from '../../i18n/format.ts';

export function Countdown({ at }: { at: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useSecondsUntil(at);
  return (
    <span title={t('state.retryAt', { time: format.dateTime(at) })}>
      {seconds === 0 ? t('state.retrying') : format.countdown(seconds)}
    </span>
  );
}
