// Turns an oRPC link into the typed client of the contract.
import { createORPCClient } from '@orpc/client';
import type { ClientContext, ClientLink } from '@orpc/client';
import type { ApiClient } from '#shared/contract/index.ts';

export type { ApiClient };

export function createApiClient(link: ClientLink<ClientContext>): ApiClient {
  return createORPCClient<ApiClient>(link);
}
