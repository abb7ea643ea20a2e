// A Go program with net/http.
import { SECRET_VARIABLE } from './export-format.ts';
import { MISSING_SECRET, type SnippetParts } from './snippet-parts.ts';
import { escapeUnusualMarks } from './unusual-marks.ts';

export function goSnippet({ url, headers, body, signature, title }: SnippetParts): string {
  const signs = signature === null;
  const imports = [
    ...(signs ? ['crypto/hmac', 'crypto/sha256'] : []),
    ...(body.encoding === 'base64' ? ['encoding/base64'] : []),
    ...(signs ? ['encoding/hex'] : []),
    'fmt',
    'io',
    'log',
    'net/http',
    ...(signs ? ['os', 'strconv'] : []),
    'strings',
    ...(signs ? ['time'] : []),
  ];
  return [
    `// ${title}. Save as main.go, then: go run main.go`,
    'package main',
    '',
    'import (',
    ...imports.map((name) => `\t"${name}"`),
    ')',
    '',
    'func main() {',
    ...(body.encoding === 'utf8'
      ? [`\tbody := ${goLines(body.text)}`]
      : [
          `\tbytes, err := base64.StdEncoding.DecodeString("${body.text}")`,
          '\tif err != nil {',
          '\t\tlog.Fatal(err)',
          '\t}',
          '\tbody := string(bytes)',
        ]),
    ...(signs
      ? [
          `\tsecret := os.Getenv("${SECRET_VARIABLE}")`,
          '\tif secret == "" {',
          `\t\tlog.Fatal(${goString(MISSING_SECRET)})`,
          '\t}',
          '\tt := strconv.FormatInt(time.Now().Unix(), 10)',
          '\tmac := hmac.New(sha256.New, []byte(secret))',
          '\tmac.Write([]byte(t + "." + body))',
          '\tv1 := hex.EncodeToString(mac.Sum(nil))',
        ]
      : []),
    '',
    `\trequest, err := http.NewRequest("POST", ${goString(url)}, strings.NewReader(body))`,
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    ...headers.map(([name, value]) => `\trequest.Header.Set(${goString(name)}, ${goString(value)})`),
    `\trequest.Header.Set("Stripe-Signature", ${signs ? '"t="+t+",v1="+v1' : goString(signature)})`,
    '\tresponse, err := http.DefaultClient.Do(request)',
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    '\tdefer response.Body.Close()',
    '\tanswer, _ := io.ReadAll(response.Body)',
    '\tfmt.Println(response.StatusCode, string(answer))',
    '}',
    '',
  ].join('\n');
}

// Go drops carriage returns from raw strings, refuses a byte order mark in its source, and ends a raw string at a backtick.
const NOT_RAW = /((?:`|\ufeff|(?!\n)\p{Cc})+)/u;

/** A raw string keeps the lines of the body apart; what it cannot hold is put in between. */
function goLines(text: string): string {
  const pieces = text
    .split(NOT_RAW)
    .map((piece, index) => (index % 2 === 0 ? `\`${piece}\`` : goString(piece)));
  const said = pieces.filter((piece) => piece !== '``');
  return said.length === 0 ? '""' : said.join(' + ');
}

function goString(text: string): string {
  const inner = text.replaceAll(/[\\"]/g, String.raw`\$&`);
  return `"${escapeUnusualMarks(inner, (hex) => `\\u${hex}`)}"`;
}
