// The answer to “these were held for long”: deliver them, or give them up.
import { Send, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { releaseHeld, useEndpointActions } from '../../stores/endpoint-actions.ts';

interface ReleaseButtonsProps {
  endpointId: string;
  /** Only one place has them for the tests. */
  testIds?: boolean;
  onDone?: () => void;
}

export function ReleaseButtons({ endpointId, testIds = false, onDone }: ReleaseButtonsProps) {
  const { t } = useTranslation();
  const busy = useEndpointActions((state) => state.busy === endpointId);
  const release = async (deliver: boolean) => {
    if (await releaseHeld(endpointId, deliver)) onDone?.();
  };
  return (
    <span className="flex flex-wrap gap-2">
      <Button
        small
        look="primary"
        disabled={busy}
        data-testid={testIds ? 'release-deliver' : undefined}
        icon={<Send size={13} aria-hidden />}
        onClick={() => void release(true)}
      >
        {t('condition.deliver')}
      </Button>
      <Button
        small
        disabled={busy}
        data-testid={testIds ? 'release-give-up' : undefined}
        icon={<X size={13} aria-hidden />}
        title={t('condition.giveUpHint')}
        onClick={() => void release(false)}
      >
        {t('condition.giveUp')}
      </Button>
    </span>
  );
}
