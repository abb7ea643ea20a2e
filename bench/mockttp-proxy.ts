// mockttp as a forwarding server, recording nothing. Its types are not asked for: it is installed only when this benchmark runs.
import { answerQuestions } from './child.ts';
import type { ProxyQuestion } from './bare-proxy.ts';

interface Mockttp {
  getLocal(options: { recordTraffic: boolean }): {
    start(): Promise<void>;
    port: number;
    forAnyRequest(): { thenForwardTo(url: string): Promise<unknown> };
  };
}

const PACKAGE = 'mockttp';

answerQuestions(async ({ backendPort }: ProxyQuestion) => {
  const { getLocal } = (await import(PACKAGE)) as Mockttp;
  const server = getLocal({ recordTraffic: false });
  await server.start();
  await server.forAnyRequest().thenForwardTo(`http://127.0.0.1:${backendPort}`);
  return server.port;
});
