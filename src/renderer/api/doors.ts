// The contract's constants as values. The compiler holds them to the contract's own; importing those would bring every
// schema into the bundle, and zod's probe for `eval` into conflict with the content security policy.
import type * as contract from '#shared/contract/index.ts';
import type * as endpoints from '#shared/contract/endpoints.ts';

export const API_PREFIX: typeof contract.API_PREFIX = '/api/v1';
export const SOCKET_PATH: typeof contract.SOCKET_PATH = '/rpc';
export const SOCKET_PROTOCOL: typeof contract.SOCKET_PROTOCOL = 'hookline.v1';
export const SOCKET_TOKEN_PREFIX: typeof contract.SOCKET_TOKEN_PREFIX = 'hookline.token.';
export const MAX_TIMEOUT_MS: typeof endpoints.MAX_TIMEOUT_MS = 3_600_000;
