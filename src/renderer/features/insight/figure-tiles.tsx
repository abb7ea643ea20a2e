// Four figures side by side: how many, how well, how fast.
import { useTranslation } from 'react-i18next';
import type { Figures } from '#shared/contract/insight.ts';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../i18n/format.ts';
import { useInsightWords } from './insight-words.ts';

export function FigureTiles({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useInsightWords();
  const { attempts, ok, resends, resendsOk, p50Ms, p95Ms } = figures;
  const failed = attempts - ok;
  const latency = (ms: number | null): string => (ms === null ? '–' : format.duration(ms));
  return (
    <dl className="mt-2 grid grid-cols-4 gap-x-4 gap-y-2 max-panes:grid-cols-2">
      <Tile
        testId="insight-attempts"
        name={t('insight.attemptsTitle')}
        value={format.number(attempts)}
        note={resends === 0 ? '' : t('insight.resends', { count: resends, n: format.number(resends) })}
      />
      <Tile
        testId="insight-success"
        name={t('insight.success')}
        value={words.share(ok, attempts)}
        bad={failed > 0}
        note={
          failed === 0
            ? t('insight.noneFailed')
            : [
                t('insight.failedCount', { n: format.number(failed) }),
                ...(resends > 0 && attempts > resends
                  ? [t('insight.successLive', { share: words.share(ok - resendsOk, attempts - resends) })]
                  : []),
              ].join(' · ')
        }
      />
      <Tile testId="insight-p50" name={t('insight.p50')} value={latency(p50Ms)} note={t('insight.p50Hint')} />
      <Tile testId="insight-p95" name={t('insight.p95')} value={latency(p95Ms)} note={t('insight.p95Hint')} />
    </dl>
  );
}

interface TileProps {
  testId: string;
  name: string;
  value: string;
  note: string;
  bad?: boolean;
}

function Tile({ testId, name, value, note, bad = false }: TileProps) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-[12px] text-text-2">{name}</dt>
      <dd data-testid={testId} className="text-[19px] leading-6 font-[620] tracking-[-0.015em]">
        {value}
      </dd>
      <dd className={classNames('min-h-[17px] truncate text-[12px]', bad ? 'text-bad' : 'text-text-2')}>
        {note}
      </dd>
    </div>
  );
}
