// One hop of the line: a lamp with words, and on hover or focus what is the matter and the one thing to do.
import { Popover } from '@base-ui/react/popover';
import { Anchor, Cloud, RadioTower, Server, TriangleAlert, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../components/class-names.ts';
import { Fact, Facts } from '../../components/facts.tsx';
import { Prose } from '../../components/prose.tsx';
import type { Tone } from '../../components/tone.ts';
import { EndpointLines } from './endpoint-lines.tsx';
import { MendingButton } from './mending-button.tsx';
import type { Hop } from './use-hops.ts';

const ICONS = { stripe: Cloud, forwarder: RadioTower, hookline: Anchor, endpoint: Server };

const CARDS: Record<Tone, string> = {
  ok: 'border-line bg-raised',
  warn: 'border-[color-mix(in_srgb,var(--warn)_45%,var(--line))] bg-warn-soft',
  bad: 'border-[color-mix(in_srgb,var(--bad)_45%,var(--line))] bg-bad-soft',
  idle: 'border-line bg-transparent',
};
const GLYPHS: Record<Tone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  idle: 'text-text-3',
};

export function HopCard({ hop }: { hop: Hop }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const popup = useRef<HTMLDivElement>(null);
  const Icon = ICONS[hop.id];
  const Warning = hop.tone === 'bad' ? X : TriangleAlert;

  return (
    <Popover.Root
      open={open}
      onOpenChange={(next, details) => {
        // Open by focus already: Enter goes into the popover instead of closing it.
        if (!next && details.reason === 'trigger-press') popup.current?.querySelector('button')?.focus();
        else setOpen(next);
      }}
    >
      <Popover.Trigger
        openOnHover
        delay={180}
        closeDelay={120}
        data-testid={`hop-${hop.id}`}
        data-state={hop.tone}
        onFocus={(event) => {
          if (event.target.matches(':focus-visible')) setOpen(true);
        }}
        className={classNames(
          'relative flex h-[42px] min-w-0 items-center gap-[9px] rounded-[8px] border pr-3 pl-2.5 text-left',
          'transition-colors duration-150 max-panes:pr-2.5 max-panes:pl-2',
          hop.live === true ? 'border-bad bg-bad-soft' : CARDS[hop.tone],
        )}
      >
        <span className="relative shrink-0">
          <Icon size={15} strokeWidth={1.75} className={GLYPHS[hop.tone]} aria-hidden />
          {(hop.tone === 'bad' || hop.tone === 'warn') && (
            <Warning
              size={9}
              strokeWidth={3}
              aria-hidden
              className={classNames(
                'absolute -right-1.5 -bottom-1 rounded-[9px] bg-surface',
                GLYPHS[hop.tone],
              )}
            />
          )}
        </span>
        <span className="min-w-0">
          <strong className="block truncate text-[12.5px] leading-4 font-[570]">
            {hop.shortTitle === undefined ? (
              hop.title
            ) : (
              <>
                <span className="max-panes:hidden">{hop.title}</span>
                <span className="hidden max-panes:inline">{hop.shortTitle}</span>
              </>
            )}
          </strong>
          <small className="hidden truncate font-mono text-[11px] leading-[15px] text-text-2 max-panes:block">
            <span className={hop.live === true ? 'font-bold text-bad' : ''}>{hop.short}</span>
          </small>
          <small className="block truncate font-mono text-[11px] leading-[15px] text-text-2 max-panes:hidden">
            {hop.parts.map((part, index) => (
              <span
                key={index}
                className={hop.live === true && part === t('pipeline.live') ? 'font-bold text-bad' : ''}
              >
                {index > 0 && ' · '}
                {part}
              </span>
            ))}
          </small>
        </span>
        <span className="sr-only">{t('pipeline.details', { state: t(`pipeline.tone.${hop.tone}`) })}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="bottom" align="start" sideOffset={7} collisionPadding={8} className="z-30">
          <Popover.Popup
            ref={popup}
            initialFocus={false}
            finalFocus={false}
            className="pop w-80 rounded-card border border-line bg-raised p-3.5 shadow-pop outline-none"
          >
            <Popover.Title className="flex items-center gap-2 font-[600]">
              <span className="min-w-0 flex-1 truncate">{hop.title}</span>
              <span className={classNames('text-[12px] font-medium', GLYPHS[hop.tone])}>
                {t(`pipeline.tone.${hop.tone}`)}
              </span>
            </Popover.Title>
            <Popover.Description className="mt-1.5">
              <Prose text={hop.sentence} />
            </Popover.Description>
            {hop.cause !== '' && (
              <p className="mt-1.5 text-text-2">
                <Prose text={hop.cause} />
              </p>
            )}
            {hop.next !== '' && (
              <p className="mt-1.5 text-text-2">
                <Prose text={hop.next} />
              </p>
            )}
            {hop.id === 'endpoint' && <EndpointLines onDone={() => setOpen(false)} />}
            {hop.facts.length > 0 && (
              <Facts className="mt-2.5 border-t border-line-soft pt-2.5 text-[12px]">
                {hop.facts.map(([name, value]) => (
                  <Fact key={name} name={name}>
                    <span className="break-all">{value}</span>
                  </Fact>
                ))}
              </Facts>
            )}
            {hop.mending !== null && (
              <div className="mt-3 empty:hidden">
                <MendingButton mending={hop.mending} onDone={() => setOpen(false)} />
              </div>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
