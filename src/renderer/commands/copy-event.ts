// Copies the open event: its id, or as a program that sends it or a file of it.
import i18next from 'i18next';
import { stripeIdOf } from '#shared/domain/event-id.ts';
import type { CopyFormat } from '#shared/domain/export/export-format.ts';
import { copyText } from './clipboard.ts';
import { errorCode } from '../api/errors.ts';
import { announce } from '../stores/announcement-store.ts';
import { copyOf } from '../stores/copy-store.ts';
import { useInspected } from '../stores/inspected-store.ts';

const ERRORS = ['NOT_FOUND', 'NO_BODY', 'NOT_CONNECTED', 'CONNECTION_LOST'] as const;

export async function copyEventId(): Promise<void> {
  const { event } = useInspected.getState();
  if (event === null) return;
  const copied = await copyText(stripeIdOf(event.id));
  announce(i18next.t(copied ? 'action.copied' : 'action.copyFailed'), copied ? 'ok' : 'bad');
}

export async function copyEventAs(format: CopyFormat): Promise<void> {
  const { event } = useInspected.getState();
  if (event === null) return;
  try {
    const { text, removed } = await copyOf(event.id, format);
    if (!(await copyText(text))) {
      announce(i18next.t('copyAs.failed'), 'bad');
      return;
    }
    const count = removed.secrets + removed.personal;
    const name = i18next.t(`copyAs.format.${format}`);
    announce(
      count === 0
        ? i18next.t('copyAs.copied', { format: name })
        : i18next.t('copyAs.removed', { format: name, count, n: String(count) }),
    );
  } catch (error) {
    const code = ERRORS.find((one) => one === errorCode(error)) ?? 'UNKNOWN';
    announce(i18next.t(`copyAs.error.${code}`), 'bad');
  }
}

export async function copyCurl(): Promise<void> {
  await copyEventAs('curl');
}
