// How long events are kept: by number, age and size, each with a limit or without.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/settings.ts';
import { Section } from '../../components/view-frame.tsx';
import { changeSettings, useSettings } from '../../stores/settings-store.ts';

type Retention = Settings['retention'];

const LIMITS = {
  maxEvents: { min: 100, max: 10_000_000 },
  maxDays: { min: 1, max: 3_650 },
  maxMb: { min: 16, max: 1_000_000 },
} as const;
const FIELDS = ['maxEvents', 'maxDays', 'maxMb'] as const;

export function RetentionSettings() {
  const { t } = useTranslation();
  const retention = useSettings((state) => state.settings?.retention);
  if (retention === undefined) return null;
  return (
    <Section title={t('retention.title')}>
      <p className="mb-3 max-w-[64ch] text-text-2">{t('retention.intro')}</p>
      <div className="flex flex-wrap gap-x-6 gap-y-3">
        {FIELDS.map((field) => (
          <LimitField key={`${field} ${retention[field]}`} field={field} retention={retention} />
        ))}
      </div>
    </Section>
  );
}

function LimitField({ field, retention }: { field: keyof Retention; retention: Retention }) {
  const { t } = useTranslation();
  const { min, max } = LIMITS[field];
  const [text, setText] = useState(retention[field] === null ? '' : String(retention[field]));
  const value = text.trim() === '' ? null : Number(text);
  const wrong = value !== null && (!Number.isInteger(value) || value < min || value > max);
  const save = () => {
    if (!wrong && value !== retention[field])
      void changeSettings({ retention: { ...retention, [field]: value } });
  };
  return (
    <div className="w-[200px]">
      <label htmlFor={`retention-${field}`} className="font-medium">
        {t(`retention.${field}`)}
      </label>
      <input
        id={`retention-${field}`}
        data-testid={`retention-${field}`}
        inputMode="numeric"
        value={text}
        placeholder={t('retention.noLimit')}
        aria-invalid={wrong}
        aria-describedby={`retention-${field}-hint`}
        className={`mt-1 block h-[30px] w-full rounded-m border bg-sunken px-2.5 tabular-nums ${wrong ? 'border-bad' : 'border-line'}`}
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && save()}
      />
      <p id={`retention-${field}-hint`} className={`mt-1 text-[12px] ${wrong ? 'text-bad' : 'text-text-2'}`}>
        {wrong ? t('retention.bad', { min, max }) : t('retention.empty')}
      </p>
    </div>
  );
}
