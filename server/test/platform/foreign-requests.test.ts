import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeStudy } from '@throughline/contract/study'
import { commandPath } from '@throughline/contract/endpoint'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'

// What a page of another site can make a browser send with somebody's cookie: docs/decisions/origins-instead-of-csrf-tokens.md.

const own = 'http://localhost:4680'
let product: TestApp
let lead: Person
let study: TestStudy
beforeAll(async () => {
  product = await openTestApp()
  lead = await product.person('Ada Okafor')
  study = await product.study(lead, { title: 'Before' })
})
afterAll(() => product.close())

/** A change of the study's title, with the lead's cookie, sent as the headers say. */
async function change(headers: Record<string, string>, payload?: string) {
  const body = { title: 'After', aims: '', paradigm: '', approach: '' }
  const reply = await product.app.inject({
    method: 'POST',
    url: commandPath(changeStudy).replace(':study', study.id),
    headers: {
      host: 'localhost:4680',
      cookie: [...lead.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...headers,
    },
    payload: payload ?? JSON.stringify(body),
  })
  const [row] = await product.query<{ title: string }>(
    'select title from study where study_id = $1',
    [study.id],
  )
  return { status: reply.statusCode, code: reply.json().code, title: row?.title }
}

describe('a write that another site causes', () => {
  test.each([
    ['names its origin', { origin: 'https://elsewhere.example' }],
    ['hides its origin', { origin: 'null' }],
    ['comes from the same machine, at another port', { origin: 'http://localhost:9999' }],
    ['is marked by the browser', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused when it %s', async (_, headers) => {
    expect(await change(headers)).toEqual({
      status: 403,
      code: 'foreign-origin',
      title: 'Before',
    })
  })

  test.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'])(
    'is refused as %s, which is all that a form can send',
    async (type) => {
      const refused = await change({ 'content-type': type }, 'title=After')
      expect(refused.status).toBeGreaterThanOrEqual(400)
      expect(refused.status).toBeLessThan(500)
      expect(refused.title).toBe('Before')
    },
  )

  test('is refused without the header that no form can send', async () => {
    expect(await change({ 'idempotency-key': '' })).toEqual({
      status: 400,
      code: 'no-idempotency-key',
      title: 'Before',
    })
  })

  test('gets no leave to send headers of its own', async () => {
    const asked = await product.app.inject({
      method: 'OPTIONS',
      url: commandPath(changeStudy).replace(':study', study.id),
      headers: {
        origin: 'https://elsewhere.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'idempotency-key',
      },
    })
    expect(asked.headers).not.toHaveProperty('access-control-allow-origin')
    expect(asked.headers).not.toHaveProperty('access-control-allow-headers')
  })
})

test('a write from the app’s own page is done', async () => {
  expect(await change({ origin: own, 'sec-fetch-site': 'same-origin' })).toMatchObject({
    status: 200,
    title: 'After',
  })
})
