import { randomUUID } from 'node:crypto'
import * as contract from '@throughline/contract/protocol'
import { removeMember } from '@throughline/contract/study'
import { undo } from '@throughline/contract/platform'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../app.ts'
import { assembleTeam, type Team } from './people.ts'

let app: TestApp
let team: Team
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())
beforeEach(async () => {
  team = await assembleTeam(app)
})

const inStudy = () => ({ study: team.study.id })
const protocol = async () =>
  (await team.observer.get(contract.getProtocol, { study: team.study.id })).answer()

const approval = (site: string) => ({
  id: randomUUID(),
  site,
  kind: 'lead' as const,
  committee: 'Education Ethics Review Process',
  reference: 'EERP2122-068a',
  grantedOn: '2022-03-01',
  expiresOn: null,
})

describe('the protocol', () => {
  test('is changed by a lead in parts, read by everybody, and taken back', async () => {
    const key = randomUUID()
    const change = {
      windowFrom: '2022-10-01',
      windowUntil: '2022-12-31',
      population: 47,
      populationOf: 'medical schools in the United Kingdom',
      populationAsOf: '2022-10-01',
      glossary: [
        {
          term: 'Belonging',
          meaning: 'Perceived social support on campus.',
          source: 'Strayhorn 2019',
        },
      ],
    }
    ;(await team.lead.send(contract.changeProtocol, change, { ...inStudy(), key })).answer()
    expect(await protocol()).toMatchObject({ ...change, coverage: { sites: 2, population: 47 } })
    for (const person of [team.coordinator, team.researcher, team.observer])
      expect((await person.send(contract.changeProtocol, change, inStudy())).status).toBe(403)
    ;(await team.lead.send(undo, { command: key }, inStudy())).answer()
    expect(await protocol()).toMatchObject({ windowFrom: null, population: null, glossary: [] })
  })

  test.each([
    [{ windowFrom: '2023-01-01', windowUntil: '2022-12-31' }, 'ends before it begins'],
    [{ cellLeast: 3, cellMost: 2 }, 'fewer people than it needs'],
    [
      {
        glossary: [
          { term: 'Door', meaning: 'x', source: '' },
          { term: 'door', meaning: 'y', source: '' },
        ],
      },
      'stands twice',
    ],
  ])('is refused where it contradicts itself', async (change, sentence) => {
    const reply = await team.lead.send(contract.changeProtocol, change, inStudy())
    expect(reply.status).toBe(422)
    expect(reply.problem().detail).toContain(sentence)
  })

  test('its contacts are two members of the team', async () => {
    const send = (change: { contact?: string; deputy?: string }) =>
      team.lead.send(contract.changeProtocol, change, inStudy())
    expect((await send({ contact: team.stranger.id })).problem().code).toBe('not-a-member')
    ;(await send({ contact: team.welfareContact.id })).answer()
    expect((await send({ deputy: team.welfareContact.id })).problem().detail).toContain(
      'somebody else',
    )
  })
})

describe('an ethics approval', () => {
  test('lets its site recruit from the day on which it was granted until it expires or is withdrawn', async () => {
    const day = (offset: number) =>
      new Date(Date.now() + offset * 24 * 3600_000).toISOString().slice(0, 10)
    const cases: [object, boolean][] = [
      [{ grantedOn: day(-10) }, true],
      [{ grantedOn: day(2) }, false],
      [{ grantedOn: day(-10), expiresOn: day(2) }, true],
      [{ grantedOn: day(-10), expiresOn: day(-2) }, false],
    ]
    for (const [dates, stands] of cases) {
      const one = { ...approval(team.siteA), ...dates }
      ;(await team.lead.send(contract.addApproval, one, inStudy())).answer()
      expect((await protocol()).recruiting).toEqual(stands ? [team.siteA] : [])
      ;(await team.lead.send(contract.removeApproval, { id: one.id }, inStudy())).answer()
    }
    const one = approval(team.siteB)
    ;(await team.lead.send(contract.addApproval, one, inStudy())).answer()
    const key = randomUUID()
    ;(
      await team.lead.send(
        contract.changeApproval,
        { id: one.id, withdrawnOn: day(-1) },
        { ...inStudy(), key },
      )
    ).answer()
    expect((await protocol()).recruiting).toEqual([])
    ;(await team.lead.send(undo, { command: key }, inStudy())).answer()
    expect((await protocol()).recruiting).toEqual([team.siteB])
  })

  test('is entered, changed and removed by a lead alone', async () => {
    const one = approval(team.siteA)
    ;(await team.lead.send(contract.addApproval, one, inStudy())).answer()
    for (const person of [team.coordinator, team.researcher, team.observer]) {
      const another = { ...approval(team.siteB) }
      expect((await person.send(contract.addApproval, another, inStudy())).status).toBe(403)
      const change = { id: one.id, expiresOn: '2030-01-01' }
      expect((await person.send(contract.changeApproval, change, inStudy())).status).toBe(403)
      expect((await person.send(contract.removeApproval, { id: one.id }, inStudy())).status).toBe(
        403,
      )
    }
  })

  test('keeps its letter, encrypted, and gives it back', async () => {
    const one = approval(team.siteA)
    ;(await team.lead.send(contract.addApproval, one, inStudy())).answer()
    const letter = Buffer.from('%PDF-1.7 approved')
    const at = { study: team.study.id, approval: one.id }
    ;(
      await team.lead.upload(contract.keepApprovalLetter, at, { name: 'Letter.pdf' }, letter)
    ).answer()
    const saved = await team.observer.save(contract.readApprovalLetter, at)
    expect(saved.bytes).toEqual(letter)
    expect(saved.headers['content-disposition']).toContain('Letter.pdf')
  })
})

describe('opening the study', () => {
  test('is refused with a list of what is missing, and closed and opened again once nothing is', async () => {
    const refused = await team.lead.send(contract.openRecruitment, {}, inStudy())
    expect(refused.status).toBe(409)
    const { missing } = await protocol()
    expect(missing.map(({ id }) => id)).toEqual([
      'contact',
      'deputy',
      'out-of-hours',
      'approval',
      'information-sheet',
      'eligibility',
      'sign-up-form',
      'consent-form',
    ])
    for (const { sentence } of missing) expect(refused.problem().detail).toContain(sentence)
  })

  test('an open study keeps its contacts', async () => {
    const { lead, welfareContact, coordinator } = team
    ;(
      await lead.send(
        contract.changeProtocol,
        { contact: welfareContact.id, deputy: coordinator.id },
        inStudy(),
      )
    ).answer()
    await app.query('update protocol set opened_at = now() where study_id = $1', [team.study.id])
    const reply = await lead.send(removeMember, { account: welfareContact.id }, inStudy())
    expect(reply.problem().code).toBe('is-contact')
  })
})

describe('the team’s profiles', () => {
  const profileOf = async (reader: Team['lead'], account: string) =>
    (await reader.get(contract.listProfiles, { study: team.study.id }))
      .answer()
      .profiles.find((one) => one.account === account)

  test('a positionality statement is its author’s until they publish it, and no step keeps its words', async () => {
    const write = (published: boolean) =>
      team.researcher.send(
        contract.writePositionality,
        { text: 'I grew up between two languages.', published },
        inStudy(),
      )
    ;(await write(false)).answer()
    expect((await profileOf(team.researcher, team.researcher.id))?.positionality).toContain(
      'two languages',
    )
    expect((await profileOf(team.lead, team.researcher.id))?.positionality).toBeNull()
    ;(await write(true)).answer()
    expect((await profileOf(team.lead, team.researcher.id))?.positionality).toContain(
      'two languages',
    )
    ;(await write(false)).answer()
    expect((await profileOf(team.lead, team.researcher.id))?.positionality).toBeNull()
    const steps = await app.query(`select from step where body::text like '%two languages%'`)
    expect(steps).toEqual([])
  })

  test('contributions, training and interviewing are entered by a lead, and taken back', async () => {
    const key = randomUUID()
    const change = {
      account: team.researcher.id,
      credit: ['Investigation' as const, 'Formal analysis' as const],
      trainings: [{ name: 'Distress protocol', on: '2022-09-20' }],
      interviews: 'leads and supports' as const,
      mostSessions: 6,
    }
    ;(await team.lead.send(contract.changeProfile, change, { ...inStudy(), key })).answer()
    expect(await profileOf(team.observer, team.researcher.id)).toMatchObject(change)
    expect((await team.researcher.send(contract.changeProfile, change, inStudy())).status).toBe(403)
    ;(await team.lead.send(undo, { command: key }, inStudy())).answer()
    expect(await profileOf(team.observer, team.researcher.id)).toMatchObject({
      credit: [],
      interviews: 'no',
    })
  })
})
