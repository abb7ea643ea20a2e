// Two events: their payloads with the differences marked.
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { engine } from '../../stores/engine.ts';
import { TextPair } from './text-pair.tsx';
import { useTexts } from './use-texts.ts';

interface CompareEventsProps {
  ids: readonly [string, string];
  onClose(): void;
}

export function CompareEvents({ ids: [left, right], onClose }: CompareEventsProps) {
  const { t } = useTranslation();
  const texts = useTexts(
    useCallback(
      async () =>
        await Promise.all([
          engine.query((api) => api.events.payload({ id: left })),
          engine.query((api) => api.events.payload({ id: right })),
        ]),
      [left, right],
    ),
  );
  return (
    <DialogFrame
      title={t('compare.events')}
      intro={
        <>
          <code>{left}</code> ↔ <code>{right}</code>
        </>
      }
      closeLabel={t('action.close')}
      size="tall"
      testId="compare"
      onClose={onClose}
    >
      {texts === 'loading' ? (
        <p className="text-text-2">{t('compare.loading')}</p>
      ) : texts === 'failed' ? (
        <p className="text-bad">{t('compare.failed')}</p>
      ) : (
        <TextPair left={texts[0]} right={texts[1]} leftName={left} rightName={right} />
      )}
    </DialogFrame>
  );
}
