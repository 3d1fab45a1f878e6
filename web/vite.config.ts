import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the development server finds the app's own server; the built page is served by it. */
const server = process.env['THROUGHLINE_SERVER'] ?? 'http://localhost:4680'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The content security policy allows no data: URLs but for images, so nothing is inlined.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // React, React Aria, router and contract make the one chunk that every page needs: 0.7 MB, 0.2 compressed
    chunkSizeWarningLimit: 1_000,
    target: ['chrome125', 'edge125', 'firefox128', 'safari17.5'],
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: server, changeOrigin: false } },
  },
})
