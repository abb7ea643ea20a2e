// Trying it without Stripe: plays the first scenario at once. Its first event takes the place of this screen.
import { FlaskConical, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { playEn } from '../../i18n/en-play.ts';
import { Button } from '../../components/button.tsx';
import { play, useScenarios } from '../../stores/scenarios-store.ts';
import { openView } from '../../stores/view-store.ts';
import { playErrorText } from '../playing/playing-words.ts';
import { Way } from './way.tsx';

const FIRST_SCENARIO: keyof typeof playEn.scenario = 'checkout_subscription';

export function TryWay({ hasEndpoint }: { hasEndpoint: boolean }) {
  const { t } = useTranslation();
  const busy = useScenarios((state) => state.busy.includes(FIRST_SCENARIO));
  const error = useScenarios((state) => (state.error?.about === FIRST_SCENARIO ? state.error.code : null));
  return (
    <Way
      icon={FlaskConical}
      title={t('first.try')}
      text={t(hasEndpoint ? 'first.tryText' : 'first.tryTextNoEndpoint')}
      testId="way-try"
    >
      {error !== null && (
        <p role="alert" className="text-bad">
          {playErrorText(t, error)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          data-testid="first-try"
          aria-disabled={busy}
          icon={busy ? <LoaderCircle size={14} className="spin" aria-hidden /> : undefined}
          onClick={() => void play(FIRST_SCENARIO)}
        >
          {t('first.try')}
        </Button>
        <Button data-testid="first-scenarios" onClick={() => openView('send')}>
          {t('first.scenarios')}
        </Button>
      </div>
    </Way>
  );
}
