// The empty screen that teaches: what a webhook is, why localhost needs a forwarder, how the line stands, and the next step.
import { Anchor, Cloud, FlaskConical, RadioTower, Server } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '#shared/contract/status.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { CommandLine } from '../copying/command-line.tsx';
import { Prose } from '../../components/prose.tsx';
import type { Tone } from '../../components/tone.ts';
import { Section, ViewFrame } from '../../components/view-frame.tsx';
import { commandForwarder, LOGIN_COMMAND, useForwarder } from '../../stores/forwarder-store.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { openView } from '../../stores/view-store.ts';
import { MendingButton } from '../pipeline/mending-button.tsx';
import { forwarderHop } from '../pipeline/hop-state.ts';
import { useHops } from '../pipeline/use-hops.ts';

const TRIGGER_COMMAND = 'npx stripe trigger payment_intent.succeeded';

export function FirstRun({ status }: { status: Status }) {
  const { t } = useTranslation();
  return (
    <div className="h-full" data-testid="first-run">
      <ViewFrame title={t('first.title')} intro={<Prose text={t('first.lead')} />}>
        <Picture status={status} />
        <NextStep status={status} />
        <WithoutStripe />
        <BackendCheck status={status} />
        <Section title={t('first.remember')}>
          <ol className="grid grid-cols-3 gap-4 max-panes:grid-cols-1">
            {([1, 2, 3] as const).map((number) => (
              <li key={number} className="text-text-2 [&_strong]:text-text">
                <Prose text={t(`first.remember${number}`)} />
              </li>
            ))}
          </ol>
        </Section>
      </ViewFrame>
    </div>
  );
}

const STEPS = [
  { icon: Cloud, title: 'first.stepStripe', text: 'first.stepStripeText' },
  { icon: RadioTower, title: 'first.stepForwarder', text: 'first.stepForwarderText' },
  { icon: Anchor, title: 'first.stepHookline', text: 'first.stepHooklineText' },
  { icon: Server, title: 'first.stepEndpoint', text: 'first.stepEndpointText' },
] as const;

const TONES: Record<Tone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  idle: 'text-text-3',
};

function Picture({ status }: { status: Status }) {
  const { t } = useTranslation();
  const away = useConnection((state) => state.phase !== 'open');
  const hops = useHops(status, away);
  return (
    <ol
      aria-label={t('first.state')}
      className="flex items-stretch max-panes:grid max-panes:grid-cols-2 max-panes:gap-2"
    >
      {STEPS.map(({ icon: Icon, title, text }, index) => {
        const hop = hops[index];
        const tone = hop?.tone ?? 'idle';
        return (
          <Fragment key={title}>
            {index > 0 && (
              <li aria-hidden className="flex w-7 items-center max-panes:hidden">
                <span
                  className={classNames(
                    'wire flex-1',
                    tone === 'ok' ? '' : tone === 'bad' ? 'broken' : 'quiet',
                  )}
                />
              </li>
            )}
            <li className="min-w-0 flex-1 rounded-card border border-line p-3.5">
              <div className="flex items-center gap-2">
                <Icon size={16} strokeWidth={1.75} className={TONES[tone]} aria-hidden />
                <h2 className="font-[600]">{t(title)}</h2>
              </div>
              <p className="mt-1 text-text-2">{t(text)}</p>
              <p
                className={classNames(
                  'mt-2 truncate font-mono text-[11px]',
                  TONES[tone === 'idle' ? 'idle' : tone],
                  tone === 'idle' && 'text-text-2',
                )}
              >
                {t(`pipeline.tone.${tone}`)} · {hop?.short}
              </p>
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}

function NextStep({ status }: { status: Status }) {
  const { t } = useTranslation();
  const busy = useForwarder((state) => state.busy !== null);
  const { forwarder } = status;
  const { mending } = forwarderHop(forwarder);

  if (forwarder.state === 'ready' && mending === null) {
    return (
      <Section title={t('first.next')}>
        <p className="mb-2">{t('first.trigger')}</p>
        <CommandLine command={TRIGGER_COMMAND} />
        <p className="mt-1.5 text-text-2">{t('first.triggerHint')}</p>
      </Section>
    );
  }
  if (mending === 'copyLogin') {
    return (
      <Section title={t('first.next')}>
        <p className="mb-2">
          {forwarder.state === 'not_logged_in' ? (
            t('first.login')
          ) : (
            <Prose
              text={`${t(`forwarder.state.${forwarder.state}.sentence`)} ${t(`forwarder.state.${forwarder.state}.next`)}`}
            />
          )}
        </p>
        <CommandLine command={LOGIN_COMMAND} />
        <div className="mt-2.5">
          <Button look="primary" disabled={busy} onClick={() => void commandForwarder('start')}>
            {t('first.loginDone')}
          </Button>
        </div>
      </Section>
    );
  }
  return (
    <Section title={t('first.next')}>
      <p className="mb-2">
        <Prose
          text={`${t(`forwarder.state.${forwarder.state}.sentence`)} ${t(`forwarder.state.${forwarder.state}.next`)}`}
        />
      </p>
      {mending !== null && <MendingButton mending={mending} />}
    </Section>
  );
}

/** The third way on: neither a login nor a key. */
function WithoutStripe() {
  const { t } = useTranslation();
  return (
    <Section title={t('demo.first')}>
      <p className="mb-2">{t('demo.firstText')}</p>
      <Button
        data-testid="first-demo"
        icon={<FlaskConical size={14} strokeWidth={1.75} className="text-synthetic" aria-hidden />}
        onClick={() => openView('send')}
      >
        {t('demo.firstButton')}
      </Button>
    </Section>
  );
}

function BackendCheck({ status }: { status: Status }) {
  const { t } = useTranslation();
  const endpoint = status.endpoints[0];
  if (endpoint === undefined) return null;
  return (
    <Section title={t('first.backendCheck')}>
      <CommandLine command={`curl -i -X POST ${endpoint.url}`} />
      <p className="mt-1.5 text-text-2">{t('first.backendCheckHint')}</p>
    </Section>
  );
}
