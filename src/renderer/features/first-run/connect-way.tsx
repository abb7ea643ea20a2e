// Connecting Stripe: signing in, what else is in the way, or, once connected, how to make Stripe send a first event.
import { Cable } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { openDialog } from '../../stores/dialog-store.ts';
import { commandForwarder, useForwarder } from '../../stores/forwarder-store.ts';
import { CommandLine } from '../copying/command-line.tsx';
import { forwarderHop } from '../pipeline/hop-state.ts';
import { MendingButton } from '../pipeline/mending-button.tsx';
import { Way } from './way.tsx';

const TRIGGER_COMMAND = 'npx stripe trigger payment_intent.succeeded';

export function ConnectWay({ forwarder }: { forwarder: ForwarderStatus }) {
  const { t } = useTranslation();
  const { state } = forwarder;
  const { mending } = forwarderHop(forwarder);
  if (state === 'ready' && mending === null) {
    return (
      <Way icon={Cable} title={t('first.connected')} text={t('first.trigger')} testId="way-trigger">
        <CommandLine command={TRIGGER_COMMAND} />
      </Way>
    );
  }
  if (mending === 'signIn') return <SignIn state={state} />;
  return (
    <Way
      icon={Cable}
      title={t('first.connect')}
      text={
        <Prose text={`${t(`forwarder.state.${state}.sentence`)} ${t(`forwarder.state.${state}.next`)}`} />
      }
      testId="way-connect"
    >
      {mending !== null && (
        <div>
          <MendingButton mending={mending} />
        </div>
      )}
    </Way>
  );
}

function SignIn({ state }: { state: ForwarderStatus['state'] }) {
  const { t } = useTranslation();
  const busy = useForwarder((store) => store.busy !== null);
  const why = state === 'not_logged_in' ? '' : `${t(`forwarder.state.${state}.sentence`)} `;
  return (
    <Way
      icon={Cable}
      title={t('first.connect')}
      text={<Prose text={why + t('first.signInText')} />}
      testId="way-connect"
    >
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          data-testid="first-sign-in"
          onClick={() => openDialog({ kind: 'signIn', way: 'browser' })}
        >
          {t('first.signIn')}
        </Button>
        <Button data-testid="first-key" onClick={() => openDialog({ kind: 'signIn', way: 'key' })}>
          {t('first.pasteKey')}
        </Button>
        {/* Whoever signed in from a terminal: starting asks the CLI anew. */}
        <Button data-testid="first-login-done" disabled={busy} onClick={() => void commandForwarder('start')}>
          {t('first.signedIn')}
        </Button>
      </div>
    </Way>
  );
}
