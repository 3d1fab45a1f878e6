import { addCode, addCoding } from '@throughline/contract/coding'
import { problem } from '@throughline/contract/platform'
import { addTheme } from '@throughline/contract/themes'
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestApp, type Person, type TestApp } from '../app.ts'
import { valuesOf } from './arbitraries.ts'

const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  schema: z.unknown(),
})
const operation = z.object({
  operationId: z.string(),
  parameters: z.array(parameter),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) })
    .optional(),
})
const openApi = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operation)),
})

/** Ends the session, or removes what the others stand on: tried elsewhere, each by its own test. */
const endsTheWalk = new Set(['remove-study', 'sign-out', 'remove-member', 'change-password'])
/** Seconds of work each, with tests of their own. */
const slow = new Set([
  'open-example-study',
  'sign-in',
  'set-up',
  'accept-invitation',
  'reset-password',
])
const runs = Number(process.env.THROUGHLINE_FUZZ_RUNS ?? 25)

let product: TestApp
let lead: Person
let study: string
const ids: string[] = []

beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor', { owner: true })
  const made = await product.study(lead)
  study = made.id
  const participant = await made.participant('P001', {
    site: made.sites[0]?.id ?? null,
    year: 1,
    consent: 'yes',
  })
  const transcript = await made.transcript('Every single event is centred around drinking.', {
    participant,
  })
  const [code, coding, theme] = [uuidv7(), uuidv7(), uuidv7()]
  ;(await lead.send(addCode, { id: code, name: 'Events' }, { study })).answer()
  ;(
    await lead.send(addCoding, { id: coding, transcript, code, from: 0, to: 20 }, { study })
  ).answer()
  ;(await lead.send(addTheme, { id: theme, name: 'Exclusion', codes: [code] }, { study })).answer()
  ids.push(
    participant,
    transcript,
    code,
    coding,
    theme,
    ...made.sites.map(({ id }) => id),
    uuidv7(),
  )
})
afterAll(() => product.close())

/** What the router knows, asked of the router itself. */
async function servedRoutes(): Promise<string[]> {
  const routes: string[] = []
  const parts: string[] = []
  for (const row of product.app.printRoutes({ commonPrefix: false }).split('\n')) {
    const found = /^([│\s]*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(row)
    if (!found) continue
    const depth = (found[1]?.length ?? 0) / 4
    parts.splice(depth, parts.length, found[2] ?? '')
    const path = parts.join('').replaceAll(/:(\w+)/g, '{$1}')
    for (const method of found[3]?.split(', ') ?? [])
      if (method !== 'HEAD' && path.startsWith('/api/')) routes.push(`${method} ${path}`)
  }
  return routes
}

async function document() {
  const reply = await product.app.inject({ method: 'GET', url: '/api/openapi.json' })
  return openApi.parse(reply.json())
}

describe('the OpenAPI document', () => {
  test('is 3.1 and describes every route that the server answers under /api', async () => {
    const { openapi, paths } = await document()
    expect(openapi).toBe('3.1.0')
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const served = (await servedRoutes()).filter((route) => !/openapi\.json|\/events$/.test(route))
    expect(served.length).toBeGreaterThan(20)
    expect(described.toSorted()).toEqual(served.toSorted())
  })
})

describe('requests made up from the document', () => {
  test(`never meet a fault, and what is refused is refused as a problem with a sentence (${runs} of each)`, async () => {
    const { paths } = await document()
    const faults: string[] = []
    for (const [path, methods] of Object.entries(paths))
      for (const [method, op] of Object.entries(methods)) {
        if (endsTheWalk.has(op.operationId) || slow.has(op.operationId)) continue
        const cookie = [...lead.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        await fc.assert(
          fc.asyncProperty(requestsFor(op), async (made) => {
            const url = fill(path, op, made)
            const reply = await product.app.inject({
              method: method === 'get' ? 'GET' : 'POST',
              url,
              headers: { cookie, ...made.headers },
              ...(made.payload === undefined ? {} : { payload: made.payload }),
            })
            if (reply.statusCode >= 500)
              faults.push(
                `${op.operationId} ${url} ${made.payload?.toString() ?? ''} → ${reply.statusCode}`,
              )
            expect(
              reply.statusCode,
              `${op.operationId} ${url} ${made.payload?.toString() ?? ''} ${reply.body.slice(0, 300)}`,
            ).toBeLessThan(500)
            if (reply.statusCode >= 400) {
              const refused = problem.parse(reply.json())
              expect(refused.detail).toMatch(/\S.{8,}/)
            }
          }),
          { numRuns: runs, endOnFailure: true },
        )
      }
    expect(faults).toEqual([])
  }, 300_000)
})

interface Made {
  path: Record<string, unknown>
  query: Record<string, unknown>
  headers: Record<string, string>
  payload: string | Buffer | undefined
}

function requestsFor(op: z.infer<typeof operation>): fc.Arbitrary<Made> {
  const part = (place: string, odd: number) =>
    fc.record(
      Object.fromEntries(
        op.parameters
          .filter((one) => one.in === place)
          .map((one) => [
            one.name,
            one.name === 'study'
              ? fc.oneof(
                  { arbitrary: fc.constant(study), weight: 9 },
                  { arbitrary: fc.uuid(), weight: 1 },
                )
              : valuesOf(one.schema, ids, odd),
          ]),
      ),
    )
  const content = op.requestBody?.content
  const json = content?.['application/json']
  const body: fc.Arbitrary<Pick<Made, 'payload' | 'headers'>> = json
    ? valuesOf(json.schema, ids).map((value) => ({
        payload: JSON.stringify(value),
        headers: { 'content-type': 'application/json' },
      }))
    : content
      ? fc.uint8Array({ maxLength: 400 }).map((bytes) => ({
          payload: Buffer.from(bytes),
          headers: { 'content-type': 'application/octet-stream' },
        }))
      : fc.constant({ payload: undefined, headers: {} })
  return fc
    .record({ path: part('path', 0.1), query: part('query', 0.15), key: fc.uuid(), body })
    .map(({ path, query, key, body: { payload, headers } }) => ({
      path,
      query,
      payload,
      headers: content ? { ...headers, 'idempotency-key': key } : headers,
    }))
}

function fill(path: string, op: z.infer<typeof operation>, made: Made): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encode(made.path[name]) || 'x')
  const search = op.parameters
    .filter((one) => one.in === 'query')
    .map(({ name }) => `${encodeURIComponent(name)}=${encode(made.query[name])}`)
  return search.length > 0 ? `${filled}?${search.join('&')}` : filled
}

function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '')
  return encodeURIComponent(text.toWellFormed()).slice(0, 3_000).replace(/%.?$/, '')
}
