// How a filter is written: examples that can be tried with one press, and every condition there is.
import { useTranslation } from 'react-i18next';
import { FILTER_FIELDS } from '#shared/domain/filter/filter.ts';
import { focusList } from '../../commands/focus.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Prose } from '../../components/prose.tsx';
import { setFilter } from '../../stores/event-list-store.ts';
import { openView } from '../../stores/view-store.ts';

const EXAMPLES = [
  { filter: 'type:invoice.*', words: 'family' },
  { filter: 'status:failed|5xx', words: 'choice' },
  { filter: 'after:10m -source:synthetic', words: 'recent' },
  { filter: 'customer:ada*', words: 'person' },
  { filter: '"Ada Lovelace"', words: 'text' },
  { filter: 'data.object.amount>=5000', words: 'payload' },
] as const;

const OF_PAYLOAD = [
  { written: 'data.object.…:', words: 'path' },
  { written: 'has:', words: 'has' },
] as const;

export function FilterHelp({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const show = (filter: string) => {
    onClose();
    openView('events');
    setFilter({ filter });
    focusList();
  };
  return (
    <DialogFrame
      title={t('filterHelp.title')}
      intro={t('filterHelp.intro')}
      closeLabel={t('action.close')}
      size="wide"
      testId="filter-help"
      onClose={onClose}
    >
      <section>
        <h3 className="mb-1 text-[12px] font-semibold text-text-2">{t('filterHelp.examples')}</h3>
        <ul className="flex flex-col gap-1">
          {EXAMPLES.map(({ filter, words }) => (
            <li key={filter} className="flex flex-wrap items-baseline gap-x-3">
              <button
                type="button"
                data-testid="filter-example"
                className="rounded-chip bg-accent-soft px-1.5 hover:bg-select"
                onClick={() => show(filter)}
              >
                <code className="text-accent">{filter}</code>
              </button>
              <span className="text-text-2">{t(`filterHelp.example.${words}`)}</span>
            </li>
          ))}
        </ul>
        <p className="mt-2 text-text-2">
          <Prose text={t('list.noMatchHint')} />
        </p>
      </section>
      <section>
        <h3 className="mb-1 text-[12px] font-semibold text-text-2">{t('filterHelp.fields')}</h3>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
          {FILTER_FIELDS.map((field) => (
            <div key={field} className="contents">
              <dt>
                <code className="text-text">{field}:</code>
              </dt>
              <dd className="text-text-2">{t(`filterField.${field}`)}</dd>
            </div>
          ))}
          {OF_PAYLOAD.map(({ written, words }) => (
            <div key={words} className="contents">
              <dt>
                <code className="text-text">{written}</code>
              </dt>
              <dd className="text-text-2">{t(`filterField.${words}`)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </DialogFrame>
  );
}
