// All gaps that are known: when, how many, how they were found, what became of them, and what can still be done.
import { useTranslation } from 'react-i18next';
import type { Gap } from '#shared/contract/catch-up.ts';
import { useNow } from '../../components/use-now.ts';
import { useFormat } from '../../i18n/format.ts';
import { useCatchUp } from '../../stores/catch-up-store.ts';
import { Actions } from './gap-strip.tsx';
import { countWords, errorWords, headlineWords } from './gap-words.ts';

const TICK_MS = 60_000;

export function GapList() {
  const { t } = useTranslation();
  const gaps = useCatchUp((state) => state.status?.gaps);
  const looked = useCatchUp((state) => state.status?.lookedAt != null);
  const error = useCatchUp((state) => state.error);
  const now = useNow(TICK_MS);
  const told = gaps?.filter((gap) => gap.total > 0 || gap.beyondRetention) ?? [];
  return (
    <>
      {error !== null && (
        <p role="alert" className="mb-2 text-bad">
          {errorWords(t, error)}
        </p>
      )}
      {/* Before Stripe was asked, nobody knows. */}
      {looked && told.length === 0 && <p>{t('catchUp.noGaps')}</p>}
      {told.length > 0 && (
        <ul className="divide-y divide-line-soft rounded-[8px] border border-line" data-testid="gaps">
          {told.map((gap) => (
            <GapItem key={gap.id} gap={gap} now={now} />
          ))}
        </ul>
      )}
    </>
  );
}

function GapItem({ gap, now }: { gap: Gap; now: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li
      data-testid="gap"
      data-state={gap.state}
      className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3 py-2"
    >
      <div className="min-w-0 flex-[1_1_320px]">
        <p className="font-medium">{headlineWords(t, format, gap, now)}</p>
        <p className="text-[12px] text-text-2 tabular-nums">
          {[
            t(`catchUp.reason.${gap.reason}`),
            t(`catchUp.state.${gap.state}`),
            ...countWords(t, format, gap),
          ].join(' · ')}
        </p>
        {gap.beyondRetention && <p className="text-[12px] text-warn">{t('catchUp.beyond')}</p>}
        {gap.problem !== null && (
          <p className="text-[12px] text-warn">{t(`catchUp.gapProblem.${gap.problem}`)}</p>
        )}
      </div>
      <div className="flex flex-wrap gap-2 empty:hidden">
        <Actions gap={gap} />
      </div>
    </li>
  );
}
