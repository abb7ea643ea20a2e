// The sign before an entry of the palette: what kind of thing it is.
import {
  ArrowRight,
  Copy,
  FlaskConical,
  History,
  ListFilter,
  Rows3,
  Search,
  Settings2,
  User,
  Waypoints,
  Webhook,
  Workflow,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import { FamilyIcon } from '../event-list/family-icon.tsx';
import type { PaletteEntry, PaletteGroup } from './palette-entry.ts';

const ICONS: Record<Exclude<PaletteGroup, 'types'>, LucideIcon> = {
  event: Zap,
  customer: User,
  list: Rows3,
  recent: History,
  views: ListFilter,
  go: ArrowRight,
  endpoints: Waypoints,
  line: Workflow,
  app: Settings2,
  copy: Copy,
  play: FlaskConical,
  trigger: Webhook,
  customers: User,
  search: Search,
};

export function EntryIcon({ entry: { group, text } }: { entry: PaletteEntry }) {
  if (group === 'types') return <FamilyIcon type={text} rejected={false} />;
  const Icon = ICONS[group];
  return <Icon size={14} strokeWidth={1.75} aria-hidden />;
}
