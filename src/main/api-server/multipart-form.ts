// Reads a multipart/form-data body as it comes in, so that a file of any size fills no memory. Source: RFC 7578, RFC 2046 section 5.1.

export interface FormSink {
  field(name: string, value: string): void;
  /** Called with each part of the one file, in order; never with two at once. */
  file(bytes: Uint8Array): Promise<void>;
}

export class MalformedFormError extends Error {}

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_FIELD_BYTES = 64 * 1024;

/** @returns null when the content type is another one */
export function boundaryOf(contentType: string | undefined): string | null {
  const match = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    contentType ?? '',
  );
  return match?.[1] ?? match?.[2] ?? null;
}

interface Part {
  name: string;
  isFile: boolean;
  value: Buffer[];
  sizeBytes: number;
}

/**
 * @returns whether it had a file
 * @throws MalformedFormError when the body is no such form or ends too early; and what `sink.file` throws
 */
export async function readForm(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
  sink: FormSink,
): Promise<boolean> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first boundary may stand at the very begin, without a line end before it.
  let rest: Buffer = Buffer.from('\r\n');
  let part: Part | null = null;
  let isBeforeFirst = true;
  let isOver = false;
  let hasFile = false;

  async function passOn(bytes: Buffer): Promise<void> {
    if (part === null || bytes.byteLength === 0) return;
    part.sizeBytes += bytes.byteLength;
    if (part.isFile) return await sink.file(bytes);
    if (part.sizeBytes > MAX_FIELD_BYTES) throw new MalformedFormError(`The field ${part.name} is too long.`);
    part.value.push(Buffer.from(bytes));
  }

  /** @returns whether more can be read from what is there */
  async function step(): Promise<boolean> {
    if (part !== null || isBeforeFirst) {
      const at = rest.indexOf(delimiter);
      // What may be the begin of the delimiter waits for the next bytes.
      const end = at === -1 ? Math.max(0, rest.byteLength - delimiter.byteLength + 1) : at;
      await passOn(rest.subarray(0, end));
      rest = rest.subarray(at === -1 ? end : at + delimiter.byteLength);
      if (at === -1) return false;
      if (part?.isFile === false) sink.field(part.name, Buffer.concat(part.value).toString());
      part = null;
      isBeforeFirst = false;
      return true;
    }
    if (rest.byteLength < 2) return false;
    if (rest.subarray(0, 2).toString('latin1') === '--') {
      isOver = true;
      return false;
    }
    const end = rest.indexOf('\r\n\r\n');
    if (end > MAX_HEADER_BYTES || (end === -1 && rest.byteLength > MAX_HEADER_BYTES)) {
      throw new MalformedFormError('The header of a part is too long.');
    }
    if (end === -1) return false;
    part = partOf(rest.subarray(0, end).toString());
    hasFile ||= part.isFile;
    rest = rest.subarray(end + 4);
    return true;
  }

  for await (const bytes of body) {
    if (isOver) continue;
    rest = rest.byteLength === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
    while (await step());
  }
  if (!isOver) throw new MalformedFormError('The form ends too early.');
  return hasFile;
}

function partOf(header: string): Part {
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(header)?.[1] ?? '';
  const name =
    /(?:^|[;\s])name="([^"]*)"/i.exec(disposition)?.[1] ??
    /(?:^|[;\s])name=([^\s;]+)/i.exec(disposition)?.[1];
  if (name === undefined) throw new MalformedFormError('A part of the form has no name.');
  return { name, isFile: name === 'file', value: [], sizeBytes: 0 };
}
