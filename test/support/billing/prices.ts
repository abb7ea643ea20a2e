// The price list of the company in the sequences. All in USD; the plan key is the lookup key where there is one.
import { price } from './stripe-objects.ts';

export const STARTER = price('price_starter', { amount: 0, interval: 'month', lookupKey: 'starter' });
export const BASIC = price('price_basic', { amount: 900, interval: 'month', lookupKey: 'basic' });
export const PRO = price('price_pro', {
  amount: 2000,
  interval: 'month',
  lookupKey: 'pro',
  nickname: 'Pro monthly',
});
/** As much a month as PRO: 240 a year. */
export const PRO_YEARLY = price('price_pro_yearly', {
  amount: 24_000,
  interval: 'year',
  lookupKey: 'pro_yearly',
  product: 'prod_pro',
});
export const TEAM = price('price_team', { amount: 9900, interval: 'month', lookupKey: 'team' });
/** No lookup key: its plan key is the price id. */
export const SCALE = price('price_scale', { amount: 19_900, interval: 'month' });
export const BACKUP_YEARLY = price('price_backup', { amount: 6000, interval: 'year', lookupKey: 'backup' });
export const SUPPORT = price('price_support', { amount: 1500, interval: 'month', lookupKey: 'support' });
export const WEEKLY = price('price_weekly', { amount: 700, interval: 'week', lookupKey: 'weekly' });
export const TIERED = price('price_business', { amount: null, interval: 'month', lookupKey: 'business' });
export const API_CALLS = price('price_calls', {
  amount: 5,
  interval: 'month',
  lookupKey: 'api_calls',
  metered: true,
});
