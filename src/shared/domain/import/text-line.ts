// What a line without JSON is: the output of the Stripe CLI or of a log, an object that a program printed in its own notation, or other text.

export type TextLine =
  /** Nothing is lost by leaving it out. */
  | 'chatter'
  /** `stripe listen` names an event there, without its body. */
  | 'mention'
  /** A line of an event as console.log, Python or Ruby prints it. */
  | 'printed_object'
  | 'text';

const MENTION = /-->\s+(?:connect )?[\w.]+\.[\w.]+ \[[^\]]+\]/;

/** `id: 'evt_…'`, `'id': 'evt_…'`, `"id"=>"evt_…"`, `id: "evt_…"`, and the same of `object`. */
const PRINTED =
  /(?:^|[\s{(,'":])(?:id|object)['"]?\s*(?:=>|:|=)\s*(?:'(?:evt_|event'|v2\.core\.event')|"(?:evt_|event"|v2\.core\.event"))/;

/** Brackets and fences that are left of JSON. */
const PUNCTUATION = /^(?:[^\p{L}\p{N}]*|[`~]{3,}\w*)$/u;

/** Source: Stripe CLI 1.21 to 1.52, observed. */
const CLI = [
  /^(?:> |[^\p{L}\p{N}]{0,3} ?)?(?:Getting ready|Ready!|Checking for new versions|A newer version of the Stripe CLI)/u,
  /^Session expired, reconnecting/,
  /^(?:-->|<--) /,
  /^\[ERROR\] /,
  /^time="/,
  /^level=/,
  /^Flag --\S+ has been deprecated/,
  /^(?:Your pairing code is|This pairing code|Press Enter to|To authenticate|Waiting for confirmation|Please note: this key|> Done!)/,
  /^(?:Setting up fixture for|Running fixture for|Trigger succeeded)/,
  /^\^C/,
  /^stripe version /,
];

/** Of other tools whose output is in the same terminal or log. */
const LOGS = [
  /^(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL)\b/,
  /^\[?(?:trace|debug|info|warn|error|fatal)\]?:? /i,
  /^Attaching to /,
  /^\S+ exited with code \d+/,
  /^-- (?:Logs begin|Journal begins|Boot|No entries)/,
  /^[$>%#] /,
  /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \//,
];

/** @param hadPrefix a container or a logger put something before it, so that it is a line of a log */
export function textLineKind(text: string, hadPrefix: boolean): TextLine {
  if (MENTION.test(text)) return 'mention';
  if (PRINTED.test(text)) return 'printed_object';
  if (hadPrefix || PUNCTUATION.test(text)) return 'chatter';
  return [...CLI, ...LOGS].some((pattern) => pattern.test(text)) ? 'chatter' : 'text';
}
