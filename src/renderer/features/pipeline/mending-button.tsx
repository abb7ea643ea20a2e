// The one action that mends a hop, as a button that does it.
import { FlaskConical, History, LogIn, Play, RotateCw, Settings2, SquareTerminal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keysOf } from '../../commands/commands.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/format.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { engine } from '../../stores/engine.ts';
import { commandForwarder, useForwarder } from '../../stores/forwarder-store.ts';
import { resendFailed, useResend } from '../../stores/resend-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { openConnection, openView } from '../../stores/view-store.ts';
import type { Mending } from './hop-state.ts';

export function MendingButton({ mending, onDone }: { mending: Mending; onDone?: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useForwarder((state) => state.busy !== null);
  const resending = useResend((state) => state.jobBusy);
  const failed = useStatus((state) => state.status?.counts.failed ?? 0);

  switch (mending) {
    case 'signIn':
      return (
        <Button
          look="primary"
          data-testid="mend-sign-in"
          icon={<LogIn size={14} aria-hidden />}
          onClick={() => {
            openDialog({ kind: 'signIn', way: 'browser' });
            onDone?.();
          }}
        >
          {t('action.signIn')}
        </Button>
      );
    case 'start':
    case 'restart':
    case 'tryAgain':
      return (
        <Button
          look="primary"
          disabled={busy}
          icon={mending === 'start' ? <Play size={14} aria-hidden /> : <RotateCw size={14} aria-hidden />}
          onClick={() => void commandForwarder(mending === 'start' ? 'start' : 'restart')}
        >
          {t(`action.${mending}`)}
        </Button>
      );
    case 'reconnect':
      return (
        <Button look="primary" icon={<RotateCw size={14} aria-hidden />} onClick={() => engine.retry()}>
          {t('action.reconnect')}
        </Button>
      );
    case 'playEvent':
      return (
        <Button
          icon={<FlaskConical size={14} strokeWidth={1.75} className="text-synthetic" aria-hidden />}
          onClick={() => {
            openView('send');
            onDone?.();
          }}
        >
          {t('action.playEvent')}
        </Button>
      );
    case 'openMissed':
      return (
        <Button
          look="primary"
          icon={<History size={14} aria-hidden />}
          onClick={() => {
            openConnection('connection-missed');
            onDone?.();
          }}
        >
          {t('catchUp.title')}
        </Button>
      );
    case 'openConnection':
    case 'openEndpoint':
      return (
        <Button
          look="primary"
          icon={
            mending === 'openEndpoint' ? (
              <Settings2 size={14} aria-hidden />
            ) : (
              <SquareTerminal size={14} aria-hidden />
            )
          }
          onClick={() => {
            openView(mending === 'openEndpoint' ? 'endpoints' : 'connection');
            onDone?.();
          }}
        >
          {t(`action.${mending}`)}
        </Button>
      );
    case 'resendFailed':
      if (failed === 0) return null;
      return (
        <Button
          look="primary"
          disabled={resending}
          keys={keysOf('resendFailed')}
          icon={<RotateCw size={14} aria-hidden />}
          onClick={() => {
            void resendFailed();
            onDone?.();
          }}
        >
          {t('action.resendFailed', { count: failed, n: format.number(failed) })}
        </Button>
      );
  }
}
