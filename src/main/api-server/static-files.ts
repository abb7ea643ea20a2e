// Serves the built dashboard. The list of files is read once; a path that is not on it does not exist.
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { extname, join, relative, sep } from 'node:path';
import type { ServerResponse } from 'node:http';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

/** No script but our own files, no connection but back to us, no frame anywhere. CodeMirror adds style elements at run time. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export interface StaticFiles {
  /** Answers and returns true when there is such a file. `/` is index.html. */
  serve(pathname: string, response: ServerResponse): boolean;
}

export function createStaticFiles(rootDir: string): StaticFiles {
  const files = new Map<string, string>();
  // Run from sources there may be no built dashboard yet; the API works all the same.
  const entries = existsSync(rootDir) ? readdirSync(rootDir, { recursive: true, withFileTypes: true }) : [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(rootDir, path).split(sep).join('/')}`, path);
  }

  return {
    serve(pathname, response) {
      const path = files.get(pathname === '/' ? '/index.html' : pathname);
      if (path === undefined) return false;
      const hashed = pathname.startsWith('/assets/');
      response.writeHead(200, {
        'content-type': MEDIA_TYPES[extname(path)] ?? 'application/octet-stream',
        'content-length': statSync(path).size,
        'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
      // A file that a build has just removed ends this response and nothing else.
      pipeline(createReadStream(path), response, () => {});
      return true;
    },
  };
}
