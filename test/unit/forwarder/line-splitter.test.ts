// Lines must come out the same however the bytes were cut on their way.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineSplitter } from '#engine/forwarder/line-splitter.ts';

function split(chunks: readonly Buffer[], maxBytes?: number): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line), maxBytes);
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

test('lines do not depend on how the stream was cut, inside a character neither', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }).filter((line) => !line.includes('\n'))),
      fc.array(fc.nat({ max: 40 })),
      (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const chunks: Buffer[] = [];
        let at = 0;
        for (const cut of cuts) {
          chunks.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        chunks.push(bytes.subarray(at));
        expect(split(chunks)).toEqual(lines);
      },
    ),
  );
});

test('what is beyond the bound is dropped, and the next line is whole again', () => {
  const chunks = ['a'.repeat(9), 'b'.repeat(9), 'c\nshort\n', 'd'.repeat(30), '\nend'].map((text) =>
    Buffer.from(text),
  );
  expect(split(chunks, 12)).toEqual(['aaaaaaaaabbb', 'short', 'dddddddddddd', 'end']);
});

test('a line of 64 MB costs no more than its bound', () => {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line));
  const chunk = Buffer.alloc(64 * 1024, 'x');
  for (let i = 0; i < 1024; i += 1) splitter.push(chunk);
  splitter.push(Buffer.from('\nafter\n'));
  expect(lines.map((line) => line.length)).toEqual([16 * 1024, 5]);
});
