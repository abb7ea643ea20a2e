// What can be done with a row, by a right click on it or with the menu key. The rows themselves are given as children.
import { ContextMenu } from '@base-ui/react/context-menu';
import type { MouseEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { commands, isAvailable, runCommand, type CommandId } from '../../commands/commands.ts';
import { MenuItem } from '../../components/menu.tsx';
import { rowOf, useEventList } from '../../stores/event-list-store.ts';
import { selectGroup } from '../../stores/list/grouping.ts';
import { select } from '../../stores/selection.ts';

const OFFERED: readonly (readonly CommandId[])[] = [
  ['resend', 'resendTo', 'edit', 'resendCause', 'resendAtStripe'],
  ['open', 'tabStory', 'openCustomer', 'openInStripe'],
  ['copyId', 'copyCurl', 'copyLink'],
  ['mark', 'pin'],
];

export function RowMenu({ rows }: { rows: ReactElement<Record<string, unknown>> }) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={rows} onContextMenu={choose} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner collisionPadding={8} className="z-40">
          <ContextMenu.Popup
            data-modal
            data-testid="row-menu"
            className="pop max-h-(--available-height) max-w-[340px] min-w-56 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-pop outline-none"
          >
            <Items />
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

/** Asked for when it opens: what is available depends on the row. */
function Items() {
  const { t } = useTranslation();
  const groups = OFFERED.map((ids) =>
    ids.flatMap((id) => commands.find((command) => command.id === id) ?? []).filter(isAvailable),
  ).filter((group) => group.length > 0);
  return groups.map((group) => (
    <ContextMenu.Group
      key={group[0]?.id}
      className="not-first:mt-1 not-first:border-t not-first:border-line-soft not-first:pt-1"
    >
      {group.map(({ id, keys }) => (
        <MenuItem key={id} testId={`row-menu-${id}`} keys={keys[0]} onClick={() => runCommand(id)}>
          {t(`shortcut.${id}`)}
        </MenuItem>
      ))}
    </ContextMenu.Group>
  ));
}

/** The row that was clicked is chosen first, so that the commands are about it. */
function choose(click: MouseEvent & { preventBaseUIHandler?(): void }): void {
  const row = click.target instanceof Element ? click.target.closest<HTMLElement>('.row') : null;
  const { seq, key } = row?.dataset ?? {};
  const event = seq === undefined ? undefined : rowOf(Number(seq));
  if (event !== undefined) select(event);
  else if (key !== undefined) selectGroup(key);
  // By the menu key it is about the chosen row; without one there is nothing to offer.
  const { selectedSeq, cursorKey } = useEventList.getState();
  if (selectedSeq === null && cursorKey === null) {
    click.preventDefault();
    click.preventBaseUIHandler?.();
  }
}
