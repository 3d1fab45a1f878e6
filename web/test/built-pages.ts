import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

/** What the product's server sends with every page (DESIGN.md, Trust): no inline script, no inline style. */
export const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-ancestors 'none'"

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const web = join(import.meta.dirname, '..')

export interface Built {
  folder: string
  remove(): Promise<void>
}

/** Builds a page as the product is built. `page` is an HTML file inside the web workspace. */
export async function buildPage(page: string): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-page-'))
  // the tests' own NODE_ENV would have the libraries built for tests
  const environment = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  await build({
    root: web,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(web, page) },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2_000,
    },
  }).finally(() => {
    process.env['NODE_ENV'] = environment
  })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

export type Api = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** A server of a built page and of an API that the test provides; it can be stopped dead and started again on its port. */
export class PageServer {
  readonly #built: Built
  readonly #page: string
  readonly #api: Api
  #server: Server | null = null
  #port = 0

  constructor(built: Built, page: string, api: Api) {
    this.#built = built
    this.#page = page
    this.#api = api
  }

  get url(): string {
    return `http://localhost:${this.#port}`
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined)
      })
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, '127.0.0.1', resolve)
    })
    const address = server.address()
    if (address !== null && typeof address === 'object') this.#port = address.port
    this.#server = server
  }

  /** Stops at once, as a killed server does: open connections are cut. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (!server) return
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.url)
    if (pathname.startsWith('/api/')) return this.#api(request, response)
    response.setHeader('content-security-policy', policy)
    const extension = extname(pathname)
    const path = extension === '' ? this.#page : normalize(pathname)
    try {
      const content = await readFile(join(this.#built.folder, path))
      response.setHeader('content-type', mediaTypes[extname(path)] ?? 'application/octet-stream')
      response.end(content)
    } catch {
      response.writeHead(404).end()
    }
  }
}

export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? null : JSON.parse(text)
}

export function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  detail: string,
): void {
  response
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ type: 'about:blank', title: code, status, code, detail }))
}
