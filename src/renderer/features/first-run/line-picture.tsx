// The way of an event as a picture, each hop with what it does and how it stands now.
import { Anchor, Cloud, RadioTower, Server } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '#shared/contract/status.ts';
import { classNames } from '../../components/class-names.ts';
import type { Tone } from '../../components/tone.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { useHops } from '../pipeline/use-hops.ts';

const STEPS = [
  { icon: Cloud, title: 'first.stepStripe', text: 'first.stepStripeText' },
  { icon: RadioTower, title: 'first.stepForwarder', text: 'first.stepForwarderText' },
  { icon: Anchor, title: 'first.stepHookline', text: 'first.stepHooklineText' },
  { icon: Server, title: 'first.stepEndpoint', text: 'first.stepEndpointText' },
] as const;

const GLYPHS: Record<Tone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  idle: 'text-text-3',
};
/** Small print needs more contrast than a glyph. */
const WORDS: Record<Tone, string> = { ...GLYPHS, idle: 'text-text-2' };

export function LinePicture({ status }: { status: Status }) {
  const { t } = useTranslation();
  const away = useConnection((state) => state.phase !== 'open');
  const hops = useHops(status, away);
  return (
    <ol aria-label={t('first.state')} className="flex items-stretch max-panes:flex-col">
      {STEPS.map(({ icon: Icon, title, text }, index) => {
        const hop = hops[index];
        const tone = hop?.tone ?? 'idle';
        return (
          <Fragment key={title}>
            {index > 0 && <Wire tone={tone} />}
            <li className="min-w-0 flex-1 rounded-card border border-line p-3.5 max-panes:grid max-panes:grid-cols-[minmax(0,1fr)_auto] max-panes:items-baseline max-panes:gap-x-3 max-panes:py-2.5">
              <div className="flex items-center gap-2">
                <Icon
                  size={16}
                  strokeWidth={1.75}
                  className={classNames('shrink-0', GLYPHS[tone])}
                  aria-hidden
                />
                <h2 className="font-[600]">{t(title)}</h2>
              </div>
              <p className="mt-1 text-text-2 max-panes:col-span-2 max-panes:row-start-2">{t(text)}</p>
              <p className={classNames('mt-2 font-mono text-[11px] max-panes:mt-0', WORDS[tone])}>
                {t(`pipeline.tone.${tone}`)} · {hop?.short}
              </p>
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}

function Wire({ tone }: { tone: Tone }) {
  return (
    <li aria-hidden className="flex w-7 items-center max-panes:h-4 max-panes:w-auto max-panes:pl-[21px]">
      <span
        className={classNames(
          'wire down flex-1 max-panes:flex-none',
          tone === 'bad' || tone === 'warn' ? 'broken' : tone === 'ok' ? '' : 'quiet',
        )}
      />
    </li>
  );
}
