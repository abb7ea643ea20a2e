// Above the event list: what was missed and what to do about it, that Stripe is being asked, or why it cannot be.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LoaderCircle } from 'lucide-react';
import { announce } from '../../stores/announcement-store.ts';
import { useNow } from '../../components/use-now.ts';
import { useFormat } from '../../i18n/format.ts';
import { useCatchUp } from '../../stores/catch-up-store.ts';
import { GapStrip } from './gap-strip.tsx';
import { ProblemStrip, SilentStrip, UncoveredStrip } from './trouble-strips.tsx';
import { stripsOf, type Strip } from './strip-state.ts';

const TICK_MS = 1_000;

export function CatchUpStrip() {
  const { t } = useTranslation();
  const status = useCatchUp((state) => state.status);
  const putAside = useCatchUp((state) => state.putAside);
  const askedHere = useCatchUp((state) => state.busy === 'look');
  const now = useNow(TICK_MS, status !== null);
  useNothingMissed();
  if (status === null) return null;
  const strips = stripsOf(status, now, putAside, askedHere);
  if (strips.length === 0) return null;
  return (
    <section
      aria-label={t('catchUp.strip')}
      data-testid="catch-up"
      className="max-h-[55vh] shrink-0 overflow-y-auto"
    >
      {strips.map((strip) => {
        switch (strip.kind) {
          case 'silent':
            return <SilentStrip key={strip.key} line={strip.line} stripKey={strip.key} />;
          case 'problem':
            return <ProblemStrip key={strip.key} strip={strip} />;
          case 'uncovered':
            return <UncoveredStrip key={strip.key} strip={strip} />;
          case 'looking':
            return <Looking key={strip.key} strip={strip} />;
          case 'gap':
            // One and the same while it goes from a choice to its end: nothing jumps, no focus is lost.
            return <GapStrip key={`gap ${strip.gap.id}`} gap={strip.gap} others={strip.others} now={now} />;
        }
      })}
    </section>
  );
}

/** One account is nothing to count. */
const COUNTED_LISTS = 3;

function Looking({ strip }: { strip: Extract<Strip, { kind: 'looking' }> }) {
  const { asked, lists, listsDone } = strip;
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div
      data-testid="catch-up-looking"
      className="flex items-center gap-2.5 border-b border-line-soft bg-surface px-3 py-2 text-text-2"
    >
      <LoaderCircle size={14} className="spin shrink-0" aria-hidden />
      {/* The number grows under it: what is read out is only that it began. */}
      <p role="status" className="sr-only">
        {t('catchUp.looking')}
      </p>
      <p aria-hidden className="tabular-nums">
        {asked === 0
          ? t('catchUp.looking')
          : t('catchUp.lookingAsked', { count: asked, n: format.number(asked) })}
        {lists >= COUNTED_LISTS &&
          ` · ${t('catchUp.lookingLists', { done: format.number(listsDone), total: format.number(lists) })}`}
      </p>
    </div>
  );
}

/** Says once, and in passing, that a look which one saw begin found nothing. */
function useNothingMissed(): void {
  const { t } = useTranslation();
  const status = useCatchUp((state) => state.status);
  const seen = useRef<{ gaps: number } | null>(null);
  useEffect(() => {
    if (status === null) return;
    const gaps = Math.max(0, ...status.gaps.filter(({ total }) => total > 0).map(({ id }) => id));
    if (status.looking !== null) {
      const { reason } = status.looking;
      // Who asks is answered by the command; the watch asks all day long.
      if (reason !== 'asked' && reason !== 'watchdog') seen.current ??= { gaps };
      return;
    }
    const before = seen.current;
    seen.current = null;
    if (before !== null && status.problem === null && gaps === before.gaps) announce(t('catchUp.nothing'));
  }, [status, t]);
}
