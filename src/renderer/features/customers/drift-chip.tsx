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

export function DriftChip({ state }: { state: DriftState }) {
  const { t } = useTranslation();
  const [look, icon] = LOOKS[state];
  return <Chip look={look} icon={icon} text={t(`customers.drift.${state}`)} />;
}
