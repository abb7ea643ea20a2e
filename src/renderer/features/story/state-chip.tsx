// How the worst of a group's events stand, and how many do.
import { Check, CircleDashed, Clock, Minus, Pause, ShieldOff, X, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DeliveryState } from '#shared/domain/delivery.ts';
import type { StoryDigest } from '#shared/domain/story/story-digest.ts';
import { Chip, type ChipLook } from '../../components/chip.tsx';
import { useFormat } from '../../i18n/format.ts';
import { stateWords } from './story-words.ts';

const LOOKS: Record<DeliveryState, readonly [look: ChipLook, icon: LucideIcon]> = {
  failed: ['bad', X],
  held: ['warn', Pause],
  retrying: ['warn', Clock],
  pending: ['unverified', CircleDashed],
  rejected: ['unverified', ShieldOff],
  delivered: ['ok', Check],
  none: ['unverified', Minus],
};

export function StateChip({ digest }: { digest: StoryDigest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [look, icon] = LOOKS[digest.worst];
  return <Chip look={look} icon={icon} text={stateWords(t, format, digest)} />;
}
