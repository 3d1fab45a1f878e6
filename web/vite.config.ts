import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Where the development server finds the app's own server; the built page is served by it. */
const server = process.env['THROUGHLINE_SERVER'] ?? 'http://localhost:4680'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), preloadFonts(), visitPage()],
  // The content security policy allows no data: URLs but for images, so nothing is inlined.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'visit.html'].map((page) => `${import.meta.dirname}/${page}`),
    },
    // React, React Aria, router and contract make the one chunk that every page needs: 0.7 MB, 0.2 compressed
    chunkSizeWarningLimit: 1_000,
    target: ['chrome125', 'edge125', 'firefox128', 'safari17.5'],
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: server, changeOrigin: false } },
  },
})

/** The fonts of interface and text come with the page, and not after the first words that need them. */
function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((file) =>
            /\/(inter-latin-wght-normal|source-serif-4-latin-wght-(normal|italic))-[^/]*\.woff2$/.test(
              file,
            ),
          )
          .map((file) => ({
            tag: 'link',
            attrs: {
              rel: 'preload',
              href: `/${file}`,
              as: 'font',
              type: 'font/woff2',
              crossorigin: '',
            },
            injectTo: 'head',
          })),
    },
  }
}

/** In development what the server does: pages of people without an account come from a light page of their own. */
function visitPage(): Plugin {
  return {
    name: 'visit-page',
    configureServer({ middlewares }) {
      middlewares.use((request, _response, next) => {
        if (/^\/(join\/|me(\?|$))/.test(request.url ?? '')) request.url = '/visit.html'
        next()
      })
    },
  }
}
