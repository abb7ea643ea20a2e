// All billing sequences.
import type { Sequence } from '../../support/billing/sequence.ts';
import { CHANGES } from './changes.ts';
import { CUSTOMERS } from './customers.ts';
import { LIFECYCLE } from './lifecycle.ts';
import { PAYMENTS } from './payments.ts';
import { PURCHASES } from './purchases.ts';
import { SEVERAL } from './several.ts';
import { TRIAL_SEQUENCES } from './trials.ts';

export const SEQUENCES: readonly Sequence[] = [
  ...LIFECYCLE,
  ...SEVERAL,
  ...PURCHASES,
  ...PAYMENTS,
  ...TRIAL_SEQUENCES,
  ...CHANGES,
  ...CUSTOMERS,
];
