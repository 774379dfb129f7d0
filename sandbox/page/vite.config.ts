import { defineConfig } from 'vite';

/** Own assets only, nothing inlined: the page is served under a content security policy that allows files of its own. */
export default defineConfig({
  base: './',
  envDir: false,
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1200, reportCompressedSize: false },
});
