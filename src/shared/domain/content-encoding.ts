// What a body was compressed with, by its headers.

/** @returns the codings as the header names them, `gzip`; null when the body is as it was written */
export function contentEncodingOf(
  headers: readonly (readonly [name: string, value: string])[],
): string | null {
  const codings = headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding.toLowerCase() !== 'identity');
  return codings.length === 0 ? null : codings.join(', ').slice(0, 100);
}
