// Two attempts side by side: response, time, headers, bodies; and what was sent, where one of them was edited.
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { engine } from '../../stores/engine.ts';
import { FactTable, headerRows } from './fact-table.tsx';
import { TextPair } from './text-pair.tsx';
import { useTexts, type Texts } from './use-texts.ts';

interface CompareAttemptsProps {
  eventId: string;
  /** The older one first. */
  attempts: readonly [Attempt, Attempt];
  onClose(): void;
}

export function CompareAttempts({ eventId, attempts, onClose }: CompareAttemptsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [left, right] = attempts;
  const texts = useTexts(
    useCallback(
      async () =>
        await Promise.all([
          engine.query((api) => api.attempts.responseBody({ id: left.id })),
          engine.query((api) => api.attempts.responseBody({ id: right.id })),
        ]),
      [left.id, right.id],
    ),
  );
  const isEdited = left.editId !== null || right.editId !== null;
  const sent = useTexts(
    useCallback(async () => {
      const bodyOf = async (editId: number | null): Promise<Blob> =>
        await engine.query((api) =>
          editId === null ? api.events.payload({ id: eventId }) : api.events.edit({ id: editId }),
        );
      // Without an edit both are the event's own, and nobody looks at them here.
      return isEdited
        ? await Promise.all([bodyOf(left.editId), bodyOf(right.editId)])
        : [new Blob(), new Blob()];
    }, [eventId, isEdited, left.editId, right.editId]),
  );
  const nameOf = (attempt: Attempt) =>
    `${t('attempt.number', { n: attempt.number })} · ${attempt.endpointName}`;
  const names = {
    nameLabel: t('compare.what'),
    leftLabel: nameOf(left),
    rightLabel: nameOf(right),
  };
  const answer = ({ status, errorClass }: Attempt) =>
    errorClass === null ? String(status ?? '–') : t(`errorWord.${errorClass}`);
  const took = ({ timings }: Attempt) => (timings.totalMs === null ? null : format.duration(timings.totalMs));
  const firstByte = ({ timings }: Attempt) =>
    timings.firstByteMs === null ? null : format.duration(timings.firstByteMs);
  return (
    <DialogFrame
      title={t('compare.attempts', { a: left.number, b: right.number })}
      intro={`${names.leftLabel} ↔ ${names.rightLabel}`}
      closeLabel={t('action.close')}
      size="tall"
      testId="compare"
      onClose={onClose}
    >
      <FactTable
        {...names}
        rows={[
          [t('compare.status'), answer(left), answer(right)],
          [t('compare.time'), took(left), took(right)],
          [t('attempt.wait'), firstByte(left), firstByte(right)],
          [t('compare.when'), format.dateTime(left.startedAt), format.dateTime(right.startedAt)],
          [t('compare.address'), left.url, right.url],
        ]}
      />
      <Part title={t('compare.body')}>
        <Bodies texts={texts} names={names} />
      </Part>
      {isEdited && (
        <Part title={t('compare.requestBody')} testId="compare-request-body">
          <Bodies texts={sent} names={names} />
        </Part>
      )}
      <Part title={t('compare.headers')}>
        <FactTable {...names} mono rows={headerRows(left.responseHeaders, right.responseHeaders)} />
      </Part>
      <Part title={t('compare.requestHeaders')}>
        <FactTable {...names} mono rows={headerRows(left.requestHeaders, right.requestHeaders)} />
      </Part>
    </DialogFrame>
  );
}

function Bodies({ texts, names }: { texts: Texts; names: { leftLabel: string; rightLabel: string } }) {
  const { t } = useTranslation();
  if (texts === 'loading') return <p className="text-text-2">{t('compare.loading')}</p>;
  if (texts === 'failed') return <p className="text-bad">{t('compare.failed')}</p>;
  const [left, right] = texts;
  return <TextPair left={left} right={right} leftName={names.leftLabel} rightName={names.rightLabel} />;
}

function Part({ title, testId, children }: { title: string; testId?: string; children: React.ReactNode }) {
  return (
    <section data-testid={testId}>
      <h3 className="mb-1 text-[12px] font-semibold text-text-2">{title}</h3>
      {children}
    </section>
  );
}
