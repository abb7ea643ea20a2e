// Copies the open event: its id, or a curl command that sends it.
import i18next from 'i18next';
import { copyText } from './clipboard.ts';
import { announce } from '../stores/announcement-store.ts';
import { loadPayload, useInspected } from '../stores/inspected-store.ts';
import { useStatus } from '../stores/status-store.ts';
import { curlCommand } from './curl.ts';

async function copyAndSay(text: string): Promise<void> {
  const copied = await copyText(text);
  announce(i18next.t(copied ? 'action.copied' : 'action.copyFailed'), copied ? 'ok' : 'bad');
}

export async function copyEventId(): Promise<void> {
  const { event } = useInspected.getState();
  if (event !== null) await copyAndSay(event.id);
}

export async function copyCurl(): Promise<void> {
  const { event, detail } = useInspected.getState();
  if (event === null) return;
  const payload = await loadPayload();
  if (payload === null) {
    announce(i18next.t('curl.noBody'), 'bad');
    return;
  }
  const { status } = useStatus.getState();
  await copyAndSay(
    curlCommand({
      url: status?.endpoints[0]?.url ?? status?.receiverUrl ?? 'http://localhost:8000',
      body: payload.text,
      headers: detail?.receipts[0]?.headers ?? [],
      notes: [i18next.t('curl.note1', { id: event.id }), i18next.t('curl.note2'), i18next.t('curl.note3')],
    }),
  );
}
