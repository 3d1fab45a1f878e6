/// <reference types="node" />
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { createServer } from 'vite'

/**
 * The path of an installed Chromium: the environment's CHROMIUM, else the first on the PATH. Throws
 * with a sentence on what to do if there is none.
 */
export function chromiumPath(): string {
  const named = process.env['CHROMIUM']
  if (named) return named
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram)
  if (found) return found
  throw new Error('No Chromium was found. Install it, or set CHROMIUM to the path of its program.')
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A headless Chromium that asks nothing of the network. Close it when done. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Serve the pages of `root` (the web workspace by default) by Vite on a free port of this machine. */
export async function serveWeb(
  root = join(import.meta.dirname, '..'),
): Promise<{ url: string; close(): Promise<void> }> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'mpa',
    // A page that reloads in the middle of a test, because a file was saved, would fail it.
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: false },
  })
  await server.listen()
  const url = server.resolvedUrls?.local[0]
  if (!url) throw new Error('Vite serves the pages under no address')
  return { url, close: () => server.close() }
}
