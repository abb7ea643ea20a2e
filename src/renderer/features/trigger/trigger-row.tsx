// One trigger: its name, the trap it has, and the buttons that run it, change it and keep it at the top.
import { LoaderCircle, SlidersHorizontal, Star, Zap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { openDialog } from '../../stores/dialog-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { toggleFavourite, trigger, useTriggers } from '../../stores/triggers-store.ts';
import { trapOf } from './trigger-groups.ts';
import { triggerErrorText } from './trigger-words.ts';

export function TriggerRow({ name }: { name: string }) {
  const { t } = useTranslation();
  const busy = useTriggers((state) => state.busy.includes(name));
  const error = useTriggers((state) => (state.error?.about === name ? state.error.code : null));
  const favourite = useTriggers((state) => state.favourites.includes(name));
  const live = useStatus((state) => state.status?.forwarder.livemode === true);
  const trap = trapOf(name);
  return (
    <li
      data-testid="trigger"
      data-trigger={name}
      className="flex flex-wrap items-center gap-x-2 gap-y-1 border-t border-line-soft px-3.5 py-1.5 first:border-t-0"
    >
      <IconButton
        label={t(favourite ? 'trigger.unfavour' : 'trigger.favour', { name })}
        aria-pressed={favourite}
        data-testid="trigger-favourite"
        icon={
          <Star size={13} strokeWidth={1.75} className={favourite ? 'fill-warn text-warn' : ''} aria-hidden />
        }
        className="-ml-1.5"
        onClick={() => toggleFavourite(name)}
      />
      <div className="min-w-60 flex-1">
        <h3 className="font-mono text-[12px] font-medium break-all">{name}</h3>
        {trap !== null && (
          <p className="max-w-[72ch] text-text-2">
            <Prose text={t(`trigger.trap.${trap}`)} />
          </p>
        )}
        {error !== null && (
          <p role="alert" className="text-bad">
            {triggerErrorText(t, error)}
          </p>
        )}
      </div>
      <Button
        small
        look="ghost"
        data-testid="trigger-change"
        aria-label={t('trigger.changeNamed', { name })}
        disabled={live}
        icon={<SlidersHorizontal size={13} strokeWidth={1.75} aria-hidden />}
        onClick={() => openDialog({ kind: 'trigger', order: { event: name, edits: [] } })}
      >
        {t('trigger.change')}
      </Button>
      <Button
        small
        data-testid="trigger-run"
        aria-label={t('trigger.runNamed', { name })}
        aria-disabled={busy}
        disabled={live}
        icon={busy ? <LoaderCircle size={13} className="spin" aria-hidden /> : <Zap size={13} aria-hidden />}
        onClick={() => void trigger({ event: name, edits: [] })}
      >
        {t('trigger.run')}
      </Button>
    </li>
  );
}
