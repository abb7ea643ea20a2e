// Headers that the app is asked with. Kept values are never shown: they stay as they are, or all are typed anew.
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.tsx';
import { CellField } from '../../components/cell-field.tsx';
import type { ProbeDraft } from './probe-draft.ts';

interface HeaderFieldsProps {
  headers: ProbeDraft['headers'];
  kept: readonly string[];
  error: string | null;
  onChange(headers: ProbeDraft['headers']): void;
}

export function HeaderFields({ headers, kept, error, onChange }: HeaderFieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium">{t('probe.headers')}</legend>
      {headers === null ? (
        <div className="flex flex-wrap items-center gap-2">
          <p className="min-w-0 flex-1 text-text-2">
            {t('probe.headersKept')} <code className="text-text">{kept.join(', ')}</code>{' '}
            <span aria-hidden>••••••</span>
          </p>
          <Button small onClick={() => onChange([['', '']])}>
            {t('probe.headersReplace')}
          </Button>
          <Button small onClick={() => onChange([])}>
            {t('probe.headersForget')}
          </Button>
        </div>
      ) : (
        <Rows headers={headers} wrong={error !== null} onChange={onChange} />
      )}
      <p className={error === null ? 'text-text-2' : 'text-bad'} aria-live="polite">
        {error ?? t('probe.headersHint')}
      </p>
    </fieldset>
  );
}

interface RowsProps {
  headers: NonNullable<ProbeDraft['headers']>;
  wrong: boolean;
  onChange(headers: ProbeDraft['headers']): void;
}

function Rows({ headers, wrong, onChange }: RowsProps) {
  const { t } = useTranslation();
  const put = (index: number, row: readonly [string, string]) => onChange(headers.with(index, row));
  return (
    <>
      {headers.map(([name, value], index) => (
        // Rows have nothing of their own but their place.
        <div key={index} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_26px] items-center gap-1.5">
          <CellField
            label={t('probe.headerName', { n: index + 1 })}
            mono
            wrong={wrong}
            value={name}
            placeholder="Authorization"
            onChange={(next) => put(index, [next, value])}
          />
          <CellField
            label={t('probe.headerValue', { n: index + 1 })}
            mono
            wrong={wrong}
            type="password"
            autoComplete="new-password"
            value={value}
            onChange={(next) => put(index, [name, next])}
          />
          <IconButton
            label={t('probe.headerRemove', { n: index + 1 })}
            icon={<X size={14} aria-hidden />}
            onClick={() => onChange(headers.toSpliced(index, 1))}
          />
        </div>
      ))}
      <div>
        <Button
          small
          disabled={headers.length >= 20}
          icon={<Plus size={13} aria-hidden />}
          onClick={() => onChange([...headers, ['', '']])}
        >
          {t('probe.headerAdd')}
        </Button>
      </div>
    </>
  );
}
