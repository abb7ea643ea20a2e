// All migrations in order. `PRAGMA user_version` holds how many of them a database has had.
import { createEvents } from './0001-create-events.ts';
import { addManyEndpoints } from './0002-add-many-endpoints.ts';
import { slimHotTables } from './0003-slim-hot-tables.ts';
import { addPlans } from './0004-add-plans.ts';
import { growPlans } from './0005-grow-plans.ts';
import { addInsight } from './0006-add-insight.ts';
import { indexEvents } from './0007-index-events.ts';
import { packOldEvents } from './0008-pack-old-events.ts';
import { removeOldEvents } from './0009-remove-old-events.ts';
import { linkCheckouts } from './0010-link-checkouts.ts';
import { addVersions } from './0011-add-versions.ts';
import { keepTriggers } from './0012-keep-triggers.ts';
import { keepGaps } from './0013-keep-gaps.ts';
import { mergeInSpareTime } from './0014-merge-in-spare-time.ts';
import { numberCheckouts } from './0015-number-checkouts.ts';
import { numberDeliveryGenerations } from './0016-number-delivery-generations.ts';
import { keepFindings } from './0017-keep-findings.ts';
import { pinsAtLeast } from './0018-pins-at-least.ts';
import { completeFilters } from './0019-complete-filters.ts';
import { countRemovedPlanEvents } from './0020-count-removed-plan-events.ts';
import type { Migration } from './migration.ts';

export const MIGRATIONS: readonly Migration[] = [
  createEvents,
  addManyEndpoints,
  slimHotTables,
  addPlans,
  growPlans,
  addInsight,
  indexEvents,
  packOldEvents,
  removeOldEvents,
  linkCheckouts,
  addVersions,
  keepTriggers,
  keepGaps,
  mergeInSpareTime,
  numberCheckouts,
  numberDeliveryGenerations,
  keepFindings,
  pinsAtLeast,
  completeFilters,
  countRemovedPlanEvents,
];
