// The placeholders, as buttons that put them where the cursor is.
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { PLACEHOLDERS } from '#shared/domain/probe/placeholders.ts';
import { Prose } from '../../components/prose.tsx';

interface PlaceholderButtonsProps {
  field: RefObject<HTMLInputElement | HTMLTextAreaElement | null>;
  onChange(text: string): void;
}

export function PlaceholderButtons({ field, onChange }: PlaceholderButtonsProps) {
  const { t } = useTranslation();
  const insert = (text: string) => {
    const at = field.current;
    if (at === null) return;
    const from = at.selectionStart ?? at.value.length;
    const to = at.selectionEnd ?? from;
    onChange(at.value.slice(0, from) + text + at.value.slice(to));
    // Once it stands there, typing goes on behind it.
    requestAnimationFrame(() => {
      at.focus();
      at.setSelectionRange(from + text.length, from + text.length);
    });
  };
  return (
    <div>
      <div role="group" aria-label={t('probe.insert')} className="flex flex-wrap gap-1.5">
        {PLACEHOLDERS.map((name) => (
          <button
            key={name}
            type="button"
            aria-label={t('probe.insertOne', { placeholder: `{${name}}` })}
            className="h-6 rounded-chip border border-line bg-raised px-1.5 font-mono text-[11px] text-text-2 hover:border-text-3 hover:text-text"
            onClick={() => insert(`{${name}}`)}
          >
            {`{${name}}`}
          </button>
        ))}
      </div>
      <p className="mt-1 text-text-2">
        <Prose text={t('probe.metadataHint')} />
      </p>
    </div>
  );
}
