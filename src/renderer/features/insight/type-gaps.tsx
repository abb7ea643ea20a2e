// What is missing altogether: types that were never accepted, and types that nobody takes.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Insight } from '#shared/contract/insight.ts';
import { Button } from '../../components/button.tsx';
import { Section } from '../../components/view-frame.tsx';
import { useNow } from '../../components/use-now.ts';
import { useFormat } from '../../i18n/format.ts';
import { openView } from '../../stores/view-store.ts';
import { TypeLink } from './type-link.tsx';

export function NeverOk({ types }: { types: Insight['neverOk'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(10_000);
  return (
    <Gap
      title={t('insight.neverOk')}
      text={t('insight.neverOkText')}
      none={t('insight.neverOkNone')}
      testId="insight-never-ok"
      rows={types.map(({ type, attempts, lastAt }) => ({
        type,
        note: t('insight.tried', {
          count: attempts,
          n: format.number(attempts),
          ago: format.ago(lastAt, now),
        }),
      }))}
    />
  );
}

export function Untaken({ types }: { types: Insight['untaken'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(10_000);
  return (
    <Gap
      title={t('insight.untaken')}
      text={t('insight.untakenText')}
      none={t('insight.untakenNone')}
      testId="insight-untaken"
      action={
        types.length > 0 && (
          <Button small onClick={() => openView('endpoints')}>
            {t('insight.toEndpoints')}
          </Button>
        )
      }
      rows={types.map(({ type, events, lastAt }) => ({
        type,
        note: t('insight.arrived', { count: events, n: format.number(events), ago: format.ago(lastAt, now) }),
      }))}
    />
  );
}

interface GapProps {
  title: string;
  text: string;
  none: string;
  testId: string;
  action?: ReactNode;
  rows: readonly { type: string; note: string }[];
}

function Gap({ title, text, none, testId, action, rows }: GapProps) {
  return (
    <Section title={title} actions={action}>
      <p className="-mt-1 mb-1.5 text-text-2">{rows.length === 0 ? none : text}</p>
      {rows.length > 0 && (
        <ul data-testid={testId}>
          {rows.map(({ type, note }) => (
            <li
              key={type}
              data-type={type}
              className="flex items-baseline justify-between gap-3 border-t border-line-soft py-1"
            >
              <TypeLink type={type} />
              <span className="shrink-0 text-[12px] text-text-2">{note}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
