// A Ruby script with net/http.
import { SECRET_VARIABLE } from './export-format.ts';
import { MISSING_SECRET, type SnippetParts } from './snippet-parts.ts';
import { escapeUnusualMarks, hasUnusualMarks } from './unusual-marks.ts';

export function rubySnippet({ url, headers, body, signature, title }: SnippetParts): string {
  return [
    `# ${title}. Save as send.rb, then: ruby send.rb`,
    "require 'net/http'",
    ...(signature === null ? ["require 'openssl'"] : []),
    '',
    `uri = URI(${rubyString(url)})`,
    // Bytes are bytes: strings of different encodings do not go together.
    body.encoding === 'utf8' ? `body = ${rubyLines(body.text)}.b` : `body = '${body.text}'.unpack1('m0')`,
    ...(signature === null
      ? [
          `secret = ENV['${SECRET_VARIABLE}'].to_s`,
          `abort ${rubyString(MISSING_SECRET)} if secret.empty?`,
          't = Time.now.to_i',
          'v1 = OpenSSL::HMAC.hexdigest(\'SHA256\', secret, "#{t}.".b + body)',
        ]
      : []),
    '',
    'request = Net::HTTP::Post.new(uri)',
    ...headers.map(([name, value]) => `request[${rubyString(name)}] = ${rubyString(value)}`),
    signature === null
      ? `request['Stripe-Signature'] = "t=#{t},v1=#{v1}"`
      : `request['Stripe-Signature'] = ${rubyString(signature)}`,
    'request.body = body',
    "response = Net::HTTP.start(uri.hostname, uri.port, use_ssl: uri.scheme == 'https') { |http| http.request(request) }",
    'puts "#{response.code} #{response.body}"',
    '',
  ].join('\n');
}

/** Line by line: an editor on Windows would change the line endings within one string. */
function rubyLines(text: string): string {
  const lines = text.split('\n');
  if (lines.length === 1) return rubyString(text);
  return `[\n${lines.map((line) => `  ${rubyString(line)},\n`).join('')}].join("\\n")`;
}

function rubyString(text: string): string {
  if (!hasUnusualMarks(text)) return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const inner = text.replaceAll(/[\\"#]/g, String.raw`\$&`);
  return `"${escapeUnusualMarks(inner, (hex) => `\\u{${hex}}`)}"`;
}
