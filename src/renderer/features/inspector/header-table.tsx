// HTTP headers, exactly as they were and in their order.
import { useTranslation } from 'react-i18next';
import type { HeaderList } from '#shared/contract/events.ts';

export function HeaderTable({ headers }: { headers: HeaderList }) {
  const { t } = useTranslation();
  if (headers.length === 0) return <p className="text-text-2">{t('attempt.noHeaders')}</p>;
  return (
    <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-3 gap-y-0.5 font-mono text-[12px]">
      {headers.map(([name, value], index) => (
        <div key={index} className="contents">
          <dt className="text-text-2">{name}</dt>
          <dd className="break-all">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
