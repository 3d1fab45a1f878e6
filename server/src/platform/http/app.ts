import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'
import { resolve } from 'node:path'
import { undoEndpoints } from '../commands/undo.ts'
import { liveRoute } from '../events/live.ts'
import type { Platform } from '../platform.ts'
import type { Refusal } from '../room.ts'
import type { BoundEndpoint, RecordedUseCase } from './endpoints.ts'
import { openApiDocument } from './openapi.ts'
import { problemOf } from './problem-of.ts'

/** Everything that is served under one origin: the API, its description, the health pages and the web app. */
export async function createApp(
  platform: Platform,
  endpoints: readonly BoundEndpoint[],
  refusals: Readonly<Record<string, Refusal>> = {},
): Promise<FastifyInstance> {
  const { settings } = platform
  const app = Fastify({
    logger:
      settings.logLevel === 'silent'
        ? false
        : {
            level: settings.logLevel,
            // Paths hold ids only in places that we name ourselves; searches may hold what somebody typed.
            serializers: {
              req: (request) => ({
                method: request.method,
                route: request.routeOptions?.url ?? 'unknown',
              }),
              err: (error) => ({
                type: error.name,
                message: '',
                stack: withoutMessage(error),
                code: error.code,
              }),
            },
          },
    // What the router itself refuses (a malformed path, a part that is too long) is a problem like any other.
    frameworkErrors: (error, _request, reply) => {
      const problem = problemOf(error)
      reply.hijack()
      reply.raw.writeHead(problem.status, { 'content-type': 'application/problem+json' })
      reply.raw.end(JSON.stringify(problem))
    },
    bodyLimit: 2 * 1024 * 1024,
    trustProxy: 'loopback',
    forceCloseConnections: true,
  })

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: settings.origin.startsWith('https:'),
    referrerPolicy: { policy: 'no-referrer' },
  })
  await app.register(rateLimit, {
    max: settings.requestsPerMinute,
    timeWindow: '1 minute',
    allowList: (request) => !request.url.startsWith('/api/'),
    errorResponseBuilder: () => ({
      statusCode: 429,
      code: 'too-many-requests',
      message: 'Too many requests in one minute. Nothing is lost: wait a moment and try again.',
    }),
  })

  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  )
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, refusals)
    if (problem.status >= 500) request.log.error({ err: error }, 'a request failed')
    return reply
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problem))
  })
  app.addHook('onRequest', async (request) => refuseForeignOrigin(settings.origin, request))

  app.get('/healthz', { logLevel: 'silent' }, async () => ({ status: 'alive' }))
  app.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    const ready = await platform.database.pool.query('select 1').then(
      () => true,
      () => false,
    )
    return reply
      .status(ready ? 200 : 503)
      .send({ status: ready ? 'ready' : 'the database does not answer' })
  })

  const useCases = new Map<string, RecordedUseCase>()
  for (const { useCase } of endpoints) if (useCase) useCases.set(useCase.name, useCase)
  const all = [...endpoints, ...undoEndpoints(useCases)]
  for (const endpoint of all) endpoint.mount(app, platform)
  liveRoute(app, platform)
  const document = openApiDocument(all.map(({ endpoint }) => endpoint))
  app.get('/api/openapi.json', async () => document)

  await serveWebApp(app, settings.webRoot)
  return app
}

/** The pages of people who come by a link: light, and without anything of the team's app. */
const isVisitPage = /^\/(join\/|me(\?|$))/

async function serveWebApp(app: FastifyInstance, webRoot: string | null): Promise<void> {
  const noPage = {
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    code: 'not-found',
    detail: 'There is nothing at this address.',
  }
  if (webRoot !== null)
    await app.register(fastifyStatic, {
      root: resolve(webRoot),
      setHeaders: (reply, path) => {
        reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
  app.setNotFoundHandler((request, reply) => {
    const page =
      request.method === 'GET' && !request.url.startsWith('/api/') && !/\.\w+$/.test(request.url)
    if (webRoot !== null && page)
      return reply
        .header('cache-control', 'no-cache')
        .sendFile(isVisitPage.test(request.url) ? 'visit.html' : 'index.html')
    return reply.status(404).type('application/problem+json').send(JSON.stringify(noPage))
  })
}

/** Browsers name the origin of a writing request; one that another site caused is refused whatever cookie it carries. */
async function refuseForeignOrigin(
  origin: string,
  request: {
    method: string
    headers: { origin?: string; host?: string; 'sec-fetch-site'?: string | string[] }
  },
): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const from = request.headers.origin
  const site = request.headers['sec-fetch-site']
  const foreign =
    (from !== undefined && from !== origin && URL.parse(from)?.host !== request.headers.host) ||
    site === 'cross-site'
  if (foreign) throw Object.assign(new Error(), { statusCode: 403, code: 'foreign-origin' })
}

function withoutMessage(error: { stack?: string }): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((frame) => frame.trimStart().startsWith('at '))
    .join('\n')
}
