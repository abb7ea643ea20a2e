// The list of suggestions under the filter.
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../i18n/format.ts';
import type { Suggestion } from './filter-suggestions.ts';

interface SuggestionListProps {
  id: string;
  label: string;
  suggestions: readonly Suggestion[];
  /** -1 = none is chosen. */
  chosen: number;
  onTake(suggestion: Suggestion): void;
}

export const optionId = (id: string, index: number): string => `${id}-${index}`;

export function SuggestionList({ id, label, suggestions, chosen, onTake }: SuggestionListProps) {
  const format = useFormat();
  return (
    <div
      id={id}
      role="listbox"
      tabIndex={-1}
      aria-label={label}
      data-testid="filter-suggestions"
      className="absolute top-full left-0 z-30 mt-1 max-h-[320px] w-full max-w-[520px] min-w-[240px] overflow-y-auto rounded-card border border-line bg-raised py-1 shadow-pop"
    >
      {suggestions.map((suggestion, index) => (
        <div
          key={suggestion.text}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          data-testid="filter-suggestion"
          className={classNames(
            'flex cursor-default items-baseline gap-3 px-3 py-1 hover:bg-sunken',
            index === chosen && 'bg-select',
          )}
          // The field keeps the focus, and its blur must not close the list before the click.
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(suggestion);
          }}
        >
          <code className="truncate text-[12px]">{suggestion.text}</code>
          {suggestion.label !== null && (
            <span className="min-w-0 flex-1 truncate text-[12px] text-text-2">{suggestion.label}</span>
          )}
          {suggestion.count !== null && (
            <span className="ml-auto text-[12px] text-text-2 tabular-nums">
              {format.number(suggestion.count)}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}
