import { randomUUID } from 'node:crypto'
import { getOutbox } from '@throughline/contract/accounts'
import * as recruitment from '@throughline/contract/recruitment'
import * as sampling from '@throughline/contract/sampling'
import { changeProtocol } from '@throughline/contract/protocol'
import { undo } from '@throughline/contract/platform'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../app.ts'
import { givenBy, openStudy, type Scene } from './scene.ts'

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
const stateOf = async (signUp: string) =>
  (await scene.team.coordinator.get(recruitment.getSignUp, { ...at(), signUp })).answer().row.state
const screened = (signUp: string, available: boolean | null) =>
  scene.team.coordinator.send(
    recruitment.recordScreening,
    { signUp, available, note: 'Rang on Tuesday about her dog.' },
    at(),
  )
const daysAgo = (days: number) =>
  new Date(Date.now() - days * 24 * 3600_000).toISOString().slice(0, 10)

describe('screening', () => {
  test('leads from sign-up over eligible to selected and back, with every step kept', async () => {
    const { id } = await scene.signUp()
    expect(await scene.move([id], 'eligible')).toMatchObject({ status: 409 })
    await scene.move([id], 'screened')
    expect((await scene.move([id], 'eligible')).detail).toContain(
      'Record first that they are available',
    )
    await screened(id, true)
    await scene.move([id], 'eligible')
    const key = randomUUID()
    const select = { signUps: [id], to: 'selected' as const }
    ;(await scene.team.coordinator.send(recruitment.moveSignUps, select, { ...at(), key })).answer()
    expect(await stateOf(id)).toBe('selected')
    ;(await scene.team.coordinator.send(undo, { command: key }, at())).answer()
    expect(await stateOf(id)).toBe('eligible')
    const { history } = (
      await scene.team.lead.get(recruitment.getSignUp, { ...at(), signUp: id })
    ).answer()
    expect(history.map(({ from, to, by }) => [from, to, by === null])).toEqual([
      [null, 'signed up', true],
      ['signed up', 'screened', false],
      ['screened', 'eligible', false],
      ['eligible', 'selected', false],
      ['selected', 'eligible', false],
    ])
  })

  test('a note and what it is about are kept in no step', async () => {
    const { id } = await scene.signUp()
    ;(await screened(id, true)).answer()
    const rows = await app.query(`select from step where body::text like '%her dog%'`)
    expect(rows).toEqual([])
    const { note } = (
      await scene.team.coordinator.get(recruitment.getSignUp, { ...at(), signUp: id })
    ).answer()
    expect(note).toContain('her dog')
  })

  test('an intercalated year that has just ended excludes, an earlier one does not', async () => {
    const withYear = async (end: string) => {
      const given = givenBy(scene).answers
      const { id } = await scene.signUp({
        answers: { ...given, exclusions: { intercalated: end } },
        identity: { name: end, email: `${end}@s.example`, phone: '' },
      })
      await scene.move([id], 'screened')
      await screened(id, true)
      return id
    }
    const recent = await withYear(daysAgo(60))
    const earlier = await withYear(daysAgo(900))
    expect((await scene.move([recent], 'eligible')).detail).toContain('A rule excludes them')
    expect(await scene.move([recent], 'not eligible', 'excluded by a rule')).toMatchObject({
      status: 200,
    })
    expect((await scene.move([earlier], 'not eligible', 'excluded by a rule')).detail).toContain(
      'No rule excludes them',
    )
    expect(await scene.move([earlier], 'eligible')).toMatchObject({ status: 200 })
  })

  test('nobody overrules what somebody says of themselves, not even past the app’s rules', async () => {
    const { id } = await scene.signUp()
    await scene.move([id], 'screened')
    const refused = await scene.move([id], 'not eligible', 'does not say so of themselves')
    expect(refused.detail).toContain('nobody overrules it')
    await expect(
      app.query(
        `update sign_up set state = 'not eligible', reason = 'does not say so of themselves' where id = $1`,
        [id],
      ),
    ).rejects.toMatchObject({ constraint: 'sign_up_own_word' })
    for (const reason of ['has other reasons', null])
      await expect(
        app.query(`update sign_up set state = 'not eligible', reason = $2 where id = $1`, [
          id,
          reason,
        ]),
      ).rejects.toMatchObject({ constraint: 'sign_up_reason' })
    const given = givenBy(scene).answers
    const { id: other } = await scene.signUp({ answers: { ...given, saysSo: false } })
    await scene.move([other], 'screened')
    expect(
      await scene.move([other], 'not eligible', 'does not say so of themselves'),
    ).toMatchObject({ status: 200 })
  })

  test('all are moved or none, and who is in the way is named', async () => {
    const one = await scene.eligible({ year: 1 })
    const { id: other } = await scene.signUp({
      identity: { name: 'Rowan Idris', email: 'r@i.example', phone: '' },
    })
    const moved = await scene.move([one, other], 'waiting')
    expect(moved).toMatchObject({ status: 409 })
    expect(moved.detail).toMatch(/^Rowan Idris: /)
    expect(await stateOf(one)).toBe('eligible')
  })

  test('is who recruits’s alone: the lead sees states without names, the others numbers, a coder nobody', async () => {
    const { id } = await scene.signUp()
    const { lead, researcher, observer, welfareContact, stranger } = scene.team
    const list = (await lead.get(recruitment.listSignUps, at())).answer()
    expect(list.signUps).toMatchObject([{ id, name: null, state: 'signed up' }])
    for (const person of [researcher, observer, welfareContact]) {
      expect((await person.get(recruitment.listSignUps, at())).status).toBe(403)
      expect((await person.get(recruitment.getSignUp, { ...at(), signUp: id })).status).toBe(403)
      expect((await person.get(sampling.proposeNext, at())).status).toBe(403)
      expect((await person.save(recruitment.exportSignUps, at())).status).toBe(403)
    }
    for (const person of [lead, researcher, observer, welfareContact])
      expect(
        (await person.send(recruitment.moveSignUps, { signUps: [id], to: 'screened' }, at()))
          .status,
      ).toBe(403)
    expect((await stranger.get(recruitment.listSignUps, at())).status).toBe(404)
    expect((await lead.save(recruitment.exportSignUps, at(), { names: 'yes' })).status).toBe(403)
  })

  test('each look at who somebody is stands in the audit trail', async () => {
    const { id } = await scene.signUp()
    const looks = () =>
      app.query(
        `select from audit_entry where study_id = $1 and action = 'look at identities' and subject_id = $2`,
        [scene.study, id],
      )
    expect(await looks()).toHaveLength(0)
    await scene.team.coordinator.get(recruitment.getSignUp, { ...at(), signUp: id })
    expect(await looks()).toHaveLength(1)
    await scene.team.coordinator.get(recruitment.listSignUps, at())
    expect(await looks()).toHaveLength(2)
    await scene.team.lead.get(recruitment.getSignUp, { ...at(), signUp: id })
    await scene.team.lead.get(recruitment.listSignUps, at())
    expect(await looks()).toHaveLength(2)
  })

  test('people are found by a part of their name or address, whatever its accents', async () => {
    await scene.signUp({ identity: { name: 'Zoë Ngũgĩ', email: 'z@n.example', phone: '' } })
    await scene.signUp({ identity: { name: 'Ada', email: 'ada@somewhere.example', phone: '' } })
    const find = async (text: string) =>
      (await scene.team.coordinator.get(recruitment.listSignUps, at(), { find: text }))
        .answer()
        .signUps.map(({ name }) => name)
    expect(await find('ngugi')).toEqual(['Zoë Ngũgĩ'])
    expect(await find('SOMEWHERE')).toEqual(['Ada'])
    expect(await find('nobody')).toEqual([])
  })
})

describe('the sampling frame', () => {
  test('gives the last place of a cell to one of two who are selected at the same moment, and the other a sentence', async () => {
    const [one, other] = [await scene.eligible({ year: 4 }), await scene.eligible({ year: 4 })]
    const results = await Promise.all([
      scene.move([one], 'selected'),
      scene.move([other], 'selected'),
    ])
    expect(results.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409,
    ])
    expect(results.find(({ status }) => status === 409)?.detail).toContain(
      'last place of this cell',
    )
    const third = await scene.eligible({ year: 5 })
    expect(await scene.move([third], 'selected')).toMatchObject({ status: 200 })
  })

  test('never holds more than a cell takes, whoever changes the table', async () => {
    const [one, other] = [await scene.eligible({ year: 4 }), await scene.eligible({ year: 4 })]
    await scene.move([one], 'selected')
    await expect(
      app.query(`update sign_up set state = 'selected' where id = $1`, [other]),
    ).rejects.toMatchObject({ constraint: 'sign_up_cell' })
    const third = await scene.eligible({ year: 3 })
    await scene.move([third], 'selected')
    await expect(
      app.query(`update sign_up set year_group = 4 where id = $1`, [third]),
    ).rejects.toMatchObject({ constraint: 'sign_up_cell' })
  })

  test('takes more where the study or a cell says so, and counts who was entered by hand', async () => {
    await scene.team.study.participant('P001', { site: scene.sites[0] ?? null, year: 2 })
    const one = await scene.eligible({ year: 2 })
    expect((await scene.move([one], 'selected')).status).toBe(409)
    const cell = { site: scene.sites[0] ?? '', column: '2', target: { least: 1, most: 2 } }
    const key = randomUUID()
    ;(await scene.team.lead.send(sampling.setCell, cell, { ...at(), key })).answer()
    expect((await scene.move([one], 'selected')).status).toBe(200)
    const frame = (await scene.team.lead.get(sampling.getFrame, at())).answer()
    expect(
      frame.cells.find(({ site, column }) => site === cell.site && column === '2'),
    ).toMatchObject({
      most: 2,
      filled: 1,
      promised: 1,
    })
    ;(await scene.team.lead.send(changeProtocol, { cellMost: null, cellLeast: 0 }, at())).answer()
    const many = [await scene.eligible({ year: 6 }), await scene.eligible({ year: 6 })]
    expect((await scene.move(many, 'selected')).status).toBe(200)
  })

  test('at a site whose approval lapsed nobody is selected or invited', async () => {
    const one = await scene.eligible({ year: 1 })
    await app.query(`update approval set withdrawn_on = '2022-06-01' where study_id = $1`, [
      scene.study,
    ])
    expect((await scene.move([one], 'selected')).detail).toContain('No ethics approval stands')
    await expect(
      app.query(`update sign_up set state = 'selected' where id = $1`, [one]),
    ).rejects.toMatchObject({ constraint: 'sign_up_approval' })
  })

  test('proposes who fills what is vacant, then who brings what nobody has, and keeps how it was drawn', async () => {
    const given = givenBy(scene).answers
    const groups = (...some: string[]) => ({ answers: { ...given, groups: some } })
    const taken = await scene.eligible({ year: 1, ...groups('carer') })
    await scene.move([taken], 'selected')
    const full = await scene.eligible({ year: 1, ...groups('lgbtqia') })
    const same = await scene.eligible({ year: 2, ...groups('carer') })
    const fresh = await scene.eligible({ year: 3, ...groups('carer', 'first') })
    const proposal = (
      await scene.team.coordinator.get(sampling.proposeNext, at(), { seed: '7' })
    ).answer()
    expect(proposal.order.map(({ signUp }) => signUp)).toEqual([fresh, same])
    expect(proposal.order[0]?.reasons).toEqual([
      'Fills a vacant cell: Site A, Year 3.',
      'Nobody in the study has this: First generation.',
      expect.stringContaining('characteristics together'),
    ])
    expect(proposal).toMatchObject({ full: 1, candidates: 3, seed: 7 })
    const again = (
      await scene.team.coordinator.get(sampling.proposeNext, at(), { seed: '7' })
    ).answer()
    expect(again).toEqual(proposal)
    ;(
      await scene.team.coordinator.send(
        recruitment.moveSignUps,
        {
          signUps: [fresh],
          to: 'selected',
          proposal: { seed: 7, inputHash: proposal.inputHash, place: 1 },
        },
        at(),
      )
    ).answer()
    const [kept] = await app.query<{ proposal: object }>(
      `select proposal from sign_up_move where sign_up_id = $1 and to_state = 'selected'`,
      [fresh],
    )
    expect(kept?.proposal).toMatchObject({ seed: 7, place: 1 })
    expect(full).toBeTruthy()
  })

  test('shows observers rounded numbers, and exports nothing else to anybody', async () => {
    for (let count = 0; count < 8; count += 1) await scene.signUp()
    const { observer, lead } = scene.team
    expect((await lead.get(sampling.getFunnel, at())).answer()).toMatchObject({
      totals: { 'signed up': 8, screened: 0 },
      isProtected: false,
    })
    expect((await observer.get(sampling.getFunnel, at())).answer()).toMatchObject({
      totals: { 'signed up': 10 },
      isProtected: true,
    })
    const table = (await lead.save(sampling.exportFunnel, at())).bytes.toString()
    expect(table).toContain('Newsletter,Site A,10,')
    expect((await observer.get(sampling.getFrame, at())).answer().isProtected).toBe(true)
  })
})

describe('an invitation', () => {
  test('goes to who was selected, with their own link and without a word of what the study is about', async () => {
    const one = await scene.eligible({ year: 1 })
    expect(
      (await scene.team.coordinator.send(recruitment.invite, { signUps: [one] }, at())).status,
    ).toBe(409)
    await scene.move([one], 'selected')
    const answer = (
      await scene.team.coordinator.send(recruitment.invite, { signUps: [one] }, at())
    ).answer()
    expect(answer).toEqual({ invited: 1, byHand: 1 })
    expect(await stateOf(one)).toBe('invited')
    const { link } = (
      await scene.team.coordinator.get(recruitment.getSignUp, { ...at(), signUp: one })
    ).answer()
    const owner = await app.person('Olu Owner', { owner: true })
    const { messages } = (await owner.get(getOutbox)).answer()
    const mail = messages.find(({ subject }) => subject === 'Your invitation to an interview')
    expect(mail?.to).toBe('wren@students.example')
    expect(mail?.text).toContain(link)
    expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/discriminat|belong|carer/i)
  })
})

describe('whether to go on', () => {
  test('is a record of a discussion, made by the team and taken back', async () => {
    const { researcher, observer, lead, stranger } = scene.team
    const key = randomUUID()
    const discussion = {
      id: randomUUID(),
      heldOn: '2022-12-12',
      present: [researcher.id, lead.id],
      weighed: 'Range of evidence.',
      decision: 'stop' as const,
      reason: 'Conceptual depth was reached.',
    }
    ;(
      await researcher.send(sampling.recordStoppingDiscussion, discussion, { ...at(), key })
    ).answer()
    expect(
      (await observer.get(sampling.listStoppingDiscussions, at())).answer().discussions,
    ).toMatchObject([discussion])
    expect((await observer.send(sampling.recordStoppingDiscussion, discussion, at())).status).toBe(
      403,
    )
    const foreign = { ...discussion, id: randomUUID(), present: [stranger.id] }
    expect((await lead.send(sampling.recordStoppingDiscussion, foreign, at())).problem().code).toBe(
      'not-a-member',
    )
    ;(await lead.send(undo, { command: key }, at())).answer()
    expect(
      (await observer.get(sampling.listStoppingDiscussions, at())).answer().discussions,
    ).toEqual([])
  })
})
