// A shell command for curl. POSIX sh, bash, zsh, dash; openssl makes the signature.
import { toBase64 } from './exact-text.ts';
import { SECRET_VARIABLE } from './export-format.ts';
import type { SnippetParts } from './snippet-parts.ts';
import { hasUnusualMarks } from './unusual-marks.ts';

/** Single quotes keep everything as it is in POSIX shells; a quote itself is closed, escaped and opened again. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * In a subshell: it leaves no variable behind, and stops at a missing secret wherever it is pasted. No comments, which zsh
 * does not know at its prompt. The body goes in by a pipe, since the system limits the length of an argument (128 KiB on Linux).
 */
export function curlSnippet({ url, headers, body, signature }: SnippetParts): string {
  // A terminal changes what is pasted into it: carriage returns become line feeds, tabs ask for completion.
  const plain = body.encoding === 'utf8' && !hasUnusualMarks(body.text, '\n');
  const encoded = body.encoding === 'base64' ? body.text : toBase64(new TextEncoder().encode(body.text));
  const printBody = plain ? `printf '%s' "$body"` : `printf '%s' "$body" | openssl base64 -d -A`;
  const sign = plain ? [`printf '%s' "$t.$body"`] : [`{ printf '%s.' "$t"; ${printBody}; }`];
  return [
    '(',
    ...(signature === null
      ? [
          `: "\${${SECRET_VARIABLE}:?Set it to the signing secret that your backend verifies with, whsec_...}"`,
        ]
      : []),
    `body=${shellQuote(plain ? body.text : encoded)}`,
    ...(signature === null
      ? [
          't=$(date +%s)',
          `v1=$(${sign.join('')} | openssl dgst -sha256 -hmac "$${SECRET_VARIABLE}" -r | cut -d ' ' -f 1)`,
        ]
      : []),
    `${printBody} | curl -i -X POST ${shellQuote(url)} \\`,
    ...headers.map(([name, value]) => `  -H ${shellQuote(`${name}: ${value}`)} \\`),
    signature === null
      ? `  -H "Stripe-Signature: t=$t,v1=$v1" \\`
      : `  -H ${shellQuote(`Stripe-Signature: ${signature}`)} \\`,
    '  --data-binary @-',
    ')',
  ].join('\n');
}
