// Builds the gallery of components (gallery/) as the renderer is built, and serves it on loopback.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { rendererViteConfig } from '../../scripts/renderer-vite-config.ts';

export interface Gallery {
  url: string;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('gallery', import.meta.url));

/** Built and not served as it is: a page that Vite reloads once it has found another package is no ground for a test. */
export async function serveGallery(): Promise<Gallery> {
  const outDir = mkdtempSync(join(tmpdir(), 'hookline-gallery-'));
  const renderer = rendererViteConfig();
  const config = {
    ...renderer,
    root,
    configFile: false as const,
    logLevel: 'warn' as const,
    build: {
      ...renderer.build,
      target: 'es2024',
      outDir,
      rolldownOptions: { input: join(root, 'index.html') },
      minify: false,
    },
  };
  await build(config);
  const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0 } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The gallery is not served anywhere.');
  return {
    url,
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
