import { afterAll, beforeAll, expect, test } from 'vitest'
import * as contract from '@throughline/contract/accounts'
import {
  goodPassword,
  type Instance,
  openInstance,
  otherPassword,
  type Process,
  setUpOwner,
  statusesOf,
  tokenOf,
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

let people = 0
/** Somebody who can sign in with the good password. */
async function person(): Promise<{ id: string; email: string; visitor: Visitor }> {
  const id = `person-${(people += 1)}`
  const email = `${id}@south.example`
  await instance.query(
    `select accounts.open_account($1, 'Bo Kim', $2, false,
      (select password from accounts.credential order by created_at limit 1))`,
    [id, email],
  )
  const visitor = process.visitor({ address: `203.0.113.${people}` })
  ;(await visitor.send(contract.signIn, { email, password: goodPassword })).answer()
  return { id, email, visitor }
}

const linkFor = async (account: string) =>
  tokenOf((await owner.send(contract.makeResetLink, { account })).answer().link)

test('an owner’s link gives a new password once, and ends every sign-in made with the old one', async () => {
  const { id, email, visitor } = await person()
  const made = (await owner.send(contract.makeResetLink, { account: id })).answer()
  expect(made.link).toMatch(/^http:\/\/localhost:4680\/reset\/[\w-]{43}$/)
  const token = tokenOf(made.link)
  const browser = process.visitor({ address: '198.51.100.1' })
  expect((await browser.get(contract.getResetLink, { token })).answer()).toEqual({
    name: 'Bo Kim',
    email,
  })
  const reset = await browser.send(contract.resetPassword, { token, password: otherPassword })
  expect(reset.answer().account).toMatchObject({ id, email })
  expect((await browser.get(contract.getMe)).answer().account?.id).toBe(id)
  expect((await visitor.get(contract.getMe)).answer().account).toBeNull()

  const again = await browser.send(contract.resetPassword, { token, password: goodPassword })
  expect(again.status).toBe(404)
  expect(again.problem().detail).toContain('works once')
  expect((await browser.get(contract.getResetLink, { token })).status).toBe(404)
  const old = await visitor.send(contract.signIn, { email, password: goodPassword })
  expect(old.status).toBe(401)
})

test('of several who use a link at once, one sets the password', async () => {
  const { id } = await person()
  const token = await linkFor(id)
  const passwords = [otherPassword, `${otherPassword} two`, `${otherPassword} three`]
  const replies = await Promise.all(
    passwords.map((password) =>
      process.visitor().send(contract.resetPassword, { token, password }),
    ),
  )
  expect(statusesOf(replies)).toEqual([200, 404, 404])
})

test('a weak password is refused and the link still works', async () => {
  const { id, email } = await person()
  const token = await linkFor(id)
  const weak = await process.visitor().send(contract.resetPassword, { token, password: email })
  expect(weak.problem().code).toBe('weak-password')
  const strong = await process
    .visitor()
    .send(contract.resetPassword, { token, password: otherPassword })
  expect(strong.status).toBe(200)
})

test('a link that has run out, or was made up, does not work', async () => {
  const { id } = await person()
  const token = await linkFor(id)
  await instance.query(`update accounts.verification set expires_at = now() - interval '1 second'`)
  for (const tried of [token, 'x'.repeat(43)]) {
    expect((await process.visitor().get(contract.getResetLink, { token: tried })).status).toBe(404)
    const reset = await process
      .visitor()
      .send(contract.resetPassword, { token: tried, password: otherPassword })
    expect(reset.status).toBe(404)
  }
})

test('the database does not hold the link, nor anything from which it follows', async () => {
  const { id } = await person()
  const token = await linkFor(id)
  const kept = await instance.query<{ line: string }>(
    `select to_jsonb(v)::text as line from accounts.verification v
     union all select to_jsonb(s)::text from step s union all select to_jsonb(a)::text from audit_entry a`,
  )
  expect(kept.length).toBeGreaterThan(1)
  for (const { line } of kept) expect(line).not.toContain(token)
  const [row] = await instance.query<{ identifier: string }>(
    'select identifier from accounts.verification where value = $1',
    [id],
  )
  const guess = await process.visitor().send(contract.resetPassword, {
    token: row?.identifier ?? '',
    password: otherPassword,
  })
  expect(guess.status).toBe(404)
})

test('only an owner makes links, and only for accounts that exist', async () => {
  const { id, visitor } = await person()
  expect((await visitor.send(contract.makeResetLink, { account: id })).status).toBe(403)
  const unknown = await owner.send(contract.makeResetLink, { account: 'nobody' })
  expect(unknown.status).toBe(404)
  const trail = await instance.query(
    `select subject_id from audit_entry where action = 'make-reset-link' and subject_id = $1`,
    [id],
  )
  expect(trail).toEqual([])
  await linkFor(id)
  expect(
    await instance.query(
      `select subject_id from audit_entry where action = 'make-reset-link' and subject_id = $1`,
      [id],
    ),
  ).toHaveLength(1)
})

test('asking for a reset is answered alike for everybody, and only an account gets a message', async () => {
  const { email } = await person()
  const asking = process.visitor({ address: '198.51.100.2' })
  const known = await asking.send(contract.askForReset, { email })
  const unknown = await asking.send(contract.askForReset, { email: 'nobody@south.example' })
  expect([known.status, known.body]).toEqual([200, '{}'])
  expect([unknown.status, unknown.body]).toEqual([known.status, known.body])

  const { messages, sendsMail } = (await owner.get(contract.getOutbox)).answer()
  expect(sendsMail).toBe(false)
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatchObject({ to: email, state: 'by hand' })
  const token = /\/reset\/([\w-]+)/.exec(messages[0]?.text ?? '')?.[1] ?? ''
  const reset = await asking.send(contract.resetPassword, { token, password: otherPassword })
  expect(reset.status).toBe(200)
})

test('nobody is flooded with messages', async () => {
  for (const email of [(await person()).email, 'no-such-person@south.example']) {
    const statuses: number[] = []
    for (let attempt = 1; attempt <= 4; attempt += 1)
      statuses.push(
        (
          await process
            .visitor({ address: `198.51.100.${100 + attempt}` })
            .send(contract.askForReset, { email })
        ).status,
      )
    expect(statuses).toEqual([200, 200, 200, 429])
  }
})

test('the operator’s shell gets a link for an address, and none for an unknown one', async () => {
  const { email } = await person()
  const link = await process.platform.accounts.resetLinkFor(` ${email.toUpperCase()}`)
  const reset = await process
    .visitor()
    .send(contract.resetPassword, { token: tokenOf(link), password: otherPassword })
  expect(reset.status).toBe(200)
  expect(await process.platform.accounts.resetLinkFor('nobody@south.example')).toBeNull()
})
