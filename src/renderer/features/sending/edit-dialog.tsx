// Edit and resend: body, headers, timestamp, signature and event id, wrong on purpose where that is wanted. Closing it keeps
// what was changed.
import { LoaderCircle, Send } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary, Receipt } from '#shared/contract/events.ts';
import { stripeIdOf } from '#shared/domain/event-id.ts';
import { discardDraft } from '../../commands/clearing.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { formatJson, isFormatted } from '../../components/format-json.ts';
import { JsonEditor } from '../../components/lazy-json-editor.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import {
  draftOf,
  dropDraft,
  isTouched,
  keepDraft,
  lastEdited,
  NO_EDIT,
  type KeptDraft,
} from '../../stores/edit-drafts-store.ts';
import { engine } from '../../stores/engine.ts';
import { inspectedSeq } from '../../stores/inspected-store.ts';
import { resend } from '../../stores/resend-store.ts';
import { useView } from '../../stores/view-store.ts';
import { resendErrorText } from '../inspector/resend-outcome.tsx';
import { editOf, jsonProblem, type EditField } from './edit-draft.ts';
import { EditFields } from './edit-fields.tsx';
import { firstTarget, targetOf } from './target-field.tsx';

interface EditDialogProps {
  event: EventSummary;
  /** The arrival to edit; null = the one an edit was begun of, else the one stored with the event. */
  receiptId: number | null;
  onClose(): void;
}

/** What is edited: found when the dialog opens, and the same until it closes, whatever is inspected or arrives meanwhile. */
interface Edited {
  receipt: Receipt;
  /** From 1. */
  n: number;
  total: number;
}

export function EditDialog({ event, receiptId, onClose }: EditDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [edited, setEdited] = useState<Edited | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [unread, setUnread] = useState(false);
  const [draft, setDraft] = useState<KeptDraft>(() => ({ ...NO_EDIT, body: '', target: firstTarget() }));
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
  const place = edited === null ? null : { eventId: event.id, receiptId: edited.receipt.id };
  const timestamp = edited?.receipt.signature.timestamp ?? null;

  useEffect(() => {
    const closed = new AbortController();
    const load = async () => {
      const found = await findEdited(event.id, receiptId ?? lastEdited(event.id), closed.signal);
      const blob = await engine.query(
        (api) => api.events.payload({ id: event.id, receiptId: found.receipt.id }),
        closed.signal,
      );
      const text = await blob.text();
      if (closed.signal.aborted) return;
      const pretty = isFormatted(text) ? text : (formatJson(text) ?? text);
      const begun = draftOf({ eventId: event.id, receiptId: found.receipt.id });
      setEdited(found);
      setShown(pretty);
      setInitial(begun?.body ?? pretty);
      setDraft((before) => begun ?? { ...before, body: pretty });
    };
    load().catch(() => {
      if (closed.signal.aborted) return;
      setShown('');
      setUnread(true);
    });
    return () => closed.abort();
  }, [event.id, receiptId]);

  const change = (part: Partial<KeptDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    if (shown === null || place === null) return;
    if (isTouched(next, shown)) keepDraft(place, next);
    else dropDraft(place);
  };

  const send = async () => {
    if (shown === null || place === null) return;
    const edit = editOf(draft, { shown, timestamp }, Date.now());
    if ('wrong' in edit) {
      setWrong(edit.wrong);
      return;
    }
    setBusy(true);
    const sent = draftOf(place);
    const outcome = await resend(event.id, {
      ...targetOf(draft.target),
      edit: { ...edit, receiptId: place.receiptId },
    });
    setBusy(false);
    if (outcome.kind === 'answered') {
      // Unless somebody went on typing while it was under way.
      if (draftOf(place) === sent) dropDraft(place);
      if (inspectedSeq() === event.seq) useView.setState({ tab: 'deliveries', step: 'inspector' });
      onClose();
    } else if (outcome.kind === 'error') {
      setError(outcome.code);
    }
  };

  return (
    <DialogFrame
      title={t('edit.title')}
      intro={
        <>
          <Prose text={t('edit.intro', { id: stripeIdOf(event.id) })} />
          {edited !== null && edited.total > 1 && (
            <span data-testid="edit-receipt" data-receipt-id={edited.receipt.id}>
              {' '}
              {t('edit.receipt', {
                n: edited.n,
                total: edited.total,
                time: format.dateTime(edited.receipt.receivedAt),
              })}
            </span>
          )}
        </>
      }
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
                discardDraft(event.id, place?.receiptId ?? null);
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
            disabled={busy || place === null}
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

/** @param wanted null = the one with the bytes stored with the event, if possible with a timestamp. Rejects when the event is gone. */
async function findEdited(eventId: string, wanted: number | null, signal: AbortSignal): Promise<Edited> {
  const { receipts } = await engine.query((api) => api.events.get({ id: eventId }), signal);
  const stored = receipts.filter(({ sameBytes }) => sameBytes);
  const receipt =
    receipts.find(({ id }) => id === wanted) ??
    stored.findLast(({ signature }) => signature.timestamp !== null) ??
    stored[0] ??
    receipts[0];
  if (receipt === undefined) throw new Error('This event never arrived.');
  return { receipt, n: receipts.indexOf(receipt) + 1, total: receipts.length };
}
