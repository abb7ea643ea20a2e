// Endpoints over the API.
import { implement } from '@orpc/server';
import { MAX_ENDPOINT_NAME } from '#shared/contract/endpoints.ts';
import { contract } from '#shared/contract/index.ts';
import { readListenCommands } from '#shared/domain/listen-command.ts';
import { remarkSentence } from '#shared/domain/listen/remark-sentence.ts';
import { EndpointError } from '../delivery/endpoints.ts';
import { isReachable } from '../delivery/probe.ts';
import type { Engine } from '../engine.ts';
import { EnvFileError, planEnvFile } from '../env-file/env-file.ts';

export function endpointsRouter(engine: Pick<Engine, 'endpoints' | 'delivery' | 'signer' | 'status'>) {
  const { endpoints, delivery, signer } = engine;
  const os = implement(contract.endpoints);
  return {
    list: os.list.handler(() => endpoints.list()),

    create: os.create.handler(async ({ input, errors }) => {
      try {
        return await endpoints.create(input);
      } catch (error) {
        if (error instanceof EndpointError && error.code !== 'NOT_FOUND' && error.code !== 'LAST') {
          throw errors[error.code]({ message: error.message });
        }
        throw error;
      }
    }),

    update: os.update.handler(async ({ input, errors }) => {
      try {
        return await endpoints.update(input);
      } catch (error) {
        if (error instanceof EndpointError && error.code !== 'LAST')
          throw errors[error.code]({ message: error.message });
        throw error;
      }
    }),

    remove: os.remove.handler(async ({ input, errors }) => {
      try {
        await endpoints.remove(input.id);
        return {};
      } catch (error) {
        if (error instanceof EndpointError && (error.code === 'NOT_FOUND' || error.code === 'LAST')) {
          throw errors[error.code]({ message: error.message });
        }
        throw error;
      }
    }),

    release: os.release.handler(async ({ input, errors }) => {
      if (endpoints.find(input.id) === null) throw errors.NOT_FOUND();
      await delivery.release(input.id, input.deliver);
      const health = engine.status().health.find(({ endpointId }) => endpointId === input.id);
      if (health === undefined) throw errors.NOT_FOUND();
      return health;
    }),

    reach: os.reach.handler(async ({ input, errors }) => {
      const endpoint = endpoints.find(input.id);
      if (endpoint === null) throw errors.NOT_FOUND();
      const { url, probePath: path, allowSelfSigned } = endpoint;
      return { reachable: await isReachable({ url, path, allowSelfSigned }) };
    }),

    secret: os.secret.handler(({ input, errors }) => {
      const endpoint = endpoints.find(input.id);
      if (endpoint === null) throw errors.NOT_FOUND();
      return { secret: signer.secretFor(endpoint).secret };
    }),

    envFile: os.envFile.handler(({ input, errors }) => {
      const endpoint = endpoints.find(input.id);
      if (endpoint === null) throw errors.NOT_FOUND();
      const known = signer.secretFor(endpoint);
      try {
        return planEnvFile({ ...input, value: known.secret });
      } catch (error) {
        if (!(error instanceof EnvFileError)) throw error;
        const { message, problem, line } = error;
        throw errors.FILE({ message, data: { problem, line } });
      }
    }),

    importListen: os.importListen.handler(({ input, errors }) => {
      const { targets, ignored, remarks } = readListenCommands(input.commandLine);
      if (targets.length === 0) {
        const message = remarks.map(remarkSentence).join(' ');
        throw errors.UNREADABLE({ message, data: { remarks } });
      }
      return {
        endpoints: targets.map(({ url, types, kinds, accounts, headers, allowSelfSigned }) => ({
          name: new URL(url).host.slice(0, MAX_ENDPOINT_NAME),
          url,
          filter: { types, kinds, accounts },
          headers,
          allowSelfSigned,
        })),
        notes: ignored,
        remarks,
      };
    }),
  };
}
