// The renderer's Vite settings: one description for the build (electron-vite) and the dev server (scripts/dev.ts).
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** What both have in common; `#shared/*` is resolved by package.json "imports", which Vite reads by itself. */
export function rendererViteConfig() {
  return {
    root: path('../src/renderer'),
    plugins: [react(), tailwindcss()],
    build: {
      outDir: path('../out/renderer'),
      emptyOutDir: true,
      rolldownOptions: { input: path('../src/renderer/index.html') },
      // Both hosts forbid inline scripts, and fonts and images from data: URLs, by their CSP.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      assetsDir: 'assets',
      // Loaded from this very machine; splitting would cost more round trips than it spares bytes.
      chunkSizeWarningLimit: 2_000,
      sourcemap: false,
      minify: true,
    },
  };
}
