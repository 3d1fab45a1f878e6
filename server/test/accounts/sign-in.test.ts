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
let owner: Visitor
beforeAll(async () => {
  instance = await openInstance()
  process = await instance.open()
  owner = await setUpOwner(process)
})
afterAll(() => instance.close())

const email = 'ada@north.example'
/** A network of its own, so that tests do not use up one another's attempts. */
let networks = 0
const visitor = (from = process) => from.visitor({ address: `203.0.113.${(networks += 1)}` })

test('the right password signs in with a cookie that no script reads and no other site sends', async () => {
  const someone = visitor()
  const { account } = (
    await someone.send(contract.signIn, { email: 'Ada@North.example ', password: goodPassword })
  ).answer()
  expect(account).toMatchObject({ name: 'Ada Okafor', email, owner: true })
  const [cookie = ''] = someone.setCookies
  expect(cookie).toMatch(/^throughline\.session_token=/)
  expect(cookie).toMatch(/; HttpOnly/i)
  expect(cookie).toMatch(/; SameSite=Lax/i)
  expect(cookie).not.toMatch(/; Secure/i)
  expect((await someone.get(contract.getMe)).answer().account).toEqual(account)
})

test('where people come by https the cookie is for https only', async () => {
  const secure = await instance.open({ origin: 'https://study.example' })
  const someone = visitor(secure)
  await someone.send(contract.signIn, { email, password: goodPassword })
  expect(someone.setCookies[0]).toMatch(/; Secure/i)
})

test('a wrong password and an unknown address get the same answer', async () => {
  const someone = visitor()
  const wrong = await someone.send(contract.signIn, { email, password: otherPassword })
  const unknown = await someone.send(contract.signIn, {
    email: 'nobody@north.example',
    password: otherPassword,
  })
  expect(wrong.status).toBe(401)
  expect(wrong.problem().code).toBe('wrong-sign-in')
  expect(unknown.body).toBe(wrong.body)
  expect(someone.cookies.size).toBe(0)
})

test('who tries too often waits, whether or not the address has an account, and others do not', async () => {
  for (const address of [email, 'nobody@north.example']) {
    const someone = visitor()
    const statuses: number[] = []
    for (let attempt = 0; attempt < 9; attempt += 1)
      statuses.push(
        (await someone.send(contract.signIn, { email: address, password: otherPassword })).status,
      )
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 429])
    const refused = await someone.send(contract.signIn, { email: address, password: goodPassword })
    expect(refused.problem().code).toBe('too-many-attempts')
    expect(refused.problem().detail).toMatch(/Wait \d+ minutes/)
  }
  const elsewhere = await visitor().send(contract.signIn, { email, password: goodPassword })
  expect(elsewhere.status).toBe(200)
})

test('another process on the same database goes on counting', async () => {
  const second = await instance.open()
  const address = '198.51.100.7'
  for (let attempt = 0; attempt < 8; attempt += 1)
    await (attempt % 2 ? process : second)
      .visitor({ address })
      .send(contract.signIn, { email, password: otherPassword })
  const refused = await second
    .visitor({ address })
    .send(contract.signIn, { email, password: goodPassword })
  expect(refused.status).toBe(429)
})

test('one network of IPv6 addresses counts as one', async () => {
  const tries = async (address: string) =>
    (
      await process
        .visitor({ address })
        .send(contract.signIn, { email: 'six@north.example', password: otherPassword })
    ).status
  for (let last = 1; last <= 8; last += 1) expect(await tries(`2001:db8::1:0:0:${last}`)).toBe(401)
  expect(await tries('2001:db8:0:0:ffff::9')).toBe(429)
  expect(await tries('2001:db8:0:1::9')).toBe(401)
})

test('a right password after some wrong ones begins a new count', async () => {
  const someone = visitor()
  const attempt = async (password: string) =>
    (await someone.send(contract.signIn, { email, password })).status
  for (let round = 0; round < 3; round += 1) {
    for (let wrong = 0; wrong < 5; wrong += 1) expect(await attempt(otherPassword)).toBe(401)
    expect(await attempt(goodPassword)).toBe(200)
  }
})

test('signing out ends the sign-in and not only the cookie', async () => {
  const someone = visitor()
  await someone.send(contract.signIn, { email, password: goodPassword })
  const kept = new Map(someone.cookies)
  expect((await someone.send(contract.signOut, {})).status).toBe(200)
  expect(someone.cookies.size).toBe(0)
  for (const [name, value] of kept) someone.cookies.set(name, value)
  expect((await someone.get(contract.getMe)).answer().account).toBeNull()
})

test('a cookie that was changed or made up signs nobody in', async () => {
  const someone = visitor()
  await someone.send(contract.signIn, { email, password: goodPassword })
  const [[name, value] = ['', '']] = someone.cookies
  for (const forged of ['x', '', 'a.b', '%', value.slice(1), `${value.split('.')[0]}.AAAA`]) {
    const forger = visitor()
    forger.cookies.set(name, forged)
    expect((await forger.get(contract.getMe)).answer().account).toBeNull()
  }
})

test('a sign-in that was not used for two weeks is over', async () => {
  const someone = visitor()
  await someone.send(contract.signIn, { email, password: goodPassword })
  await instance.query(`update accounts.session set updated_at = now() - interval '15 days'
    where id = (select id from accounts.session order by created_at desc limit 1)`)
  process.platform.accounts.inside.signIns.forget()
  expect((await someone.get(contract.getMe)).answer().account).toBeNull()
  expect((await owner.get(contract.getMe)).answer().account).not.toBeNull()
})

test.each([
  ['short', 'a9$Kq', /12 characters/],
  ['common', 'password12345', /\./],
  ['made of what others know', 'Ada Okafor ada', /\./],
  ['repeated', 'abcabcabcabcabc', /\./],
])('a password that is %s is judged weak with a sentence', async (_why, password, sentence) => {
  const judged = (
    await visitor().send(contract.checkPassword, { password, name: 'Ada Okafor', email })
  ).answer()
  expect(judged.strong).toBe(false)
  expect(judged.score).toBeLessThan(3)
  expect(judged.sentence).toMatch(sentence)
})

test('a long phrase is judged strong, whatever script it is in', async () => {
  for (const password of [goodPassword, otherPassword, 'чотири зелені слони співають'])
    expect((await visitor().send(contract.checkPassword, { password })).answer()).toMatchObject({
      strong: true,
    })
})

test('nothing that somebody typed reaches the log', () => {
  const log = process.lines.join('\n')
  for (const typed of [email, 'nobody@', goodPassword, otherPassword, 'Okafor'])
    expect(log).not.toContain(typed)
})
