// Colours, where there is somebody to see them.
import { styleText } from 'node:util';

/** What a piece of a line is: colour stands only where it means something. */
export type Tone = 'plain' | 'quiet' | 'ok' | 'warn' | 'bad' | 'replay' | 'synthetic';
export type Paint = (tone: Tone, text: string) => string;

const STYLES = {
  quiet: 'dim',
  ok: 'green',
  warn: 'yellow',
  bad: 'red',
  replay: 'blue',
  synthetic: 'magenta',
} as const;

export interface Terminal {
  isTTY?: boolean;
  hasColors?(): boolean;
}

/** Source: https://no-color.org */
export function createPaint(stream: Terminal, env: Readonly<Record<string, string | undefined>>): Paint {
  const isColoured = stream.isTTY === true && stream.hasColors?.() === true && !env['NO_COLOR'];
  if (!isColoured) return (_tone, text) => text;
  return (tone, text) =>
    tone === 'plain' || text.trim() === '' ? text : styleText(STYLES[tone], text, { validateStream: false });
}
