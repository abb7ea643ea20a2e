// A module for Node's fetch.
import { SECRET_VARIABLE } from './export-format.ts';
import { MISSING_SECRET, type SnippetParts } from './snippet-parts.ts';
import { escapeUnusualMarks } from './unusual-marks.ts';

export function fetchSnippet({ url, headers, body, signature, title }: SnippetParts): string {
  return [
    `// ${title}. Save as send.mjs, then: node send.mjs`,
    ...(signature === null ? [`import { createHmac } from 'node:crypto';`] : []),
    '',
    body.encoding === 'utf8'
      ? `const body = Buffer.from(${template(body.text)});`
      : `const body = Buffer.from('${body.text}', 'base64');`,
    ...(signature === null
      ? [
          `const secret = process.env.${SECRET_VARIABLE};`,
          `if (!secret) throw new Error(${JSON.stringify(MISSING_SECRET)});`,
          'const t = Math.floor(Date.now() / 1000);',
          "const v1 = createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex');",
        ]
      : []),
    '',
    `const response = await fetch(${JSON.stringify(url)}, {`,
    "  method: 'POST',",
    '  headers: {',
    ...headers.map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`),
    signature === null
      ? "    'Stripe-Signature': `t=${t},v1=${v1}`,"
      : `    'Stripe-Signature': ${JSON.stringify(signature)},`,
    '  },',
    '  body,',
    '});',
    'console.log(response.status, await response.text());',
    '',
  ].join('\n');
}

/** A template keeps the lines of the body apart. */
function template(text: string): string {
  const inner = text.replaceAll(/[\\`]|\$(?=\{)/g, String.raw`\$&`);
  return `\`${escapeUnusualMarks(inner, (hex) => `\\u${hex}`, '\n')}\``;
}
