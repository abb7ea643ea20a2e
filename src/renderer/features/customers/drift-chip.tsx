// Whether the app agrees, as a glyph and a word.
import { Check, CircleHelp, Clock, TrendingUp, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DriftState } from '#shared/domain/plans/drift.ts';
import { Chip, type ChipLook } from '../../components/chip.tsx';

const LOOKS: Record<DriftState, [ChipLook, LucideIcon]> = {
  agrees: ['ok', Check],
  behind: ['warn', Clock],
  drift: ['bad', TriangleAlert],
  ahead: ['warn', TrendingUp],
  unknown: ['unverified', CircleHelp],
};

interface DriftChipProps {
  state: DriftState;
  /** In a list nearly all agree: a glyph is enough for them, and the others stand out. */
  quiet?: boolean;
}

export function DriftChip({ state, quiet = false }: DriftChipProps) {
  const { t } = useTranslation();
  if (quiet && state === 'agrees') {
    return (
      <span title={t('customers.driftText.agrees')} className="inline-flex shrink-0 text-ok">
        <Check size={14} strokeWidth={2} aria-hidden />
        <span className="sr-only">{t('customers.drift.agrees')}</span>
      </span>
    );
  }
  const [look, icon] = LOOKS[state];
  return <Chip look={look} icon={icon} text={t(`customers.drift.${state}`)} />;
}
