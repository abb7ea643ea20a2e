// Whether the app agrees, as a glyph and a word.
import {
  Check,
  CircleHelp,
  Clock,
  RefreshCw,
  TrendingUp,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DriftState } from '#shared/domain/plans/drift.ts';
import { classNames } from '../../components/class-names.ts';
import { Chip, type ChipLook } from '../../components/chip.tsx';

const LOOKS: Record<DriftState, [ChipLook, LucideIcon]> = {
  agrees: ['ok', Check],
  behind: ['warn', Clock],
  drift: ['bad', TriangleAlert],
  ahead: ['warn', TrendingUp],
  asking: ['unverified', RefreshCw],
  unknown: ['unverified', CircleHelp],
};

interface DriftChipProps {
  state: DriftState;
  /** In a list nearly all agree: a glyph is enough for them, and the others stand out. */
  quiet?: boolean;
}

export function DriftChip({ state, quiet = false }: DriftChipProps) {
  const { t } = useTranslation();
  if (quiet && (state === 'agrees' || state === 'asking')) {
    const Glyph = LOOKS[state][1];
    return (
      <span
        title={t(`customers.driftText.${state}`)}
        className={classNames('inline-flex shrink-0', state === 'agrees' ? 'text-ok' : 'text-text-3')}
      >
        <Glyph size={14} strokeWidth={2} aria-hidden />
        <span className="sr-only">{t(`customers.drift.${state}`)}</span>
      </span>
    );
  }
  const [look, icon] = LOOKS[state];
  return <Chip look={look} icon={icon} text={t(`customers.drift.${state}`)} />;
}
