import { afterAll, beforeAll, expect, test } from 'vitest'
import * as contract from '@throughline/contract/accounts'
import {
  goodPassword,
  type Instance,
  openInstance,
  otherPassword,
  type Process,
  setUpOwner,
  type Visitor,
} from './instance.ts'

let instance: Instance
let process: Process
let laptop: Visitor
beforeAll(async () => {
  instance = await openInstance()
  process = await instance.open()
  laptop = await setUpOwner(process)
})
afterAll(() => instance.close())

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'
const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0'

async function signedIn(userAgent: string, password = goodPassword): Promise<Visitor> {
  const visitor = process.visitor({ userAgent })
  ;(await visitor.send(contract.signIn, { email: 'ada@north.example', password })).answer()
  return visitor
}

const isIn = async (visitor: Visitor) =>
  (await visitor.get(contract.getMe)).answer().account !== null
const mine = async (visitor: Visitor) =>
  (await visitor.get(contract.listMySignIns)).answer().signIns

test('sign-ins are listed with their device, and the present one is marked', async () => {
  const phone = await signedIn(iphone)
  const listed = await mine(phone)
  expect(listed.map(({ device, current }) => ({ device, current }))).toEqual([
    { device: 'Safari on iPhone', current: true },
    { device: 'Firefox on Linux', current: false },
  ])
  for (const { since, lastSeen } of listed) expect(lastSeen >= since).toBe(true)
})

test('a sign-in that is revoked is out at its next request', async () => {
  const stolen = await signedIn(edge)
  expect(await isIn(stolen)).toBe(true)
  const [found] = (await mine(laptop)).filter(({ device }) => device === 'Edge on Windows')
  expect((await laptop.send(contract.revokeSignIn, { signIn: found?.id ?? '' })).status).toBe(200)
  expect(await isIn(stolen)).toBe(false)
  expect(await isIn(laptop)).toBe(true)
  expect((await stolen.get(contract.listMySignIns)).status).toBe(401)
})

test('another process lets a revoked sign-in in for no longer than a second', async () => {
  const second = await instance.open()
  const there = second.visitor({ userAgent: edge })
  await there.send(contract.signIn, { email: 'ada@north.example', password: goodPassword })
  expect(await isIn(there)).toBe(true)
  const [found] = (await mine(laptop)).filter(({ device }) => device === 'Edge on Windows')
  await laptop.send(contract.revokeSignIn, { signIn: found?.id ?? '' })
  await expect.poll(() => isIn(there), { timeout: 5_000 }).toBe(false)
})

test('all others are revoked at once, and the present one stays', async () => {
  const others = [await signedIn(iphone), await signedIn(edge)]
  const listed = await mine(laptop)
  const { ended } = (await laptop.send(contract.revokeOtherSignIns, {})).answer()
  expect(ended).toBe(listed.length - 1)
  expect(await Promise.all(others.map(isIn))).toEqual([false, false])
  expect(await mine(laptop)).toMatchObject([{ current: true }])
})

test('nobody can revoke the sign-in of somebody else', async () => {
  const [ada] = await mine(laptop)
  await instance.query(
    `select accounts.open_account('eve', 'Eve', 'eve@south.example', false,
      (select password from accounts.credential limit 1))`,
  )
  const eve = process.visitor()
  await eve.send(contract.signIn, { email: 'eve@south.example', password: goodPassword })
  await eve.send(contract.revokeSignIn, { signIn: ada?.id ?? '' })
  expect(await isIn(laptop)).toBe(true)
  expect(await mine(eve)).toMatchObject([{ current: true }])
})

test('the app’s own role sees neither sign-ins nor credentials, and cannot call what makes accounts', async () => {
  const { pool } = process.platform.database
  for (const forbidden of [
    'select * from accounts.session',
    'select * from accounts.credential',
    'select * from accounts.secret',
    `select accounts.open_account('x', 'x', 'x', true, 'x')`,
    `select accounts.keep_reset_link('x', 'eve', '1 day')`,
  ])
    await expect(pool.query(forbidden)).rejects.toThrow('permission denied for schema accounts')
  const { rows } = await pool.query('select * from my_sign_ins()')
  expect(rows).toEqual([])
  expect((await pool.query('select * from list_accounts()')).rows).toEqual([])
})

test('a new password needs the present one and ends all other sign-ins', async () => {
  const phone = await signedIn(iphone)
  const wrong = await laptop.send(contract.changePassword, {
    current: 'not the present one',
    password: otherPassword,
  })
  expect(wrong.status).toBe(422)
  expect(wrong.problem().fields?.[0]?.path).toBe('body.current')
  expect(await isIn(phone)).toBe(true)

  const weak = await laptop.send(contract.changePassword, {
    current: goodPassword,
    password: 'ada okafor 1',
  })
  expect(weak.problem().code).toBe('weak-password')

  const changed = await laptop.send(contract.changePassword, {
    current: goodPassword,
    password: otherPassword,
  })
  expect(changed.status).toBe(200)
  expect(await isIn(phone)).toBe(false)
  expect(await isIn(laptop)).toBe(true)
  expect(await mine(laptop)).toMatchObject([{ current: true, device: 'Firefox on Linux' }])
  await signedIn(iphone, otherPassword)
  await expect(signedIn(iphone, goodPassword)).rejects.toThrow('wrong-sign-in')
})

test('what changed sign-ins is in the audit trail', async () => {
  const actions = await instance.query<{ action: string }>(
    'select distinct action from audit_entry order by action',
  )
  expect(actions.map(({ action }) => action)).toEqual([
    'change-password',
    'revoke-other-sign-ins',
    'revoke-sign-in',
    'set-up',
  ])
})

test('these pages need a sign-in', async () => {
  const stranger = process.visitor()
  const replies = [
    await stranger.get(contract.listMySignIns),
    await stranger.get(contract.listAccounts),
    await stranger.get(contract.getOutbox),
    await stranger.send(contract.revokeSignIn, { signIn: 'x' }),
    await stranger.send(contract.revokeOtherSignIns, {}),
    await stranger.send(contract.changePassword, { current: 'x', password: otherPassword }),
    await stranger.send(contract.makeResetLink, { account: 'x' }),
  ]
  expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 401))
})
