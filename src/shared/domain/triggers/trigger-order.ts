// What is asked of `stripe trigger`: an event, what is changed in its recipe, and for which version and account.

export const TRIGGER_EDIT_KINDS = ['override', 'add', 'remove', 'skip'] as const;

/** One `--override`, `--add`, `--remove` or `--skip`. */
export interface TriggerEdit {
  kind: (typeof TRIGGER_EDIT_KINDS)[number];
  /** customer, product, price, subscription … */
  step: string;
  /** Where in the call, e.g. `metadata.plan`; empty for skip. */
  path: string;
  /** Empty for remove and skip. */
  value: string;
}

export interface TriggerOrder {
  /** A name that `stripe trigger --help` lists. */
  event: string;
  edits: readonly TriggerEdit[];
  apiVersion?: string | undefined;
  /** Connected account. */
  account?: string | undefined;
}
