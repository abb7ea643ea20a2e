// What a customer may use, by the features of the products it has. Source: facts F3; stripe-node's types.
import type { Json } from '../json-read.ts';
import type { Story } from './story.ts';

export interface FeatureRecord {
  id: string;
  lookupKey: string;
  /** Of the customer's entitlement to it. */
  entitlementId: string;
}

export function createFeatures(
  { recorder }: Pick<Story, 'recorder'>,
  lookupKeys: readonly string[],
): FeatureRecord[] {
  return lookupKeys.map((lookupKey) => ({
    id: recorder.id('feature'),
    lookupKey,
    entitlementId: recorder.id('entitlement'),
  }));
}

export function tellEntitlements(
  { recorder, customer }: Pick<Story, 'recorder' | 'customer'>,
  features: readonly FeatureRecord[],
): void {
  recorder.record('entitlements.active_entitlement_summary.updated', renderSummary(customer.id, features), {
    before: renderSummary(customer.id, []),
  });
}

function renderSummary(customerId: string, features: readonly FeatureRecord[]): Json {
  return {
    object: 'entitlements.active_entitlement_summary',
    customer: customerId,
    entitlements: {
      object: 'list',
      data: features.map(({ id, lookupKey, entitlementId }) => ({
        id: entitlementId,
        object: 'entitlements.active_entitlement',
        feature: id,
        livemode: false,
        lookup_key: lookupKey,
      })),
      has_more: false,
      url: `/v1/customer/${customerId}/entitlements`,
    },
    livemode: false,
  };
}
