import { afterAll, beforeAll, expect, test } from 'vitest'
import * as contract from '@throughline/contract/accounts'
import {
  foundStudy,
  goodPassword,
  type Instance,
  invitationsOf,
  invite,
  openInstance,
  otherPassword,
  type Process,
  setUpOwner,
  statusesOf,
  type Visitor,
  withdraw,
} from './instance.ts'

let instance: Instance
let process: Process
let lead: Visitor
let study: string
beforeAll(async () => {
  instance = await openInstance()
  process = await instance.open()
  lead = await setUpOwner(process)
  study = await foundStudy(instance, 'ada@north.example')
})
afterAll(() => instance.close())

const newAccount = { name: 'Bo Kim', password: otherPassword }
const membersOf = (address: string, of = study) =>
  instance.query(
    `select role, initials, left_at from member join person on id = account_id
     where email = $1 and study_id = $2`,
    [address, of],
  )

async function accountOf(email: string): Promise<Visitor> {
  const { token } = await invite(process, lead, study, email)
  const visitor = process.visitor()
  ;(await visitor.send(contract.acceptInvitation, { token, newAccount })).answer()
  return visitor
}

test('whoever holds the link sees to what it invites', async () => {
  const { token, link } = await invite(process, lead, study, 'Shown@South.example')
  expect(link).toBe(`http://localhost:4680/invitation/${token}`)
  const shown = (await process.visitor().get(contract.getInvitation, { token })).answer()
  expect(shown).toMatchObject({
    state: 'open',
    study: 'Belonging in the first year',
    role: 'researcher',
    email: 'shown@south.example',
    invitedBy: 'Ada Okafor',
    hasAccount: false,
  })
  const days = (Date.parse(shown.expiresAt) - Date.now()) / (24 * 3600_000)
  expect(Math.round(days)).toBe(14)
})

test('somebody new makes an account for the invited address, is a member and signed in', async () => {
  const { token } = await invite(process, lead, study, 'bo@south.example')
  const bo = process.visitor()
  const accepted = (await bo.send(contract.acceptInvitation, { token, newAccount })).answer()
  expect(accepted).toMatchObject({
    study,
    account: { name: 'Bo Kim', email: 'bo@south.example', owner: false },
  })
  expect((await bo.get(contract.getMe)).answer().account).toEqual(accepted.account)
  expect(await membersOf('bo@south.example')).toEqual([
    { role: 'researcher', initials: 'BK', left_at: null },
  ])
  const trail = await instance.query<{ action: string }>(
    'select action from audit_entry where account_id = $1 order by id',
    [accepted.account.id],
  )
  expect(trail.map(({ action }) => action)).toEqual(['open-account', 'accept-invitation'])
  const events = await instance.query('select study_id, data from event where account_id = $1', [
    accepted.account.id,
  ])
  expect(events).toEqual([{ study_id: study, data: { account: accepted.account.id } }])
})

test('who is signed in joins with that account', async () => {
  const carol = await accountOf('carol@south.example')
  const second = await foundStudy(instance, 'ada@north.example')
  const { token } = await invite(process, lead, second, 'carol@south.example')
  expect((await carol.get(contract.getInvitation, { token })).answer().hasAccount).toBe(true)
  const accepted = (await carol.send(contract.acceptInvitation, { token })).answer()
  expect(accepted).toMatchObject({ study: second, account: { email: 'carol@south.example' } })
  expect(await membersOf('carol@south.example', second)).toHaveLength(1)
  expect(
    await instance.query(`select from person where email = 'carol@south.example'`),
  ).toHaveLength(1)
})

test('an invitation is accepted once', async () => {
  const { token } = await invite(process, lead, study, 'once@south.example')
  await process.visitor().send(contract.acceptInvitation, { token, newAccount })
  for (const visitor of [process.visitor(), await accountOf('other@south.example')]) {
    const body = visitor.cookies.size > 0 ? { token } : { token, newAccount }
    const again = await visitor.send(contract.acceptInvitation, body)
    expect(again.status).toBe(410)
    expect(again.problem().code).toBe('invitation-used')
  }
  expect(await membersOf('other@south.example')).toHaveLength(1)
})

test('of several who accept at once, one becomes a member', async () => {
  const { token } = await invite(process, lead, study, 'race@south.example')
  const before = await instance.query('select from member')
  const replies = await Promise.all(
    Array.from({ length: 4 }, () =>
      process.visitor().send(contract.acceptInvitation, { token, newAccount }),
    ),
  )
  expect(statusesOf(replies)).toEqual([200, 410, 410, 410])
  expect(await instance.query('select from member')).toHaveLength(before.length + 1)
})

test('an expired invitation, one taken back and an unknown one say so, and make nothing', async () => {
  const expired = await invite(process, lead, study, 'late@south.example')
  await instance.query(
    `update invitation set expires_at = now() - interval '1 second' where id = $1`,
    [expired.id],
  )
  const withdrawn = await invite(process, lead, study, 'late@south.example')
  expect(await withdraw(process, lead, study, withdrawn.id)).toBe(true)
  expect(await withdraw(process, lead, study, withdrawn.id)).toBe(false)
  const answers = [
    [expired.token, 410, 'invitation-expired'],
    [withdrawn.token, 410, 'invitation-withdrawn'],
    ['x'.repeat(43), 404, 'not-found'],
  ] as const
  for (const [token, status, code] of answers) {
    const refused = await process.visitor().send(contract.acceptInvitation, { token, newAccount })
    expect([refused.status, refused.problem().code]).toEqual([status, code])
  }
  expect(await instance.query(`select from person where email = 'late@south.example'`)).toEqual([])
})

test('an address that has an account signs in instead of making a second one', async () => {
  await accountOf('dan@south.example')
  const second = await foundStudy(instance, 'ada@north.example')
  const { token } = await invite(process, lead, second, 'DAN@south.example')
  const refused = await process.visitor().send(contract.acceptInvitation, { token, newAccount })
  expect(refused.status).toBe(409)
  expect(refused.problem().code).toBe('has-account')
})

test('without an account and without a sign-in nobody joins', async () => {
  const { token } = await invite(process, lead, study, 'nobody@south.example')
  expect((await process.visitor().send(contract.acceptInvitation, { token })).status).toBe(401)
  const both = await lead.send(contract.acceptInvitation, { token, newAccount })
  expect(both.problem().code).toBe('signed-in-already')
})

test('who is a member already keeps the invitation unused; who left comes back', async () => {
  const eve = await accountOf('eve@south.example')
  const { token } = await invite(process, lead, study, 'eve@south.example')
  const again = await eve.send(contract.acceptInvitation, { token })
  expect(again.problem().code).toBe('member-already')
  await instance.query(
    `update member set left_at = now() from person where id = account_id and email = 'eve@south.example'`,
  )
  expect((await eve.send(contract.acceptInvitation, { token })).status).toBe(200)
  expect(await membersOf('eve@south.example')).toMatchObject([{ left_at: null }])
})

test('a weak password makes neither account nor member', async () => {
  const { token } = await invite(process, lead, study, 'weak@south.example')
  const refused = await process.visitor().send(contract.acceptInvitation, {
    token,
    newAccount: { name: 'W', password: 'weak@south.example' },
  })
  expect(refused.problem().code).toBe('weak-password')
  expect(await membersOf('weak@south.example')).toEqual([])
})

test('who manages members sees every invitation, and the link of those that are open', async () => {
  const second = await foundStudy(instance, 'ada@north.example')
  const open = await invite(process, lead, second, 'open@south.example')
  const taken = await invite(process, lead, second, 'taken@south.example')
  await withdraw(process, lead, second, taken.id)
  expect(await invitationsOf(process, lead, second)).toMatchObject([
    { id: taken.id, state: 'withdrawn', link: null },
    { id: open.id, state: 'open', email: 'open@south.example', link: open.link },
  ])
})

test('a member who may not manage members neither sees nor makes invitations', async () => {
  await instance.query(
    `insert into permission values ('researcher', 'code') on conflict do nothing`,
  )
  const fay = await accountOf('fay@south.example')
  expect(await invitationsOf(process, fay, study)).toEqual([])
  await expect(invite(process, fay, study, 'friend@south.example')).rejects.toMatchObject({
    code: '42501',
  })
})

test('nobody learns the address of somebody in no study of theirs', async () => {
  const grace = await accountOf('grace@south.example')
  const stranger = await foundStudy(instance, 'ada@north.example')
  const { token } = await invite(process, lead, stranger, 'hidden@west.example')
  await process.visitor().send(contract.acceptInvitation, { token, newAccount })
  const refused = [
    await grace.get(contract.listAccounts),
    await grace.get(contract.getOutbox),
    await grace.send(contract.makeResetLink, { account: 'x' }),
  ]
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403])
  const { account } = (await grace.get(contract.getMe)).answer()
  const seen = await process.platform.database.aboveStudies(
    account?.id ?? null,
    null,
    async (transaction) => {
      const everybody = await transaction
        .withTables<{ person: { email: string } }>()
        .selectFrom('person')
        .select('email')
        .execute()
      return everybody.map(({ email }) => email)
    },
  )
  expect(seen).toEqual(['grace@south.example'])
})

test('the owner sees all accounts with when they were last here', async () => {
  const { accounts } = (await lead.get(contract.listAccounts)).answer()
  expect(accounts.length).toBeGreaterThan(3)
  const ada = accounts.find(({ email }) => email === 'ada@north.example')
  expect(ada).toMatchObject({ owner: true })
  expect(ada?.lastSeen).not.toBeNull()
})

test('passwords that were chosen here sign in', async () => {
  const { token } = await invite(process, lead, study, 'hal@south.example')
  await process.visitor().send(contract.acceptInvitation, { token, newAccount })
  const visitor = process.visitor({ address: '198.51.100.20' })
  const email = 'hal@south.example'
  expect((await visitor.send(contract.signIn, { email, password: otherPassword })).status).toBe(200)
  expect((await visitor.send(contract.signIn, { email, password: goodPassword })).status).toBe(401)
})
