// Edit and resend: body, headers, timestamp, signature and event id, wrong on purpose where that is wanted. Closing it keeps
// what was changed.
import { LoaderCircle, Send } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stripeIdOf } from '#shared/domain/event-id.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import { discardDraft } from '../../commands/clearing.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { formatJson, isFormatted } from '../../components/format-json.ts';
import { JsonEditor } from '../../components/lazy-json-editor.tsx';
import { Prose } from '../../components/prose.tsx';
import {
  draftOf,
  dropDraft,
  isTouched,
  keepDraft,
  NO_EDIT,
  type KeptDraft,
} from '../../stores/edit-drafts-store.ts';
import { loadPayload, useInspected } from '../../stores/inspected-store.ts';
import { resend } from '../../stores/resend-store.ts';
import { useView } from '../../stores/view-store.ts';
import { resendErrorText } from '../inspector/resend-outcome.tsx';
import { editOf, jsonProblem, type EditField } from './edit-draft.ts';
import { EditFields } from './edit-fields.tsx';
import { firstTarget, targetOf } from './target-field.tsx';

interface EditDialogProps {
  event: EventSummary;
  onClose(): void;
}

export function EditDialog({ event, onClose }: EditDialogProps) {
  const { t } = useTranslation();
  const timestamp = useInspected(
    (state) =>
      state.detail?.receipts.findLast((receipt) => receipt.signature.timestamp !== null)?.signature
        .timestamp ?? null,
  );
  const [shown, setShown] = useState<string | null>(null);
  const [unread, setUnread] = useState(false);
  const [draft, setDraft] = useState<KeptDraft>(
    () => draftOf(event.id) ?? { ...NO_EDIT, body: '', target: firstTarget() },
  );
  /** What the editor begins with. */
  const [initial, setInitial] = useState('');
  const [wrong, setWrong] = useState<EditField | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** Grows to begin with the original again. */
  const [round, setRound] = useState(0);
  const { body } = draft;
  const problem = useMemo(() => jsonProblem(body), [body]);
  const touched = shown !== null && isTouched(draft, shown);

  useEffect(() => {
    let current = true;
    const load = async () => {
      const payload = await loadPayload();
      if (!current) return;
      const text = payload?.text ?? null;
      const pretty = text === null || isFormatted(text) ? text : (formatJson(text) ?? text);
      const begun = draftOf(event.id)?.body ?? pretty ?? '';
      setShown(pretty ?? '');
      setUnread(pretty === null);
      setInitial(begun);
      setDraft((before) => ({ ...before, body: begun }));
    };
    void load();
    return () => {
      current = false;
    };
  }, [event.id]);

  const change = (part: Partial<KeptDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    if (shown === null) return;
    if (isTouched(next, shown)) keepDraft(event.id, next);
    else dropDraft(event.id);
  };

  const send = async () => {
    if (shown === null) return;
    const edit = editOf(draft, { shown, timestamp }, Date.now());
    if ('wrong' in edit) {
      setWrong(edit.wrong);
      return;
    }
    setBusy(true);
    const sent = draftOf(event.id);
    const outcome = await resend(event.id, { ...targetOf(draft.target), edit });
    setBusy(false);
    if (outcome.kind === 'answered') {
      // Unless somebody went on typing while it was under way.
      if (draftOf(event.id) === sent) dropDraft(event.id);
      useView.setState({ tab: 'deliveries', step: 'inspector' });
      onClose();
    } else if (outcome.kind === 'error') {
      setError(outcome.code);
    }
  };

  return (
    <DialogFrame
      title={t('edit.title')}
      intro={<Prose text={t('edit.intro', { id: stripeIdOf(event.id) })} />}
      closeLabel={t('action.close')}
      size="tall"
      testId="edit-dialog"
      onClose={onClose}
      footer={
        <>
          {error !== null && (
            <p role="alert" className="min-w-0 flex-1 text-bad">
              {resendErrorText(t, error)}
            </p>
          )}
          {error === null && (
            <p role="status" data-testid="edit-kept" className="min-w-0 flex-1 text-text-2">
              {touched && t('edit.kept')}
            </p>
          )}
          {touched && (
            <Button
              look="danger"
              data-testid="edit-discard"
              disabled={busy}
              onClick={() => {
                discardDraft(event.id);
                onClose();
              }}
            >
              {t('edit.discard')}
            </Button>
          )}
          <Button onClick={onClose}>{t(touched ? 'edit.later' : 'action.cancel')}</Button>
          <Button
            look="primary"
            data-testid="edit-send"
            disabled={busy || shown === null}
            icon={
              busy ? <LoaderCircle size={14} className="spin" aria-hidden /> : <Send size={14} aria-hidden />
            }
            onClick={() => void send()}
          >
            {t(busy ? 'edit.sending' : 'edit.send')}
          </Button>
        </>
      }
    >
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_320px] gap-5 max-panes:grid-cols-1">
        <section className="flex min-h-72 flex-col">
          <div className="mb-1 flex min-h-[26px] items-center gap-2">
            <h3 className="font-medium">{t('edit.body')}</h3>
            <p
              role="status"
              data-testid="edit-json"
              className={`min-w-0 flex-1 text-[12px] ${problem === null ? 'text-text-2' : 'text-bad'}`}
            >
              {shown === null
                ? t('payload.loading')
                : problem === null
                  ? t('edit.valid')
                  : t('edit.invalid', { message: problem })}
            </p>
            {shown !== null && body !== shown && (
              <Button
                small
                onClick={() => {
                  change({ body: shown });
                  setInitial(shown);
                  setRound(round + 1);
                }}
              >
                {t('edit.reset')}
              </Button>
            )}
          </div>
          {unread && <p className="mb-1 text-bad">{t('edit.bodyUnread')}</p>}
          {shown !== null && (
            <JsonEditor
              key={round}
              initial={initial}
              label={t('edit.body')}
              className="min-h-0 flex-1 overflow-hidden rounded-[8px] border border-line focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus"
              onChange={(text) => change({ body: text })}
            />
          )}
        </section>
        <EditFields
          draft={draft}
          hasOriginal={timestamp !== null}
          wrong={wrong}
          target={draft.target}
          onTarget={(target) => change({ target })}
          onChange={(part) => {
            change(part);
            setWrong(null);
            setError(null);
          }}
        />
      </div>
    </DialogFrame>
  );
}
