import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { logicalStyles } from './ui/logicalStyles.ts';

/** The server fills the placeholders of index.html and hands out everything else as it is. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  css: { postcss: { plugins: [logicalStyles] } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    reportCompressedSize: false,
    // Polaris is one big piece of style and script; nothing here is loaded by shoppers.
    chunkSizeWarningLimit: 1500,
  },
});
