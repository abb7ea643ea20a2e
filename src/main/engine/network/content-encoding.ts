// Makes a compressed answer readable again.
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';

type Headers = readonly (readonly [name: string, value: string])[];

/** A small compressed answer must not unfold into all memory. */
const MAX_DECODED_BYTES = 16 * 1024 * 1024;

const options = { maxOutputLength: MAX_DECODED_BYTES };
const DECODERS: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: (bytes) => promisify(gunzip)(bytes, options),
  deflate: (bytes) => promisify(inflate)(bytes, options),
  br: (bytes) => promisify(brotliDecompress)(bytes, options),
  zstd: (bytes) => promisify(zstdDecompress)(bytes, options),
};

/** @returns the decoded bytes; the bytes as they are when they are not encoded, cut off, or in an encoding unknown here */
export async function decodeContent(bytes: Buffer, headers: Headers): Promise<Buffer> {
  const encoding = headers
    .find(([name]) => name.toLowerCase() === 'content-encoding')?.[1]
    .trim()
    .toLowerCase();
  const decode = encoding === undefined ? undefined : DECODERS[encoding];
  if (decode === undefined) return bytes;
  try {
    return await decode(bytes);
  } catch {
    return bytes;
  }
}
