// The connection to Stripe: its state, the signing secrets, missed events, and the CLI's log.
import { Play, RotateCw, Square } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { Prose } from '../../components/prose.tsx';
import { useNow } from '../../components/use-now.ts';
import { Section, ViewFrame } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { commandForwarder, useForwarder } from '../../stores/forwarder-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { useView, type ConnectionSection } from '../../stores/view-store.ts';
import { SilentNote } from '../catch-up/trouble-notes.tsx';
import { MissedSection } from '../catch-up/missed-section.tsx';
import { SecretCards } from '../secret/secret-cards.tsx';
import { forwarderHop, isSilent, isWithoutStripe, WITHOUT_STRIPE } from '../pipeline/hop-state.ts';
import { MendingButton } from '../pipeline/mending-button.tsx';
import { ConnectionLog } from './connection-log.tsx';

export function ConnectionView() {
  const { t } = useTranslation();
  const forwarder = useStatus((state) => state.status?.forwarder ?? null);
  useScrollToSection();
  return (
    <ViewFrame
      title={t('nav.connection')}
      intro={<Prose text={t('forwarder.intro')} />}
      actions={forwarder !== null && <Controls forwarder={forwarder} />}
    >
      {forwarder !== null && (
        <>
          <SilentNote />
          <StateNote forwarder={forwarder} />
          <Section id={'connection-secret' satisfies ConnectionSection} title={t('secret.title')}>
            <SecretCards />
          </Section>
          <MissedSection />
          <KeyFacts forwarder={forwarder} />
          <ConnectionLog logSeq={forwarder.logSeq} />
        </>
      )}
    </ViewFrame>
  );
}

function useScrollToSection(): void {
  const section = useView((state) => state.section);
  useEffect(() => {
    if (section === null) return;
    document.getElementById(section)?.scrollIntoView({ block: 'start' });
    // Asked for once more, it is scrolled to once more.
    useView.setState({ section: null });
  }, [section]);
}

const IDLE_STATES = ['disabled', 'stopped', 'not_found', 'not_logged_in', 'key_refused', 'organization_key'];

function Controls({ forwarder }: { forwarder: ForwarderStatus }) {
  const { t } = useTranslation();
  const busy = useForwarder((state) => state.busy);
  const idle = IDLE_STATES.includes(forwarder.state);
  return (
    <div className="flex gap-2">
      {idle ? (
        <Button
          look="primary"
          data-testid="forwarder-start"
          disabled={busy !== null}
          icon={<Play size={14} aria-hidden />}
          onClick={() => void commandForwarder('start')}
        >
          {t('action.start')}
        </Button>
      ) : (
        <>
          <Button
            data-testid="forwarder-restart"
            disabled={busy !== null}
            icon={<RotateCw size={14} aria-hidden />}
            onClick={() => void commandForwarder('restart')}
          >
            {t('action.restart')}
          </Button>
          <Button
            data-testid="forwarder-stop"
            disabled={busy !== null}
            icon={<Square size={13} aria-hidden />}
            onClick={() => void commandForwarder('stop')}
          >
            {t('action.stop')}
          </Button>
        </>
      )}
    </div>
  );
}

function StateNote({ forwarder }: { forwarder: ForwarderStatus }) {
  const { t } = useTranslation();
  const error = useForwarder((state) => state.error);
  const { nextRestartAt, state } = forwarder;
  const now = useNow(500, nextRestartAt !== null);
  const silent = isSilent(forwarder);
  const withoutStripe = useStatus((store) => store.status !== null && isWithoutStripe(store.status));
  const { tone, mending } = withoutStripe ? WITHOUT_STRIPE : forwarderHop(forwarder);
  const cause = silent ? t('forwarder.silentCause') : t(`forwarder.state.${state}.cause`);
  return (
    <div className="flex flex-col gap-2" data-testid="forwarder-state" data-state={state}>
      <Callout
        tone={tone}
        role="status"
        title={
          <Prose text={silent ? t('forwarder.silentSentence') : t(`forwarder.state.${state}.sentence`)} />
        }
      >
        {(state !== 'ready' || silent) && (
          <>
            {cause !== '' && (
              <p>
                <span className="text-text-2">{t('failure.probably')}</span> <Prose text={cause} />
              </p>
            )}
            <p>
              <span className="text-text-2">{t('failure.next')}</span>{' '}
              <Prose text={silent ? t('forwarder.silentNext') : t(`forwarder.state.${state}.next`)} />
            </p>
          </>
        )}
        {forwarder.detail !== null && state !== 'ready' && (
          <p className="text-text-2">
            <Prose text={t('forwarder.saidOf', { detail: forwarder.detail.replaceAll('`', "'") })} />
          </p>
        )}
        {nextRestartAt !== null && nextRestartAt > now && (
          <p>{t('forwarder.retryIn', { seconds: Math.ceil((nextRestartAt - now) / 1000) })}</p>
        )}
      </Callout>
      {mending === 'signIn' && (
        <div>
          <MendingButton mending="signIn" />
        </div>
      )}
      {error !== null && (
        <p role="alert" className="text-bad">
          {t(
            error === 'NOT_CONNECTED'
              ? 'forwarder.notConnected'
              : error === 'CONNECTION_LOST'
                ? 'forwarder.lost'
                : 'forwarder.failed',
          )}
        </p>
      )}
    </div>
  );
}

function KeyFacts({ forwarder }: { forwarder: ForwarderStatus }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Section title={t('forwarder.now')}>
      <Facts>
        <Fact name={t('forwarder.account')}>
          {forwarder.accountName} {forwarder.accountId !== null && <code>{forwarder.accountId}</code>}
          {forwarder.accountId === null && forwarder.accountName === null && t('pipeline.noAccount')}
          {forwarder.livemode !== null && (
            <span className={forwarder.livemode ? 'ml-2 font-bold text-bad' : 'ml-2 text-text-2'}>
              {t(forwarder.livemode ? 'pipeline.live' : 'pipeline.test')}
            </span>
          )}
        </Fact>
        {forwarder.apiVersion !== null && (
          <Fact name={t('forwarder.apiVersion')}>{forwarder.apiVersion}</Fact>
        )}
        {forwarder.keyExpiresAt !== null && (
          <Fact name={t('pipeline.keyExpires')}>{format.date(forwarder.keyExpiresAt)}</Fact>
        )}
        <Fact name={t('forwarder.events')}>
          {forwarder.events.length === 0 ? (
            t('forwarder.allEvents')
          ) : (
            <code>{forwarder.events.join(', ')}</code>
          )}
        </Fact>
        {forwarder.cliVersion !== null && <Fact name={t('forwarder.version')}>{forwarder.cliVersion}</Fact>}
        {forwarder.cliPath !== null && (
          <Fact name={t('forwarder.path')}>
            <code className="break-all">{forwarder.cliPath}</code>
          </Fact>
        )}
        {forwarder.pid !== null && (
          <Fact name={t('forwarder.runs')}>
            {t('forwarder.runsText', {
              pid: forwarder.pid,
              restarts: format.number(forwarder.restarts),
              renewals: format.number(forwarder.renewals),
            })}
          </Fact>
        )}
        <Fact name={t('pipeline.since')}>{format.dateTime(forwarder.since)}</Fact>
        {forwarder.lastHeartbeatAt !== null && (
          <Fact name={t('pipeline.heartbeat')}>{format.dateTime(forwarder.lastHeartbeatAt)}</Fact>
        )}
      </Facts>
    </Section>
  );
}
