import { randomUUID } from 'node:crypto'
import { addDocument } from '@throughline/contract/documents'
import * as recruitment from '@throughline/contract/recruitment'
import * as protocol from '@throughline/contract/protocol'
import * as visit from '@throughline/contract/visit'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../app.ts'
import { givenBy, openStudy, readByLink, type Scene, sendByLink } from './scene.ts'

let app: TestApp
let scene: Scene
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())
beforeEach(async () => {
  scene = await openStudy(app)
})

const at = () => ({ study: scene.study })
const one = async (signUp: string) =>
  (await scene.team.coordinator.get(recruitment.getSignUp, { study: scene.study, signUp })).answer()

/** Every row of every table of the product as text, with the bytes of what is sealed. */
async function everything(): Promise<string> {
  const tables = await app.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'vault', 'accounts')`,
  )
  const texts: string[] = []
  for (const { name } of tables)
    for (const row of await app.query<{ text: string }>(`select t::text as text from ${name} t`))
      texts.push(row.text)
  return texts.join('\n')
}

describe('the page of a channel', () => {
  test('says what the study is about and what it asks, to anybody who has its address', async () => {
    const page = (await readByLink(app, scene.token, visit.getInvitingPage)).answer()
    expect(page).toMatchObject({
      closed: null,
      sheet: { content: { heading: 'About the study' }, number: 1 },
      form: { content: { heading: 'Do you feel you belong here?' } },
      sites: [{ name: 'Site A' }, { name: 'Site B' }],
      minutes: 60,
    })
    expect((await readByLink(app, 'nonsense', visit.getInvitingPage)).status).toBe(404)
    const mine = await readByLink(app, scene.token, visit.getMyPage)
    expect(mine.status).toBe(403)
  })

  test('shows another language where there is one, else English, and says where a machine made it', async () => {
    await scene.team.lead.send(
      addDocument,
      {
        id: randomUUID(),
        language: 'cy',
        machineMade: true,
        content: { kind: 'information sheet', heading: 'Am yr astudiaeth', body: 'Amdanoch chi.' },
      },
      at(),
    )
    const draft = (
      await readByLink(app, scene.token, visit.getInvitingPage, { language: 'cy' })
    ).answer()
    expect(draft.sheet?.content.heading).toBe('About the study')
  })

  test('is closed with the channel, with the study, and where no approval stands', async () => {
    const { coordinator, lead } = scene.team
    const close = (closed: boolean) =>
      coordinator.send(recruitment.changeChannel, { id: scene.channel, closed }, at())
    await close(true)
    expect((await readByLink(app, scene.token, visit.getInvitingPage)).status).toBe(404)
    await close(false)
    await lead.send(protocol.closeRecruitment, {}, at())
    expect((await readByLink(app, scene.token, visit.getInvitingPage)).answer().closed).toBe(
      'closed',
    )
    const late = await sendByLink(app, scene.token, visit.signUp, {
      ...givenBy(scene),
      id: randomUUID(),
    })
    expect(late.problem().code).toBe('not-open')
    await lead.send(protocol.openRecruitment, {}, at())
    await app.query(`update approval set withdrawn_on = '2022-06-01' where study_id = $1`, [
      scene.study,
    ])
    expect((await readByLink(app, scene.token, visit.getInvitingPage)).answer().closed).toBe(
      'no site recruits',
    )
  })
})

describe('signing up', () => {
  test('keeps what was given, gives a link that is nobody else’s, and happens once for each key', async () => {
    const [id, key] = [randomUUID(), randomUUID()]
    const body = { ...givenBy(scene), id }
    const first = (await sendByLink(app, scene.token, visit.signUp, body, key)).answer()
    const again = (await sendByLink(app, scene.token, visit.signUp, body, key)).answer()
    expect(again).toEqual(first)
    expect(first.link).toMatch(/^http:\/\/localhost:4680\/me#[\w-]{43}$/)
    const mine = (await readByLink(app, first.link.split('#')[1] ?? '', visit.getMyPage)).answer()
    expect(mine).toMatchObject({
      state: 'signed up',
      identity: body.identity,
      answers: body.answers,
      year: 2,
      mayChange: true,
      mayLeave: true,
    })
    const other = await sendByLink(app, scene.token, visit.signUp, body)
    expect(other.status).toBe(403)
    const { total } = (
      await scene.team.coordinator.get(recruitment.listSignUps, { study: scene.study })
    ).answer()
    expect(total).toBe(1)
  })

  test('leaves no name, address or answer in clear anywhere: not in a step, an event, the audit trail, nor a log', async () => {
    await scene.signUp({
      identity: {
        name: 'Quillon Zephyr',
        email: 'quillon.z@hidden.example',
        phone: '07700 900123',
      },
      answers: {
        ...givenBy(scene).answers,
        ownWords: 'My grandmother’s dialect.',
        groups: ['lgbtqia'],
      },
    })
    const all = await everything()
    for (const secret of ['Quillon', 'quillon.z', '900123', 'dialect'])
      expect(all.includes(secret), secret).toBe(false)
    const rows = await app.query(
      `select body::text || answer::text || coalesce(memory::text, '') as kept from step where name = 'sign-up' and study_id = $1`,
      [scene.study],
    )
    expect(JSON.stringify(rows)).not.toContain('lgbtqia')
  })

  test('answers only to what was asked, and a rather-not-say keeps nothing beside itself', async () => {
    const given = givenBy(scene)
    const { id } = await scene.signUp({
      answers: {
        ...given.answers,
        groups: ['carer', 'invented'],
        ownWords: 'Something',
        ratherNotSay: true,
        answers: { school: 'boarding', unasked: 'x' },
        exclusions: { intercalated: true, unasked: true },
      },
    })
    expect((await one(id)).answers).toEqual({
      saysSo: true,
      groups: [],
      ownWords: '',
      ratherNotSay: true,
      answers: { school: null },
      exclusions: {},
    })
  })

  test.each([
    [{ identity: { name: 'A', email: '', phone: '' } }, 'no-contact'],
    [{ identity: { name: '\u200b \u0000', email: 'a@b.example', phone: '' } }, 'no-name'],
    [{ site: randomUUID() }, 'no-such-site'],
    [{ year: 9 }, 'no-such-year'],
    [{ programme: randomUUID() }, 'no-such-programme'],
  ])('is refused with a sentence where something is missing: %o', async (wrong, code) => {
    const reply = await sendByLink(app, scene.token, visit.signUp, {
      ...givenBy(scene),
      id: randomUUID(),
      ...wrong,
    })
    expect(reply.problem().code).toBe(code)
    expect(await app.query('select from sign_up where study_id = $1', [scene.study])).toEqual([])
  })

  test('turns nobody away who looks like a machine, but says so to who recruits', async () => {
    const { id } = await scene.signUp({ website: 'https://spam.example', seconds: 1 })
    expect((await one(id)).row.looksAutomatic).toBe(true)
    const { id: other } = await scene.signUp({ seconds: 90 })
    expect((await one(other)).row).toMatchObject({ looksAutomatic: false, isDouble: true })
  })

  test('by a friend’s link counts as snowball, and only who recruits sees who sent it', async () => {
    const { coordinator, lead } = scene.team
    const { token, id } = await scene.signUp()
    expect((await sendByLink(app, token, visit.tellFriends, {})).problem().code).toBe('closed')
    await coordinator.send(
      recruitment.addChannel,
      { id: randomUUID(), name: 'From friend to friend', kind: 'snowball' },
      at(),
    )
    const { link } = (await sendByLink(app, token, visit.tellFriends, {})).answer()
    expect((await sendByLink(app, token, visit.tellFriends, {})).answer().link).toBe(link)
    const friendToken = link.split('/join/')[1] ?? ''
    expect((await readByLink(app, friendToken, visit.getMyPage)).status).toBe(403)
    const friend = await scene.signUp(
      { identity: { name: 'F', email: 'f@f.example', phone: '' } },
      friendToken,
    )
    expect((await one(friend.id)).referredBy).toBe(id)
    const seenByLead = (
      await lead.get(recruitment.getSignUp, { study: scene.study, signUp: friend.id })
    ).answer()
    expect(seenByLead).toMatchObject({
      referredBy: null,
      identity: null,
      answers: null,
      link: null,
    })
  })
})

describe('one’s own page', () => {
  test('changes what one gave', async () => {
    const { id, token } = await scene.signUp()
    const { language: _, seen: __, seconds: ___, ...given } = givenBy(scene)
    const identity = { name: 'Wren Lowe', email: '', phone: '07700 900456' }
    ;(await sendByLink(app, token, visit.changeMySignUp, { ...given, identity, year: 3 })).answer()
    expect(await one(id)).toMatchObject({ identity, row: { year: 3, isDouble: false } })
  })

  test('lets one leave at once: the keys are destroyed, the counts stay, and nothing can be read or written any more', async () => {
    const { id, token } = await scene.signUp()
    ;(await sendByLink(app, token, visit.leaveStudy, {})).answer()
    const mine = (await readByLink(app, token, visit.getMyPage)).answer()
    expect(mine).toMatchObject({
      state: 'withdrew',
      identity: null,
      answers: null,
      mayLeave: false,
    })
    expect(await app.query('select from sign_up_sealed where sign_up_id = $1', [id])).toEqual([])
    const keys = await app.query(
      'select kind from vault.subject_key where subject = $1 and wrapped is not null',
      [id],
    )
    expect(keys).toEqual([])
    const ledger = await app.query<{ kind: string }>(
      'select kind from vault.erasure where subject = $1',
      [id],
    )
    expect(ledger.map(({ kind }) => kind).toSorted()).toEqual([
      'contact',
      'identity',
      'raw transcript',
      'recording',
    ])
    const { language: _, seen: __, seconds: ___, ...given } = givenBy(scene)
    expect((await sendByLink(app, token, visit.changeMySignUp, given)).problem().code).toBe(
      'too-late',
    )
    expect((await one(id)).row).toMatchObject({ state: 'withdrew', name: null })
  })

  test('opens nobody else’s, by whatever is asked of the database', async () => {
    const first = await scene.signUp()
    const second = await scene.signUp()
    const seen = await app.platform.visits.enter(first.token, null, async (transaction) => {
      const tables = [
        'sign_up',
        'sign_up_sealed',
        'referral',
        'friend_link',
        'sign_up_move',
        'participant',
        'member',
        'person',
        'step',
        'event',
        'audit_entry',
        'transcript',
        'code',
        'coding',
        'approval',
      ]
      const counts: Record<string, number> = {}
      for (const table of tables) {
        const { rows } = await sql<{
          count: number
        }>`select count(*) as count from ${sql.table(table)}`.execute(transaction)
        counts[table] = rows[0]?.count ?? -1
      }
      const { numAffectedRows } =
        await sql`update sign_up set language = 'xx' where id = ${second.id}`.execute(transaction)
      const others = await sql`select from vault.subject_key where subject <> ${first.id}`.execute(
        transaction,
      )
      return { counts, changed: numAffectedRows, others: others.rows.length }
    })
    expect(seen).toMatchObject({
      counts: {
        sign_up: 1,
        sign_up_sealed: 3,
        referral: 0,
        friend_link: 0,
        sign_up_move: 0,
        participant: 0,
        member: 0,
        person: 0,
        event: 0,
        audit_entry: 0,
        transcript: 0,
        code: 0,
        coding: 0,
      },
      changed: 0n,
      others: 0,
    })
    const taking = app.platform.visits.enter(first.token, null, async (transaction) => {
      await sql`select become_subject(${second.id})`.execute(transaction)
    })
    await expect(taking).rejects.toThrow('place of somebody else')
  })
})
