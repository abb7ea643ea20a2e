// Finds the error and the project's own line in what frameworks show of an exception: debug pages, traces, JSON.
//
// A response may be hostile, or 64 KiB of blanks: no pattern here has two quantifiers that can take the same characters, and
// none that is not anchored begins with one.
import {
  decodeEntities,
  htmlToText,
  isRecord,
  jsonObject,
  looksLikeHtml,
  withoutElement,
} from './answer-text.ts';

export interface AnswerException {
  message: string;
  /** `file:line`, the first that is not a library's; the file alone where the line is one of compiled code. */
  location?: string;
  framework?: string;
  /** The stack trace as text, where the response has one. */
  trace?: string;
}

/** @param header finds a response header by its lower-case name */
export function exceptionIn(
  body: string,
  header: (name: string) => string | undefined,
): AnswerException | null {
  const json = jsonObject(body);
  const found =
    json === null
      ? (fromDebugPage(body) ?? fromSymfonyHeaders(header) ?? fromTrace(readable(body)))
      : fromJson(json);
  return found === null || found.message.trim() === '' ? null : found;
}

const readable = (body: string): string => (looksLikeHtml(body) ? htmlToText(body) : body);

// --- debug pages -----------------------------------------------------------------------------------------------------

interface DebugPage {
  framework: string;
  read(body: string): { message: string; location?: string } | null;
}

const DEBUG_PAGES: readonly DebugPage[] = [
  {
    // django/views/templates/technical_500.html
    framework: 'Django',
    read(body) {
      const value = between(body, '<pre class="exception_value">', '</pre>');
      if (value === null) return null;
      const type = before(textOf(between(body, '<h1>', '</h1>') ?? ''), /\sat\s/);
      const raisedAt = between(body, 'Exception Location:</th>', '</td>');
      const page = htmlToText(body);
      const frame = raisedAt === null ? null : /^\s*(.+), line (\d+)/.exec(textOf(raisedAt).slice(0, 1000));
      return {
        message: join(type, textOf(value)),
        // Where it was raised may be inside a library; the trace on the page knows the project's own line.
        location:
          projectFrame(page) ??
          (frame === null || isForeign(frame[1] ?? '') ? undefined : `${frame[1]}:${frame[2]}`),
        trace: page,
      };
    },
  },
  {
    // werkzeug/debug/tbtools.py: the plain trace stands in a comment at the end.
    framework: 'Flask',
    read(body) {
      if (!body.includes('// Werkzeug Debugger</title>')) return null;
      const title = between(body, '<title>', '// Werkzeug Debugger') ?? '';
      const trace = body.slice(Math.max(0, body.lastIndexOf('Traceback (most recent')));
      return {
        message: textOf(title),
        location: projectFrame(decodeEntities(trace)),
        trace: decodeEntities(trace),
      };
    },
  },
  {
    // next/dist/pages/_error and its __NEXT_DATA__ in development.
    framework: 'Next.js',
    read(body) {
      const data = between(body, '<script id="__NEXT_DATA__" type="application/json">', '</script>');
      const error = data === null ? undefined : jsonObject(data)?.['err'];
      if (!isRecord(error) || typeof error['message'] !== 'string') return null;
      const stack = typeof error['stack'] === 'string' ? error['stack'] : '';
      const name = typeof error['name'] === 'string' ? error['name'] : '';
      return { message: join(name, error['message']), location: projectFrame(stack) };
    },
  },
  {
    // spatie/ignition resources/views/errorPage.php: the whole exception as text in a comment at the top.
    framework: 'Laravel',
    read(body) {
      const comment = between(body.slice(0, 20_000), '<!--', '-->')?.trim() ?? '';
      const [first = ''] = decodeEntities(comment).split('\n');
      const parts = /^(.{1,600}) in (?:file )?(\S+\.php)(?: on line |:)(\d+)/.exec(first.slice(0, 2000));
      if (parts === null) return null;
      const [, message = '', file = '', line = ''] = parts;
      return { message, location: isForeign(file) ? projectFrame(comment) : `${file}:${line}` };
    },
  },
  {
    // laravel/framework Foundation/resources/exceptions/renderer (Laravel 11): header.blade.php.
    framework: 'Laravel',
    read(body) {
      if (!/PHP [\d.]+ (?:—|&mdash;) Laravel/.test(body)) return null;
      const page = withoutElement(body, 'style');
      const head = page.slice(Math.max(0, page.indexOf('text-red-500')));
      const type = textOf(between(head, '>', '</span>') ?? '');
      const message = textOf(
        between(head.slice(Math.max(0, head.indexOf('text-lg font-semibold'))), '>', '</div>') ?? '',
      );
      return { message: join(type, message), location: projectFrame(htmlToText(body)) };
    },
  },
  {
    // actionpack rescues/diagnostics.html.erb
    framework: 'Rails',
    read(body) {
      if (
        !body.includes('id="container"') ||
        !/Rails\.root|rescues|Extracted source|Application Trace/.test(body)
      )
        return null;
      const type = textOf(between(between(body, '<header', '</header>') ?? '', '<h1>', '</h1>') ?? '');
      const message =
        between(body, '<div class="message">', '</div>') ??
        between(body, '<h2>', '</h2>') ??
        between(body, '<h2 style="margin-top: 0">', '</h2>') ??
        '';
      return {
        message: join(before(type, /\sin\s/), textOf(message)),
        location: projectFrame(htmlToText(body)),
      };
    },
  },
];

function fromDebugPage(body: string): AnswerException | null {
  if (!body.includes('<')) return null;
  for (const { framework, read } of DEBUG_PAGES) {
    const found = read(body);
    if (found !== null) return { ...found, framework };
  }
  return null;
}

/** symfony/error-handler in debug mode; both values are URL-encoded. */
function fromSymfonyHeaders(header: (name: string) => string | undefined): AnswerException | null {
  const message = header('x-debug-exception');
  if (message === undefined) return null;
  const file = header('x-debug-exception-file');
  return {
    message: unescaped(message),
    location: file === undefined || isForeign(unescaped(file)) ? undefined : unescaped(file),
    framework: 'Symfony',
  };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// --- JSON ------------------------------------------------------------------------------------------------------------

function fromJson(json: Record<string, unknown>): AnswerException | null {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  // Nitro lists the frames.
  const lines = (value: unknown): string => (Array.isArray(value) ? value.map(text).join('\n') : text(value));
  // Rails, config.api_only: debug_exceptions.rb render_for_api_request.
  if (isRecord(json['traces'])) {
    const frames = json['traces']['Application Trace'];
    const first: unknown = Array.isArray(frames) ? frames[0] : undefined;
    const inspected = /^#<([\w:]+): (.*)>$/s.exec(text(json['exception']));
    return {
      message: inspected === null ? text(json['exception']) : `${inspected[1]}: ${inspected[2]}`,
      location: isRecord(first) ? projectFrame(text(first['trace'])) : undefined,
      framework: 'Rails',
    };
  }
  // Laravel, Accept: application/json: Foundation/Exceptions/Handler.php convertExceptionToArray.
  if (typeof json['file'] === 'string' && typeof json['line'] === 'number') {
    const frames = Array.isArray(json['trace']) ? json['trace'].filter(isRecord) : [];
    const own = [json, ...frames].find(
      (frame) => typeof frame['file'] === 'string' && !isForeign(frame['file']),
    );
    return {
      message: join(text(json['exception']), text(json['message'])),
      location: own === undefined ? undefined : `${text(own['file'])}:${Number(own['line'])}`,
      framework: 'Laravel',
    };
  }
  // Spring Boot's BasicErrorController; `trace` with server.error.include-stacktrace=always (devtools' default).
  if (typeof json['timestamp'] !== 'undefined' && typeof json['path'] === 'string') {
    const trace = fromTrace(text(json['trace']));
    const message = text(json['message']);
    return message === '' && trace === null
      ? null
      : { message: trace?.message ?? message, location: trace?.location, framework: 'Spring' };
  }
  // Handlers of people's own, and Nest and Fastify, which give the message without a trace.
  const inner = [json['error'], json['err'], json['raw']].find(isRecord) ?? json;
  const trace = fromTrace(
    lines(inner['stack']) || lines(json['stack']) || text(inner['trace']) || text(inner['traceback']),
    text(inner['message']) || text(json['message']),
  );
  if (trace !== null) return trace;
  // A list of messages, as validators give it, is read as the response's sentence.
  if (Array.isArray(inner['message'])) return null;
  const message = text(inner['message']) || text(inner['error']) || text(inner['detail']);
  return message === '' ? null : { message };
}

// --- traces as text --------------------------------------------------------------------------------------------------

interface Frame {
  file: string;
  line: string;
}
interface Language {
  framework?: string;
  frame(line: string): Frame | null;
  /** Python prints the innermost frame last. */
  innermostLast?: true;
}

const matching =
  (pattern: RegExp) =>
  (line: string): Frame | null => {
    const [, file, number] = pattern.exec(line) ?? [];
    return file === undefined || number === undefined ? null : { file, line: number };
  };

const LANGUAGES: Readonly<Record<string, Language>> = {
  python: { frame: matching(/^\s*File "([^"]+)", line (\d+)/), innermostLast: true },
  java: {
    frame(line) {
      const [, method, file, number] =
        /^\s*at ([\w.$/<>@]+)\(([\w$]+\.(?:java|kt|scala|groovy)):(\d+)\)/.exec(line) ?? [];
      if (method === undefined || file === undefined || number === undefined) return null;
      const library =
        /^(?:java|javax|jdk|sun|jakarta|kotlin|scala|reactor|org\.(?:springframework|apache|eclipse|hibernate)|com\.(?:fasterxml|stripe|sun)|io\.(?:netty|undertow))[./]/;
      return { file: library.test(method.replace(/^.*\//, '')) ? `/vendor/${file}` : file, line: number };
    },
  },
  dotnet: { frame: dotnetFrame },
  node: { frame: nodeFrame },
  php: { frame: matching(/^\s*#\d+ (\S+\.php)\((\d+)\)/) },
  // `from` in plain Ruby; Rails lists the bare frames.
  ruby: { frame: matching(/^\s*(?:from )?(\S+\.(?:rb|ru)):(\d+):in /) },
  go: { frame: matching(/^\s*(\S+\.go):(\d+)(?: \+0x[\da-f]+)?\s*$/) },
};

/** `at Shop.Hooks.Handle() in /app/Hooks.cs:line 42` */
function dotnetFrame(line: string): Frame | null {
  const trimmed = line.trim();
  const end = trimmed.lastIndexOf(':line ');
  const start = end === -1 ? -1 : trimmed.lastIndexOf(' in ', end);
  const number = trimmed.slice(end + ':line '.length);
  if (!trimmed.startsWith('at ') || start === -1 || !/^\d{1,9}$/.test(number)) return null;
  return { file: trimmed.slice(start + ' in '.length, end), line: number };
}

/** `at handler (/app/hook.js:15:35)`, `at async file:///app/hook.mjs:15:35` */
function nodeFrame(line: string): Frame | null {
  const trimmed = line.trim();
  const place = /:(\d{1,9}):\d{1,9}\)?$/.exec(trimmed);
  if (!trimmed.startsWith('at ') || place === null) return null;
  const inFront = trimmed.slice('at '.length, place.index);
  const open = inFront.lastIndexOf(' (');
  const file = open === -1 ? inFront.replace(/^async /, '') : inFront.slice(open + ' ('.length);
  const [, number = ''] = place;
  return file === '' ? null : { file, line: number };
}

/** A trace of more lines, or longer ones, tells no more. */
const MAX_LINES = 2000;
const MAX_LINE_LENGTH = 600;

function linesOf(text: string): string[] {
  return text.split('\n', MAX_LINES).map((line) => line.slice(0, MAX_LINE_LENGTH).replace(/\r$/, ''));
}

/** @param given the message, where it is not above the frames */
function fromTrace(text: string, given = ''): AnswerException | null {
  if (text === '') return null;
  const lines = linesOf(text);
  for (const language of Object.values(LANGUAGES)) {
    const indices = lines.flatMap((line, index) => (language.frame(line) === null ? [] : [index]));
    const [first] = indices;
    const last = indices.at(-1);
    if (first === undefined || last === undefined) continue;
    const message = language.innermostLast === true ? messageAfter(lines, last) : messageBefore(lines, first);
    if (message === '' && given === '') continue;
    return { message: message || given, location: projectFrame(text), trace: text };
  }
  return null;
}

/** Python: the first line after the last frame that is not indented, and what belongs to it. */
function messageAfter(lines: readonly string[], last: number): string {
  const start = lines.findIndex((line, index) => index > last && /^[A-Za-z_][\w.]*(?::|$)/.test(line));
  if (start === -1) return '';
  const end = lines.findIndex((line, index) => index > start && line.trim() === '');
  return lines
    .slice(start, end === -1 ? start + 10 : end)
    .join('\n')
    .trim();
}

/** The pattern takes the square of it. */
const MAX_NAME_LENGTH = 200;
const NAMES_ERROR =
  /^\s*(?:Uncaught |Unhandled exception\. |Exception in thread "[^"]*" )?(?:[\w.$:\\]*(?:Error|Exception|Throwable|Fault)\w*\b(?: \[\w+\])?(?::|\s*$)|panic: |http: panic serving )/;

/** Everywhere else: the nearest line above the frames that names an error, down to the frames. */
function messageBefore(lines: readonly string[], first: number): string {
  for (let index = first - 1; index >= Math.max(0, first - 40); index -= 1) {
    const line = (lines[index] ?? '').slice(0, MAX_NAME_LENGTH);
    if (!NAMES_ERROR.test(line)) continue;
    // Go prints goroutine and function names between the panic and its first file.
    const isGo = /panic/.test(line);
    if (isGo) return (lines[index] ?? '').trim();
    // Frames without a file, such as `at JSON.parse (<anonymous>)`, are no part of the message.
    return lines
      .slice(index, first)
      .filter((part) => !/^\s+at /.test(part))
      .join('\n')
      .trim();
  }
  const nearest = lines.slice(0, first).findLast((line) => line.trim() !== '') ?? '';
  return nearest.trim();
}

/** @returns `file:line` of the innermost frame in code of the project's own */
function projectFrame(text: string): string | undefined {
  const lines = linesOf(text);
  for (const { frame, innermostLast } of Object.values(LANGUAGES)) {
    const frames = lines.map(frame).filter((found) => found !== null);
    if (frames.length === 0) continue;
    const isOwn = ({ file }: Frame): boolean => !isForeign(file);
    const own = innermostLast === true ? frames.findLast(isOwn) : frames.find(isOwn);
    if (own !== undefined) return COMPILED.test(own.file) ? tidy(own.file) : `${tidy(own.file)}:${own.line}`;
  }
  return undefined;
}

/** @returns `file:line` of each frame in code of the project's own that a response shows, the first ones */
export function placesIn(body: string, most = 6): string[] {
  const json = jsonObject(body);
  const lines = linesOf(json === null ? readable(body) : textsIn(json).join('\n'));
  const frames = Object.values(LANGUAGES).flatMap(({ frame }) => lines.map(frame));
  const own = frames.flatMap((one) =>
    one === null || isForeign(one.file) || COMPILED.test(one.file) ? [] : [one],
  );
  return [...new Set(own.map(({ file, line }) => `${tidy(file)}:${line}`))].slice(0, most);
}

/** Every text in it: a stack may stand under any name. */
function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 6) return [];
  return Object.values(value).flatMap((one) => textsIn(one, depth + 1));
}

/** Libraries, runtimes, and what bundlers put out: none of it is a line that somebody wrote and can change. */
const FOREIGN =
  /node_modules|^node:|^internal\/|site-packages|dist-packages|\/lib\/python\d|<frozen|<string>|<anonymous>|[\\/]vendor[\\/]|[\\/]gems[\\/]|\/lib\/ruby\/|\/pkg\/mod\/|\/go\/src\/|\/libexec\/src\/|next\/dist\/|turbopack:|(?:^|[\\/])\.(?:next|nuxt|nitro|output|svelte-kit|vercel|netlify|open-next|wrangler|react-router|astro|vite|turbo|yarn|pnp)[\\/]|\.pnp\.|[\\/]_next[\\/]/;

function isForeign(file: string): boolean {
  return FOREIGN.test(file);
}

/** The file is the project's, the line that of what the bundler made of it. */
const COMPILED = /^webpack-internal:/;

/** Bundlers and ES modules put a scheme before the file. */
function tidy(file: string): string {
  return file.replace(/^file:\/\//, '').replace(/^webpack-internal:\/\/\/(?:\([^)]*\)\/)?(?:\.\/)?/, '');
}

// --- small things ----------------------------------------------------------------------------------------------------

function between(text: string, start: string, end: string): string | null {
  const from = text.indexOf(start);
  if (from === -1) return null;
  const to = text.indexOf(end, from + start.length);
  return to === -1 ? null : text.slice(from + start.length, to);
}

/** What comes before the first match, without the blanks at its end. */
function before(text: string, pattern: RegExp): string {
  const at = text.search(pattern);
  return at === -1 ? text : text.slice(0, at).trimEnd();
}

function textOf(html: string): string {
  return htmlToText(html).trim();
}

function join(type: string, message: string): string {
  if (type === '' || message.startsWith(type)) return message;
  return message === '' ? type : `${type}: ${message}`;
}
