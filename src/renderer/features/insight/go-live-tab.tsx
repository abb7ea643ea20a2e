// The go-live list: what the backend has handled well, and how a production endpoint is registered for it.
import { useTranslation } from 'react-i18next';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { useInsight } from '../../stores/insight-store.ts';
import { isChosen } from './go-live-plan.ts';
import { GoLiveList } from './go-live-list.tsx';
import { GoLiveSteps } from './go-live-steps.tsx';

export function GoLiveTab() {
  const { t } = useTranslation();
  const { goLive, chosen } = useInsight();
  if (goLive === null) return <p className="m-auto text-text-2">{t('insight.loading')}</p>;
  return (
    <>
      <p className="max-w-[78ch] text-text-2">{t('goLive.lead')}</p>
      <div className="grid grid-cols-2 gap-x-8 gap-y-6 max-panes:grid-cols-1">
        <div className="min-w-0">
          <GoLiveList types={goLive.types} />
          <p className="mt-3 text-[12px] text-text-2">
            <Prose text={t('goLive.rule')} />
          </p>
          <div className="mt-4 flex flex-col gap-2">
            <Callout tone="idle" title={t('goLive.noCli')}>
              <Prose text={t('goLive.noCliText')} />
            </Callout>
            <Callout tone="idle" title={t('goLive.ownSecret')}>
              <Prose text={t('goLive.ownSecretText')} />
            </Callout>
          </div>
        </div>
        <GoLiveSteps types={goLive.types.filter((one) => isChosen(one, chosen))} />
      </div>
    </>
  );
}
