// Decides which of the CLI's lines are worth keeping, and in what words. Event bodies and heartbeats never are.
import type { LogLine } from '#shared/contract/forwarder.ts';
import type { CliLine } from './cli-output.ts';

export interface LogNote {
  level: LogLine['level'];
  text: string;
}

/** What debug logging says about the line itself; everything else at that level is noise, or a body. */
const TELLING_DEBUG = new Set([
  'Authenticating with Stripe...',
  'Attempting to connect to Stripe',
  'Connected!',
  'Disconnected from Stripe',
  'Websocket connection error',
  'Failed to connect to Stripe. Retrying...',
  'Websocket session is expired.',
]);

/**
 * @param inReset the CLI is resetting its connection as planned, which it does every half minute: not worth a word
 * @returns null when the line is not kept; the text is not redacted yet
 */
export function noteOf(line: CliLine, raw: string, inReset: boolean): LogNote | null {
  switch (line.kind) {
    case 'blank':
      return null;
    case 'debug':
      if (!TELLING_DEBUG.has(line.message) || (inReset && /^(?:Attempting|Connected)/.test(line.message)))
        return null;
      return {
        level: 'debug',
        text: line.problem === null ? line.message : `${line.message}: ${line.problem}`,
      };
    case 'renewing':
      return { level: 'warning', text: raw };
    case 'forward_failed':
      return { level: 'error', text: raw };
    case 'log':
      return { level: line.level === 'fatal' ? 'error' : line.level, text: line.message };
    case 'text':
      return { level: line.text.startsWith('panic: ') ? 'error' : 'info', text: line.text };
    default:
      return { level: 'info', text: raw };
  }
}
