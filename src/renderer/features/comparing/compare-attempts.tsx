// Two attempts side by side: answer, time, headers, body.
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { engine } from '../../stores/engine.ts';
import { FactTable, headerRows } from './fact-table.tsx';
import { TextPair } from './text-pair.tsx';
import { useTexts } from './use-texts.ts';

interface CompareAttemptsProps {
  /** The older one first. */
  attempts: readonly [Attempt, Attempt];
  onClose(): void;
}

export function CompareAttempts({ attempts, onClose }: CompareAttemptsProps) {
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
        {texts === 'loading' ? (
          <p className="text-text-2">{t('compare.loading')}</p>
        ) : texts === 'failed' ? (
          <p className="text-bad">{t('compare.failed')}</p>
        ) : (
          <TextPair
            left={texts[0]}
            right={texts[1]}
            leftName={names.leftLabel}
            rightName={names.rightLabel}
          />
        )}
      </Part>
      <Part title={t('compare.headers')}>
        <FactTable {...names} mono rows={headerRows(left.responseHeaders, right.responseHeaders)} />
      </Part>
      <Part title={t('compare.requestHeaders')}>
        <FactTable {...names} mono rows={headerRows(left.requestHeaders, right.requestHeaders)} />
      </Part>
    </DialogFrame>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 text-[12px] font-semibold text-text-2">{title}</h3>
      {children}
    </section>
  );
}
