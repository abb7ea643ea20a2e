// The pipeline bar: the whole way of an event in one glance, always on screen.
import { Anchor, Keyboard, Search } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf, runCommand } from '../../commands/commands.ts';
import { IconButton } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Kbd } from '../../components/kbd.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { useConnection } from '../../stores/connection-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { HopCard } from './hop-card.tsx';
import { useHops, type Hop } from './use-hops.ts';
import type { Status } from '#shared/contract/status.ts';

export function Pipeline() {
  const { t } = useTranslation();
  const status = useStatus((state) => state.status);
  return (
    <div className="flex h-(--bar) shrink-0 items-center border-b border-line bg-surface px-3 pl-3.5">
      <div className="flex w-[186px] shrink-0 items-center gap-2 font-[650] tracking-[-0.01em] max-wide:w-[38px] max-panes:hidden">
        <Anchor size={17} strokeWidth={1.75} className="text-accent" aria-hidden />
        <span className="max-wide:sr-only">{t('app.name')}</span>
      </div>
      <div className="flex min-w-0 flex-1 items-center" role="group" aria-label={t('pipeline.label')}>
        {status !== null && <Hops status={status} />}
      </div>
      <PaletteButton />
      <IconButton
        label={t('nav.shortcuts')}
        keys={keysOf('help')}
        icon={<Keyboard size={15} strokeWidth={1.75} aria-hidden />}
        className="ml-1 max-panes:hidden"
        onClick={() => runCommand('help')}
      />
    </div>
  );
}

/** Looks like the field that it opens. */
function PaletteButton() {
  const { t } = useTranslation();
  return (
    <Tooltip text={t('palette.open')} keys={keysOf('palette')}>
      <button
        type="button"
        data-testid="palette-open"
        onClick={() => runCommand('palette')}
        className="ml-2 flex h-[30px] shrink-0 items-center gap-2.5 rounded-m border border-line px-2 text-text-2 hover:border-text-3 hover:text-text"
      >
        <Search size={14} strokeWidth={1.75} aria-hidden />
        <span className="sr-only">{t('palette.open')}</span>
        <span className="max-wide:hidden">
          <Kbd keys={keysOf('palette') ?? ''} />
        </span>
      </button>
    </Tooltip>
  );
}

function Hops({ status }: { status: Status }) {
  const away = useConnection((state) => state.phase !== 'open');
  const hops = useHops(status, away);
  return hops.map((hop, index) => (
    <Fragment key={hop.id}>
      {index > 0 && <Wire from={hops[index - 1]} to={hop} />}
      <HopCard hop={hop} />
    </Fragment>
  ));
}

/** A whole line where events pass; a broken one where they do not. */
function Wire({ from, to }: { from: Hop | undefined; to: Hop }) {
  const ends = [from?.tone, to.tone];
  const look =
    ends.includes('bad') || to.tone === 'warn' ? 'broken' : ends.includes('idle') ? 'quiet' : 'whole';
  return <span aria-hidden className={classNames('wire', look)} data-wire={look} />;
}
