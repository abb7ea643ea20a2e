// A field that takes a combination of keys by having it pressed, and says why one will not do.
import { X } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { acceleratorLabel, acceleratorOf, MODIFIER_NAMES, type Platform } from './accelerator.ts';

interface ShortcutFieldProps {
  label: string;
  hint: string;
  /** An accelerator, or null for none. */
  value: string | null;
  /** The system did not give it to Hookline. */
  taken: boolean;
  platform: Platform;
  onChange(value: string | null): void;
}

export function ShortcutField({ label, hint, value, taken, platform, onChange }: ShortcutFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const [recording, setRecording] = useState(false);
  const [refused, setRefused] = useState<'needs_modifier' | 'unusable' | null>(null);
  const keys = value === null ? t('desktop.shortcut.none') : acceleratorLabel(value, platform);
  const stop = () => {
    setRecording(false);
    setRefused(null);
  };
  const save = (next: string | null) => {
    stop();
    if (next !== value) onChange(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (!recording) return;
    const { key, nativeEvent } = event;
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
    // Who walks through the page by Tab goes on.
    if (key === 'Tab' && alone) return;
    // Neither the page's own shortcuts nor the button hear of it.
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (key === 'Escape' && alone) {
      stop();
      return;
    }
    if (key === 'Backspace' && alone) {
      save(null);
      return;
    }
    const pressed = acceleratorOf(nativeEvent, platform);
    if (pressed.what === 'accelerator') save(pressed.accelerator);
    else if (pressed.what !== 'begun') setRefused(pressed.what);
  };

  const trouble =
    refused === 'needs_modifier'
      ? t('desktop.shortcut.needsModifier', { keys: MODIFIER_NAMES[platform] })
      : refused === 'unusable'
        ? t('desktop.shortcut.unusable')
        : taken && !recording
          ? t('desktop.shortcut.taken', { keys })
          : null;
  return (
    <div>
      <p id={`${id}-label`} className="font-medium">
        {label}
      </p>
      <p className="mt-0.5 max-w-[62ch] text-text-2">{hint}</p>
      <div className="mt-1.5 flex items-center gap-1">
        <button
          type="button"
          data-testid="resend-shortcut"
          data-recording={recording}
          aria-labelledby={`${id}-label ${id}-keys`}
          aria-describedby={`${id}-hint`}
          onClick={() => {
            setRefused(null);
            setRecording(!recording);
          }}
          onBlur={stop}
          onKeyDown={onKeyDown}
          className={classNames(
            'flex h-[30px] min-w-[180px] items-center rounded-m border bg-sunken px-2.5 text-left',
            recording ? 'border-accent' : trouble === null ? 'border-line' : 'border-bad',
            !recording && value !== null ? 'font-mono text-[12px]' : 'text-text-2',
          )}
        >
          <span id={`${id}-keys`}>{recording ? t('desktop.shortcut.press') : keys}</span>
        </button>
        {value !== null && (
          <IconButton
            label={t('desktop.shortcut.clear')}
            icon={<X size={14} aria-hidden />}
            data-testid="resend-shortcut-clear"
            onClick={() => save(null)}
          />
        )}
      </div>
      <p
        id={`${id}-hint`}
        role="status"
        data-testid="resend-shortcut-said"
        className={classNames(
          'mt-1 max-w-[62ch] text-[12px] empty:hidden',
          trouble === null ? 'text-text-2' : 'text-bad',
        )}
      >
        {trouble ?? (recording ? t('desktop.shortcut.recording') : '')}
      </p>
    </div>
  );
}
