// The ways on from an empty store: log in to Stripe, paste a key, or play a demo without Stripe.
import { FlaskConical, KeyRound, LogIn, RadioTower, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '#shared/contract/status.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Prose } from '../../components/prose.tsx';
import { Section } from '../../components/view-frame.tsx';
import { openDialog } from '../../stores/dialog-store.ts';
import { commandForwarder, useForwarder } from '../../stores/forwarder-store.ts';
import { openView } from '../../stores/view-store.ts';
import { CommandLine } from '../copying/command-line.tsx';
import { forwarderHop } from '../pipeline/hop-state.ts';
import { MendingButton } from '../pipeline/mending-button.tsx';
import { KEYS_PAGE } from '../sign-in/key-way.tsx';

const TRIGGER_COMMAND = 'npx stripe trigger payment_intent.succeeded';

export function WaysOn({ status }: { status: Status }) {
  const { t } = useTranslation();
  const { forwarder } = status;
  const { mending } = forwarderHop(forwarder);
  const isUp = forwarder.state === 'ready' && mending === null;
  const wantsLogin = mending === 'signIn';
  return (
    <Section title={t(wantsLogin ? 'first.ways' : 'first.next')}>
      <div
        data-testid="ways-on"
        className={classNames('grid gap-3 max-panes:grid-cols-1', wantsLogin ? 'grid-cols-3' : 'grid-cols-2')}
      >
        {isUp ? <FirstEvent /> : wantsLogin ? <LogInWay status={status} /> : <MendWay status={status} />}
        {wantsLogin && <KeyWay />}
        <DemoWay />
      </div>
    </Section>
  );
}

interface WayProps {
  icon: LucideIcon;
  iconClass?: string;
  title: string;
  text: ReactNode;
  /** What most people want. */
  first?: boolean;
  testId: string;
  children: ReactNode;
}

function Way({
  icon: Icon,
  iconClass = 'text-accent',
  title,
  text,
  first = false,
  testId,
  children,
}: WayProps) {
  return (
    <article
      data-testid={testId}
      className={classNames(
        'flex min-w-0 flex-col gap-2 rounded-card border p-3.5',
        first ? 'border-accent' : 'border-line',
      )}
    >
      <h3 className="flex items-center gap-2 font-[600]">
        <Icon size={16} strokeWidth={1.75} className={classNames('shrink-0', iconClass)} aria-hidden />
        {title}
      </h3>
      <p className="flex-1 text-text-2">{text}</p>
      {children}
    </article>
  );
}

function FirstEvent() {
  const { t } = useTranslation();
  return (
    <Way
      icon={RadioTower}
      iconClass="text-ok"
      title={t('first.connected')}
      text={
        <>
          {t('first.trigger')} {t('first.triggerHint')}
        </>
      }
      first
      testId="way-trigger"
    >
      <CommandLine command={TRIGGER_COMMAND} />
    </Way>
  );
}

function LogInWay({ status: { forwarder } }: { status: Status }) {
  const { t } = useTranslation();
  const { state } = forwarder;
  return (
    <Way
      icon={LogIn}
      title={t('first.loginTitle')}
      text={
        <Prose
          text={
            state === 'not_logged_in'
              ? t('first.login')
              : `${t(`forwarder.state.${state}.sentence`)} ${t('first.login')}`
          }
        />
      }
      first
      testId="way-login"
    >
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          data-testid="first-sign-in"
          onClick={() => openDialog({ kind: 'signIn', way: 'browser' })}
        >
          {t('first.loginButton')}
        </Button>
        <StartButton testId="first-login-done">{t('first.loginDone')}</StartButton>
      </div>
    </Way>
  );
}

function KeyWay() {
  const { t } = useTranslation();
  return (
    <Way
      icon={KeyRound}
      title={t('first.keyTitle')}
      text={
        <>
          <Prose text={t('first.key')} />{' '}
          <a
            href={KEYS_PAGE}
            target="_blank"
            rel="noreferrer"
            className="text-accent underline underline-offset-2"
          >
            {t('first.keyPage')}
          </a>
        </>
      }
      testId="way-key"
    >
      <div>
        <Button data-testid="first-key" onClick={() => openDialog({ kind: 'signIn', way: 'key' })}>
          {t('first.keyButton')}
        </Button>
      </div>
    </Way>
  );
}

/** Starting asks the CLI anew whether it is logged in. */
function StartButton({ testId, children }: { testId: string; children: ReactNode }) {
  const busy = useForwarder((state) => state.busy !== null);
  return (
    <Button data-testid={testId} disabled={busy} onClick={() => void commandForwarder('start')}>
      {children}
    </Button>
  );
}

/** Switched off, on its way, offline, crashed: what it is, and the one thing to do about it. */
function MendWay({ status: { forwarder } }: { status: Status }) {
  const { t } = useTranslation();
  const { state } = forwarder;
  const { mending, tone } = forwarderHop(forwarder);
  return (
    <Way
      icon={RadioTower}
      iconClass={tone === 'bad' ? 'text-bad' : tone === 'warn' ? 'text-warn' : 'text-text-2'}
      title={t('first.connectTitle')}
      text={
        <Prose text={`${t(`forwarder.state.${state}.sentence`)} ${t(`forwarder.state.${state}.next`)}`} />
      }
      first
      testId="way-mend"
    >
      {mending !== null && (
        <div>
          <MendingButton mending={mending} />
        </div>
      )}
    </Way>
  );
}

function DemoWay() {
  const { t } = useTranslation();
  return (
    <Way
      icon={FlaskConical}
      iconClass="text-synthetic"
      title={t('demo.first')}
      text={<Prose text={t('demo.firstText')} />}
      testId="way-demo"
    >
      <div>
        <Button data-testid="first-demo" onClick={() => openView('send')}>
          {t('demo.firstButton')}
        </Button>
      </div>
    </Way>
  );
}
