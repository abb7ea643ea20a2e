// Beside the body: what else of the request can be other than it was.
import { useTranslation } from 'react-i18next';
import { ChoiceList } from '../../components/choice-list.tsx';
import { Prose } from '../../components/prose.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { TextField } from '../../components/text-field.tsx';
import { EVENT_IDS, SIGNATURES, TIMESTAMPS, type EditDraft } from '../../stores/edit-drafts-store.ts';
import type { EditField } from './edit-draft.ts';
import { TargetField, type Target } from './target-field.tsx';

interface EditFieldsProps {
  draft: Omit<EditDraft, 'body'>;
  /** Whether the original's timestamp is known. */
  hasOriginal: boolean;
  wrong: EditField | null;
  target: Target;
  onTarget(target: Target): void;
  onChange(change: Partial<EditDraft>): void;
}

export function EditFields({ draft, hasOriginal, wrong, target, onTarget, onChange }: EditFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <TargetField target={target} error={null} onChange={onTarget} />
      <ChoiceList
        label={t('edit.signature')}
        testId="edit-signature"
        value={draft.signature}
        options={SIGNATURES.map((value) => ({
          value,
          label: t(`edit.signatureOf.${value}`),
          hint: <Prose text={t(`edit.signatureHint.${value}`)} />,
        }))}
        onChange={(signature) => onChange({ signature })}
      />
      <div>
        <ChoiceList
          label={t('edit.timestamp')}
          testId="edit-timestamp"
          inline
          value={draft.timestamp}
          options={TIMESTAMPS.filter((value) => value !== 'original' || hasOriginal).map((value) => ({
            value,
            label: t(`edit.timestampOf.${value}`),
          }))}
          onChange={(timestamp) => onChange({ timestamp })}
        />
        {draft.timestamp === 'stale' && (
          <TextField
            label={t('edit.staleBy')}
            data-testid="edit-stale"
            className="mt-2 w-40"
            mono
            inputMode="numeric"
            value={draft.staleMinutes}
            error={wrong === 'staleMinutes' ? t('edit.badStale') : null}
            onChange={(staleMinutes) => onChange({ staleMinutes })}
          />
        )}
      </div>
      <ChoiceList
        label={t('edit.eventId')}
        testId="edit-event-id"
        value={draft.eventId}
        options={EVENT_IDS.map((value) => ({
          value,
          label: t(`edit.eventIdOf.${value}`),
          hint: t(`edit.eventIdHint.${value}`),
        }))}
        onChange={(eventId) => onChange({ eventId })}
      />
      <TextArea
        label={t('edit.headers')}
        data-testid="edit-headers"
        rows={2}
        value={draft.headers}
        placeholder="X-Debug: 1"
        error={wrong === 'headers' ? t('edit.badHeaders') : null}
        onChange={(headers) => onChange({ headers })}
      />
    </div>
  );
}
