// A Python script with requests.
import { SECRET_VARIABLE } from './export-format.ts';
import { MISSING_SECRET, type SnippetParts } from './snippet-parts.ts';
import { escapeUnusualMarks } from './unusual-marks.ts';

export function pythonSnippet({ url, headers, body, signature, title }: SnippetParts): string {
  const imports = [
    ...(body.encoding === 'base64' ? ['import base64'] : []),
    ...(signature === null ? ['import hashlib', 'import hmac', 'import os', 'import time'] : []),
  ];
  return [
    `# ${title}. Needs: pip install requests`,
    ...imports,
    ...(imports.length > 0 ? [''] : []),
    'import requests',
    '',
    `url = ${pythonString(url)}`,
    body.encoding === 'utf8'
      ? `body = ${pythonLines(body.text)}.encode()`
      : `body = base64.b64decode("${body.text}")`,
    ...(signature === null
      ? [
          `secret = os.environ.get("${SECRET_VARIABLE}", "")`,
          'if not secret:',
          `    raise SystemExit(${pythonString(MISSING_SECRET)})`,
          't = str(int(time.time()))',
          'v1 = hmac.new(secret.encode(), t.encode() + b"." + body, hashlib.sha256).hexdigest()',
        ]
      : []),
    '',
    'response = requests.post(',
    '    url,',
    '    data=body,',
    '    headers={',
    ...headers.map(([name, value]) => `        ${pythonString(name)}: ${pythonString(value)},`),
    signature === null
      ? '        "Stripe-Signature": f"t={t},v1={v1}",'
      : `        "Stripe-Signature": ${pythonString(signature)},`,
    '    },',
    ')',
    'print(response.status_code, response.text)',
    '',
  ].join('\n');
}

function pythonString(text: string): string {
  return `"${escaped(text.replaceAll('\\', '\\\\').replaceAll('"', '\\"'))}"`;
}

/** In single quotes, of which JSON has few. Python takes any line ending for a line feed. */
function pythonLines(text: string): string {
  return `'''${escaped(text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"), '\n')}'''`;
}

function escaped(text: string, kept = ''): string {
  return escapeUnusualMarks(text, (hex) => `\\u${hex}`, kept);
}
