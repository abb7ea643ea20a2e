// By what the list is grouped: a button beside the filter that says it, and opens the choice.
import { Check, Layers } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { STORY_KINDS } from '#shared/domain/story/story-key.ts';
import { focusList } from '../../commands/focus.ts';
import { keysOf } from '../../commands/commands.ts';
import { classNames } from '../../components/class-names.ts';
import { keyLabel } from '../../components/kbd.tsx';
import { Menu, MenuGroup, MenuItem } from '../../components/menu.tsx';
import { useEventList } from '../../stores/event-list-store.ts';
import { setGrouping } from '../../stores/list/grouping.ts';

export function GroupMenu() {
  const { t } = useTranslation();
  const by = useEventList((state) => state.by);
  const words = by === null ? t('grouping.button') : t(`grouping.on.${by}`);
  return (
    <Menu
      testId="group-choices"
      align="end"
      trigger={
        <button
          type="button"
          data-testid="group-menu"
          data-by={by ?? 'none'}
          title={`${t('grouping.buttonHint')} (${keyLabel(keysOf('groupBy') ?? '')})`}
          className={classNames(
            'group-button inline-flex h-[30px] shrink-0 items-center gap-1.5 rounded-m border px-2.5 text-[12.5px] font-medium',
            by === null
              ? 'border-line text-text hover:border-text-3'
              : 'border-accent bg-accent-soft text-accent',
          )}
        >
          <Layers size={14} strokeWidth={1.75} aria-hidden />
          <span className="sr-only">{by !== null && `${t('grouping.title')}: `}</span>
          <span>{words}</span>
        </button>
      }
    >
      <MenuGroup label={t('grouping.title')}>
        {([null, ...STORY_KINDS] as const).map((kind) => (
          <MenuItem
            key={kind ?? 'none'}
            testId={`group-by-${kind ?? 'none'}`}
            icon={kind === by ? <Check size={13} strokeWidth={2.5} aria-hidden /> : null}
            onClick={() => {
              setGrouping(kind);
              // The arrows are for the list now, not for opening this menu again.
              focusList();
            }}
          >
            {t(`grouping.by.${kind ?? 'none'}`)}
            <span className="block text-[12px] text-text-2">{t(`grouping.hint.${kind ?? 'none'}`)}</span>
          </MenuItem>
        ))}
      </MenuGroup>
    </Menu>
  );
}
