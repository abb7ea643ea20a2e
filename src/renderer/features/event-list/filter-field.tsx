// The filter: conditions as chips, the rest as text, applied while typing, with suggestions from what is in the store.
import { ListFilter, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clearFilter } from '../../commands/clearing.ts';
import { keysOf } from '../../commands/commands.ts';
import { focusList, FOCUS_IDS } from '../../commands/focus.ts';
import { classNames } from '../../components/class-names.ts';
import { Kbd } from '../../components/kbd.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { dispatch, useEventList } from '../../stores/event-list-store.ts';
import { EMPTY_DRAFT, filterOf, isUnfinished, type FilterDraft } from '../../stores/list/filter-draft.ts';
import { taken, type Suggestion } from './filter-suggestions.ts';
import { problemWords } from './filter-words.ts';
import { SaveFilterButton } from './saved-filters.tsx';
import { optionId, SuggestionList } from './suggestion-list.tsx';
import { useSuggestions } from './use-suggestions.ts';

const PAUSE_MS = 120;

export function FilterField() {
  const { t } = useTranslation();
  const draft = useEventList((state) => state.draft);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const { word, suggestions } = useSuggestions(draft.text, open && draft.phase !== 'composing');

  useEffect(() => {
    if (draft.phase !== 'typing') return;
    const timer = setTimeout(() => dispatch({ kind: 'typingPaused' }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft]);

  const type = (next: FilterDraft, composing: boolean) => {
    dispatch({ kind: 'type', draft: next, composing });
    setChosen(-1);
  };
  /** Applied at once, with the condition that is still being typed. */
  const settle = (next?: FilterDraft) => {
    dispatch({ kind: 'settleDraft', ...(next !== undefined && { draft: next }) });
    setChosen(-1);
  };

  const take = (suggestion: Suggestion) => {
    type({ ...draft, text: taken(draft.text, word, suggestion) }, false);
    setOpen(true);
  };

  const removeChip = (chip: string) => settle({ ...draft, chips: draft.chips.filter((one) => one !== chip) });

  const mistake = draft.phase === 'composing' ? null : filterOf(draft).problem;
  const problem = mistake !== null && (draft.left || !isUnfinished(draft.text, mistake)) ? mistake : null;
  const empty = draft.chips.length === 0 && draft.text === '';
  const listed = open && suggestions.length > 0;

  return (
    <div className="relative min-w-0 flex-1">
      <div
        role="search"
        className={classNames(
          'flex h-[30px] min-w-0 items-center gap-[7px] rounded-m border bg-sunken pr-2 pl-2.5 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus',
          problem === null ? 'border-line' : 'border-bad',
        )}
      >
        <ListFilter size={14} strokeWidth={1.75} className="shrink-0 text-text-2" aria-hidden />
        {draft.chips.map((chip) => (
          <Chip
            key={chip}
            chip={chip}
            onRemove={() => {
              removeChip(chip);
              input.current?.focus();
            }}
          />
        ))}
        <input
          ref={input}
          id={FOCUS_IDS.filter}
          data-testid="filter"
          type="text"
          role="combobox"
          value={draft.text}
          aria-label={t('list.filterLabel')}
          aria-expanded={listed}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={listed && chosen >= 0 ? optionId(listId, chosen) : undefined}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${listId}-problem`}
          title={t('list.filterHint')}
          placeholder={draft.chips.length === 0 ? t('list.filter') : ''}
          autoComplete="off"
          spellCheck={false}
          className="h-full min-w-8 flex-1 bg-transparent outline-none placeholder:text-text-2"
          onFocus={() => setOpen(true)}
          onChange={(event) => {
            setOpen(true);
            type(
              { ...draft, text: event.target.value },
              event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing,
            );
          }}
          onCompositionEnd={(event) => type({ ...draft, text: event.currentTarget.value }, false)}
          onBlur={() => {
            setOpen(false);
            settle();
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            const { key } = event;
            if (listed && (key === 'ArrowDown' || key === 'ArrowUp')) {
              event.preventDefault();
              const step = key === 'ArrowDown' ? 1 : -1;
              setChosen(((chosen + 1 + step + suggestions.length + 1) % (suggestions.length + 1)) - 1);
            } else if ((key === 'Enter' || key === 'Tab') && listed && suggestions[chosen] !== undefined) {
              event.preventDefault();
              take(suggestions[chosen]);
            } else if (key === 'Enter') {
              setOpen(false);
              settle();
            } else if (key === 'Escape' && listed && chosen >= 0) {
              event.preventDefault();
              setChosen(-1);
            } else if (key === 'Escape' || key === 'ArrowDown') {
              event.preventDefault();
              focusList();
            } else if (key === 'Backspace' && draft.text === '') {
              const last = draft.chips.at(-1);
              if (last !== undefined) removeChip(last);
            }
          }}
        />
        {empty ? (
          <span className="max-panes:hidden">
            <Kbd keys={keysOf('filter') ?? '/'} />
          </span>
        ) : (
          <>
            <SaveFilterButton />
            <Tooltip text={t('list.clearFilter')} keys={keysOf('clearFilter')}>
              <button
                type="button"
                aria-label={t('list.clearFilter')}
                className="flex size-5 shrink-0 items-center justify-center rounded-chip text-text-2 hover:text-text"
                onClick={() => {
                  clearFilter();
                  // Text that is no filter goes, too.
                  settle(EMPTY_DRAFT);
                  input.current?.focus();
                }}
              >
                <X size={13} aria-hidden />
              </button>
            </Tooltip>
          </>
        )}
      </div>
      {listed && (
        <SuggestionList
          id={listId}
          label={t('list.suggestions')}
          suggestions={suggestions}
          chosen={chosen}
          onTake={take}
        />
      )}
      {problem !== null && (
        <p
          id={`${listId}-problem`}
          role="alert"
          data-testid="filter-problem"
          className="absolute top-full left-0 z-20 mt-1 max-w-full rounded-m border border-bad bg-raised px-2.5 py-1 text-[12px] text-bad shadow-pop"
        >
          {problemWords(t, problem)}
        </p>
      )}
    </div>
  );
}

function Chip({ chip, onRemove }: { chip: string; onRemove(): void }) {
  const { t } = useTranslation();
  const colon = chip.indexOf(':');
  return (
    <span
      data-testid="filter-chip"
      className="inline-flex max-w-[60%] min-w-0 items-center rounded-chip bg-accent-soft pl-1.5 font-mono text-[12px] leading-5 text-accent"
    >
      <span className="truncate">
        {chip.slice(0, colon + 1)}
        <b className="font-semibold">{chip.slice(colon + 1)}</b>
      </span>
      <button
        type="button"
        aria-label={t('list.removeChip', { chip })}
        className="ml-0.5 flex size-5 shrink-0 items-center justify-center rounded-chip hover:bg-select"
        onClick={onRemove}
      >
        <X size={11} aria-hidden />
      </button>
    </span>
  );
}
