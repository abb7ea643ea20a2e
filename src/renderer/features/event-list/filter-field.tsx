// The filter: conditions as chips, the rest as text, applied while typing.
import { ListFilter, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf } from '../../commands/commands.ts';
import { Kbd } from '../../components/kbd.tsx';
import { setFilter, useEventList } from '../../stores/event-list-store.ts';
import { commitConditions, draftOf, filterOf, type FilterDraft } from './filter-text.ts';
import { focusList, FOCUS_IDS } from '../../commands/focus.ts';

const DEBOUNCE_MS = 150;

export function FilterField() {
  const { t } = useTranslation();
  const filter = useEventList((state) => state.filter);
  const [draft, setDraft] = useState<FilterDraft>(() => draftOf(filter));
  const applied = useRef(filter);
  const input = useRef<HTMLInputElement>(null);

  // The sidebar and the keyboard set filters too; what is being typed here is not overwritten by its own echo.
  useEffect(() => {
    if (applied.current !== filter) setDraft(draftOf(filter));
    applied.current = filter;
  }, [filter]);

  const apply = (next: FilterDraft) => {
    const wanted = filterOf(next);
    setFilter(wanted);
    applied.current = useEventList.getState().filter;
  };

  useEffect(() => {
    const timer = setTimeout(() => apply(draft), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [draft]);

  const change = (next: FilterDraft, all = false) => {
    const committed = commitConditions(next, all);
    setDraft(committed);
    if (all) apply(committed);
  };

  const remove = (name: 'type' | 'status') =>
    change({ ...draft, conditions: { ...draft.conditions, [name]: undefined } }, true);

  const chips = (['type', 'status'] as const).filter((name) => draft.conditions[name] !== undefined);
  const empty = chips.length === 0 && draft.text === '';

  return (
    <div
      role="search"
      className="flex h-[30px] min-w-0 flex-1 items-center gap-[7px] rounded-m border border-line bg-sunken pr-2 pl-2.5 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus"
    >
      <ListFilter size={14} strokeWidth={1.75} className="shrink-0 text-text-2" aria-hidden />
      {chips.map((name) => {
        const chip = `${name}:${draft.conditions[name]}`;
        return (
          <span
            key={name}
            data-testid="filter-chip"
            className="inline-flex max-w-[60%] min-w-0 items-center rounded-chip bg-accent-soft pl-1.5 font-mono text-[12px] leading-5 text-accent"
          >
            <span className="truncate">
              {name}:<b className="font-semibold">{draft.conditions[name]}</b>
            </span>
            <button
              type="button"
              aria-label={t('list.removeChip', { chip })}
              className="ml-0.5 flex size-5 shrink-0 items-center justify-center rounded-chip hover:bg-select"
              onClick={() => {
                remove(name);
                input.current?.focus();
              }}
            >
              <X size={11} aria-hidden />
            </button>
          </span>
        );
      })}
      <input
        ref={input}
        id={FOCUS_IDS.filter}
        data-testid="filter"
        type="text"
        value={draft.text}
        aria-label={t('list.filterLabel')}
        title={t('list.filterHint')}
        placeholder={chips.length === 0 ? t('list.filter') : ''}
        autoComplete="off"
        spellCheck={false}
        className="h-full min-w-8 flex-1 bg-transparent outline-none placeholder:text-text-2"
        onChange={(event) => change({ ...draft, text: event.target.value })}
        onBlur={() => change(draft, true)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') {
            change(draft, true);
          } else if (event.key === 'Escape' || event.key === 'ArrowDown') {
            event.preventDefault();
            focusList();
          } else if (event.key === 'Backspace' && draft.text === '') {
            const last = chips.at(-1);
            if (last !== undefined) remove(last);
          }
        }}
      />
      {empty ? (
        <span className="max-panes:hidden">
          <Kbd keys={keysOf('filter') ?? '/'} />
        </span>
      ) : (
        <button
          type="button"
          aria-label={t('list.clearFilter')}
          className="flex size-5 shrink-0 items-center justify-center rounded-chip text-text-2 hover:text-text"
          onClick={() => {
            change({ conditions: {}, text: '' }, true);
            input.current?.focus();
          }}
        >
          <X size={13} aria-hidden />
        </button>
      )}
    </div>
  );
}
