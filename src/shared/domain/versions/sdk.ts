// The Stripe SDKs a backend can be written with, and where a project writes down which one it has.

export const SDKS = ['node', 'python', 'ruby', 'php', 'go', 'java', 'dotnet'] as const;
export type Sdk = (typeof SDKS)[number];

/** As it is called in its own registry. */
export const SDK_PACKAGES: Readonly<Record<Sdk, string>> = {
  node: 'stripe',
  python: 'stripe',
  ruby: 'stripe',
  php: 'stripe/stripe-php',
  go: 'github.com/stripe/stripe-go',
  java: 'com.stripe:stripe-java',
  dotnet: 'Stripe.net',
};

/** As people call it. */
export const SDK_NAMES: Readonly<Record<Sdk, string>> = {
  node: 'stripe-node',
  python: 'stripe-python',
  ruby: 'stripe-ruby',
  php: 'stripe-php',
  go: 'stripe-go',
  java: 'stripe-java',
  dotnet: 'Stripe.net',
};

/** A release, also with what package managers put before it: `23.1.0`, `v82.1.0`, `12.0.0b1`, `^22.1.0`, `~> 15.0`, `48.*`. */
export const RELEASE_SPEC_SHAPE = /^(?:\^|~>|~=|~|>=|={1,3})?\s*v?\d+(?:\.\d+){0,3}[\w.+*-]*$/;

/** A date, since 2024 with the name of the release: `2020-08-27`, `2026-10-28.endive`, also with a preview's name. */
export const API_VERSION_SHAPE = /^\d{4}-\d\d-\d\d(?:\.[a-z][a-z0-9_-]*)?$/;
