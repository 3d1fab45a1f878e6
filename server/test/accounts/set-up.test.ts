import { afterEach, beforeEach, expect, test } from 'vitest'
import * as contract from '@throughline/contract/accounts'
import {
  goodPassword,
  type Instance,
  openInstance,
  setUpOwner,
  statusesOf,
  tokenOf,
} from './instance.ts'

let instance: Instance
beforeEach(async () => {
  instance = await openInstance()
})
afterEach(() => instance.close())

const ada = { name: 'Ada Okafor', email: 'ada@north.example', password: goodPassword }

test('the set-up link makes the owner, who is signed in at once', async () => {
  const process = await instance.open()
  const visitor = process.visitor()
  expect((await visitor.get(contract.getMe)).answer()).toEqual({
    account: null,
    firstRun: true,
    sendsMail: false,
  })
  const link = await process.platform.accounts.firstRunLink()
  expect(link).toMatch(/^http:\/\/localhost:4680\/set-up\/[\w-]{43}$/)
  const { account } = (
    await visitor.send(contract.setUp, { token: tokenOf(link), ...ada })
  ).answer()
  expect(account).toMatchObject({ name: 'Ada Okafor', email: 'ada@north.example', owner: true })
  expect((await visitor.get(contract.getMe)).answer()).toMatchObject({ account, firstRun: false })
})

test('the set-up link works once, and none is made once there is an account', async () => {
  const process = await instance.open()
  const link = await process.platform.accounts.firstRunLink()
  const token = tokenOf(link)
  await process.visitor().send(contract.setUp, { token, ...ada })
  const second = await process
    .visitor()
    .send(contract.setUp, { token, ...ada, email: 'eve@north.example' })
  expect(second.status).toBe(409)
  expect(second.problem().code).toBe('set-up-already')
  expect(await process.platform.accounts.firstRunLink()).toBeNull()
  expect(await instance.query('select email from person')).toEqual([{ email: ada.email }])
})

test('of several who use the link at once, one becomes the owner', async () => {
  const process = await instance.open()
  const token = tokenOf(await process.platform.accounts.firstRunLink())
  const replies = await Promise.all(
    ['a', 'b', 'c', 'd'].map((name) =>
      process.visitor().send(contract.setUp, { token, ...ada, email: `${name}@north.example` }),
    ),
  )
  expect(statusesOf(replies)).toEqual([200, 409, 409, 409])
  expect(await instance.query('select count(*)::int as people from person')).toEqual([
    { people: 1 },
  ])
})

test('each start prints a new link and the one before stops working', async () => {
  const process = await instance.open()
  const before = tokenOf(await process.platform.accounts.firstRunLink())
  const after = tokenOf(await process.platform.accounts.firstRunLink())
  const visitor = process.visitor()
  const refused = await visitor.send(contract.setUp, { token: before, ...ada })
  expect(refused.status).toBe(404)
  expect(refused.problem().detail).toContain('each start prints a new one')
  expect((await visitor.send(contract.setUp, { token: after, ...ada })).status).toBe(200)
})

test('nothing that opens a door stands readable in the database', async () => {
  const process = await instance.open()
  const token = tokenOf(await process.platform.accounts.firstRunLink())
  const [row] = await instance.query<{ token_hash: Buffer }>('select * from accounts.set_up_link')
  expect(row?.token_hash.toString('base64url')).not.toBe(token)
  await process.visitor().send(contract.setUp, { token, ...ada })
  const everything = await instance.query<{ line: string }>(
    `select to_jsonb(c)::text as line from accounts.credential c
     union all select to_jsonb(s)::text from step s union all select to_jsonb(a)::text from audit_entry a`,
  )
  expect(everything.length).toBeGreaterThan(1)
  for (const { line } of everything) expect(line).not.toContain(goodPassword)
})

test('set-up is in the audit trail, and neither name nor address is', async () => {
  const process = await instance.open()
  const owner = await setUpOwner(process)
  const { account } = (await owner.get(contract.getMe)).answer()
  const trail = await instance.query(
    'select account_id, action, subject_id, detail from audit_entry',
  )
  expect(trail).toEqual([
    { account_id: account?.id, action: 'set-up', subject_id: account?.id, detail: {} },
  ])
})

test('a weak password is refused with a sentence and nothing is made', async () => {
  const process = await instance.open()
  const token = tokenOf(await process.platform.accounts.firstRunLink())
  const weak = await process.visitor().send(contract.setUp, {
    token,
    ...ada,
    password: 'password12345',
  })
  expect(weak.status).toBe(422)
  expect(weak.problem()).toMatchObject({
    code: 'weak-password',
    fields: [{ path: 'body.password' }],
  })
  expect(weak.problem().detail).toMatch(/^[A-Z].*\.$/)
  expect(await instance.query('select from person')).toEqual([])
  expect((await process.visitor().send(contract.setUp, { token, ...ada })).status).toBe(200)
})

test.each([
  ['name', { name: '  ' }],
  ['email', { email: 'no address' }],
  ['token', { token: 'short' }],
])('a bad %s is refused by name', async (field, change) => {
  const process = await instance.open()
  const token = tokenOf(await process.platform.accounts.firstRunLink())
  const reply = await process.visitor().send(contract.setUp, { token, ...ada, ...change })
  expect(reply.status).toBe(422)
  expect(reply.problem().fields?.map(({ path }) => path)).toEqual([`body.${field}`])
})
