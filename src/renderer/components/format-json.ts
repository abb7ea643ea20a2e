// Breaks JSON into indented lines without touching a single token: numbers keep their digits, strings their escapes.

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** @returns the text on several lines, or null when it is not JSON */
export function formatJson(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  let depth = 0;
  let line = '';
  const lines: string[] = [];
  const newLine = () => {
    lines.push(line);
    line = '  '.repeat(depth);
  };
  let before = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '}' || token === ']') {
      depth -= 1;
      // An empty object or array stays on its line.
      if (before !== '{' && before !== '[') newLine();
      line += token;
    } else {
      if (before === '{' || before === '[' || before === ',') newLine();
      line += token;
      if (token === ':') line += ' ';
      if (token === '{' || token === '[') depth += 1;
    }
    before = token;
  }
  lines.push(line);
  return lines.join('\n');
}

/** Whether somebody has broken it into lines already. */
export function isFormatted(text: string): boolean {
  return text.trimEnd().includes('\n');
}
