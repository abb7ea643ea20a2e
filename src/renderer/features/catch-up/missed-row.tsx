// One missed event in a list to pick from: when, what, about whom, from which account, and how it stands.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { splitType } from '#shared/domain/event-types.ts';
import { useFormat } from '../../i18n/format.ts';
import { FamilyIcon } from '../event-list/family-icon.tsx';

export const MISSED_ROW_PX = 46;

interface MissedRowProps {
  id: string;
  type: string;
  createdAt: number | null;
  account: string | null;
  who: string | null;
  /** At the end of the row. */
  children: ReactNode;
}

export function MissedRow({ id, type, createdAt, account, who, children }: MissedRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [head, tail] = splitType(type);
  return (
    <>
      <FamilyIcon type={type} rejected={false} />
      <span className="min-w-0 flex-1">
        <span className="event-name font-[560]">
          <i className="font-[420] text-text-2 not-italic">{head}</i>
          <span>{tail}</span>
        </span>
        <span className="block truncate text-[12px] text-text-2">
          {createdAt !== null && (
            <time title={format.dateTime(createdAt)} className="tabular-nums">
              {format.clockSeconds(createdAt)}
            </time>
          )}
          {[who ?? id, ...(account === null ? [] : [t('catchUp.chooser.account', { account })])].map(
            (part) => (
              <span key={part}> · {part}</span>
            ),
          )}
        </span>
      </span>
      <span className="flex shrink-0 flex-wrap items-center justify-end gap-1.5 max-panes:max-w-[45%]">
        {children}
      </span>
    </>
  );
}
