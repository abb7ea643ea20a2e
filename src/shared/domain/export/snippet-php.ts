// A PHP script with its curl extension.
import { SECRET_VARIABLE } from './export-format.ts';
import { MISSING_SECRET, type SnippetParts } from './snippet-parts.ts';
import { escapeUnusualMarks, hasUnusualMarks } from './unusual-marks.ts';

export function phpSnippet({ url, headers, body, signature, title }: SnippetParts): string {
  return [
    '<?php',
    `// ${title}. Save as send.php, then: php send.php`,
    body.encoding === 'utf8' ? `$body = ${phpLines(body.text)};` : `$body = base64_decode('${body.text}');`,
    ...(signature === null
      ? [
          `$secret = getenv('${SECRET_VARIABLE}');`,
          'if (!$secret) {',
          `    exit(${phpString(`${MISSING_SECRET}\n`)});`,
          '}',
          '$t = time();',
          `$v1 = hash_hmac('sha256', "$t.$body", $secret);`,
        ]
      : []),
    '',
    `$request = curl_init(${phpString(url)});`,
    'curl_setopt_array($request, [',
    '    CURLOPT_POST => true,',
    '    CURLOPT_POSTFIELDS => $body,',
    '    CURLOPT_RETURNTRANSFER => true,',
    '    CURLOPT_HTTPHEADER => [',
    ...headers.map(([name, value]) => `        ${phpString(`${name}: ${value}`)},`),
    signature === null
      ? '        "Stripe-Signature: t=$t,v1=$v1",'
      : `        ${phpString(`Stripe-Signature: ${signature}`)},`,
    '    ],',
    ']);',
    '$answer = curl_exec($request);',
    'if ($answer === false) {',
    '    exit(curl_error($request) . "\\n");',
    '}',
    'echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), " ", $answer, "\\n";',
    '',
  ].join('\n');
}

/** Line by line: an editor on Windows would change the line endings within one string. */
function phpLines(text: string): string {
  const lines = text.split('\n');
  if (lines.length === 1) return phpString(text);
  return `implode("\\n", [\n${lines.map((line) => `    ${phpString(line)},\n`).join('')}])`;
}

function phpString(text: string): string {
  if (!hasUnusualMarks(text)) return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const inner = text.replaceAll(/[\\"$]/g, String.raw`\$&`);
  return `"${escapeUnusualMarks(inner, (hex) => `\\u{${hex}}`)}"`;
}
