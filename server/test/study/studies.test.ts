import { randomUUID } from 'node:crypto'
import * as contract from '@throughline/contract/study'
import { redo, undo } from '@throughline/contract/platform'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../app.ts'
import { Visitor } from '../accounts/instance.ts'
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
const nobody = () => new Visitor(app.app)

describe('studies', () => {
  test('whoever founds a study is its lead, and only they see it', async () => {
    const founder = await app.person('Mina van der Berg')
    const id = randomUUID()
    const body = { id, title: '  Belonging  ', aims: 'Recommendations', paradigm: 'constructivist' }
    expect((await founder.send(contract.foundStudy, body)).answer()).toEqual({ id })
    expect((await founder.get(contract.getStudy, { study: id })).answer()).toMatchObject({
      title: 'Belonging',
      aims: 'Recommendations',
      paradigm: 'constructivist',
      approach: '',
      role: 'lead',
      example: false,
    })
    const { members } = (await founder.get(contract.listMembers, { study: id })).answer()
    expect(members).toMatchObject([{ account: founder.id, role: 'lead', initials: 'MVD' }])
    expect((await founder.get(contract.listMyStudies)).answer().studies).toMatchObject([
      { id, title: 'Belonging', role: 'lead' },
    ])
    expect((await team.stranger.get(contract.getStudy, { study: id })).status).toBe(404)
    expect((await nobody().get(contract.getStudy, { study: id })).status).toBe(401)
    expect((await nobody().send(contract.foundStudy, { id, title: 'No' })).status).toBe(401)
  })

  test('founding is done once for each key, and an id is not taken twice', async () => {
    const founder = await app.person('Fay')
    const [id, key] = [randomUUID(), randomUUID()]
    const body = { id, title: 'Once' }
    await founder.send(contract.foundStudy, body, { key })
    expect((await founder.send(contract.foundStudy, body, { key })).status).toBe(200)
    const again = await founder.send(contract.foundStudy, { ...body, title: 'Twice' })
    expect(again.status).toBe(409)
    expect(again.problem().detail).toBe('This study was founded already.')
    expect((await founder.get(contract.listMyStudies)).answer().studies).toHaveLength(1)
  })

  test('a change keeps what is left out, is undone and redone, and is refused to others than leads', async () => {
    const key = randomUUID()
    const change = { title: 'Belonging and support' }
    const { lead, coordinator, stranger } = team
    expect((await lead.send(contract.changeStudy, { aims: 'First' }, inStudy())).status).toBe(200)
    expect((await lead.send(contract.changeStudy, change, { ...inStudy(), key })).status).toBe(200)
    const study = async () => (await lead.get(contract.getStudy, inStudy())).answer()
    expect(await study()).toMatchObject({ title: 'Belonging and support', aims: 'First' })
    await lead.send(undo, { command: key }, inStudy())
    expect(await study()).toMatchObject({ title: 'Belonging at medical school', aims: 'First' })
    await lead.send(redo, { command: key }, inStudy())
    expect(await study()).toMatchObject({ title: 'Belonging and support' })
    expect((await coordinator.send(contract.changeStudy, change, inStudy())).status).toBe(403)
    expect((await stranger.send(contract.changeStudy, change, inStudy())).status).toBe(404)
  })

  test('an undo does not overwrite what somebody changed since', async () => {
    const key = randomUUID()
    await team.lead.send(contract.changeStudy, { title: 'Mine' }, { ...inStudy(), key })
    await team.lead.send(contract.changeStudy, { title: 'Later' }, inStudy())
    const undone = await team.lead.send(undo, { command: key }, inStudy())
    expect(undone.status).toBe(409)
    expect(undone.problem().code).toBe('changed-since')
  })

  test('removing a study asks for its title, takes everything and leaves the audit trail', async () => {
    const { lead, coordinator, study } = team
    const participant = await study.participant('P001', { site: team.siteA })
    await study.transcript('What was said.', { participant })
    await lead.send(contract.changeStudy, { aims: 'Secret aims' }, inStudy())
    const title = 'Belonging at medical school'
    const wrong = await lead.send(contract.removeStudy, { study: study.id, title: 'Belonging' })
    expect(wrong.status).toBe(422)
    const notLead = await coordinator.send(contract.removeStudy, { study: study.id, title })
    expect(notLead.status).toBe(403)
    const stranger = await team.stranger.send(contract.removeStudy, { study: study.id, title })
    expect(stranger.status).toBe(404)

    const key = randomUUID()
    const removal = () => lead.send(contract.removeStudy, { study: study.id, title }, { key })
    expect((await removal()).status).toBe(200)
    expect((await removal()).status).toBe(200)
    expect((await lead.get(contract.getStudy, inStudy())).status).toBe(404)
    const left = await app.query<{ table: string; rows: number }>(
      `select table_name as table, (xpath('/row/c/text()', query_to_xml(
          format('select count(*) as c from %I where study_id = %L', table_name, $1::text), true, true, '')))[1]::text::int as rows
        from information_schema.columns
        where column_name = 'study_id' and table_schema = 'public' order by 1`,
      [study.id],
    )
    expect(left.length).toBeGreaterThan(10)
    expect(left.filter(({ rows }) => rows > 0).map(({ table }) => table)).toEqual(['audit_entry'])
    const kept = await app.query(
      `select action from audit_entry where subject_kind = 'study' and subject_id = $1 order by id`,
      [study.id],
    )
    expect(kept.map(({ action }) => action)).toEqual(['change-study', 'remove-study'])
  })

  test('a study remembers nothing of its founding once it is removed', async () => {
    const founder = await app.person('Gil')
    const id = randomUUID()
    await founder.send(contract.foundStudy, { id, title: 'Short', aims: 'What nobody may keep' })
    await founder.send(contract.removeStudy, { study: id, title: 'Short' })
    const steps = await app.query(`select from step where body::text like '%nobody may keep%'`)
    expect(steps).toHaveLength(0)
  })
})

describe('sites', () => {
  test('a site is added, renamed, given its years and removed, each undone', async () => {
    const { lead } = team
    const id = randomUUID()
    const sites = async () =>
      (await lead.get(contract.listSites, inStudy()))
        .answer()
        .sites.map(({ name, years }) => [name, years])
    const doAndUndo = async (act: (key: string) => Promise<{ status: number }>) => {
      const before = await sites()
      const key = randomUUID()
      expect((await act(key)).status).toBe(200)
      const after = await sites()
      expect(after).not.toEqual(before)
      expect((await lead.send(undo, { command: key }, inStudy())).status).toBe(200)
      expect(await sites()).toEqual(before)
      expect((await lead.send(redo, { command: key }, inStudy())).status).toBe(200)
      expect(await sites()).toEqual(after)
    }
    await doAndUndo((key) =>
      lead.send(contract.addSite, { id, name: 'Site C', years: 5 }, { ...inStudy(), key }),
    )
    expect(await sites()).toEqual([
      ['Site A', 6],
      ['Site B', 6],
      ['Site C', 5],
    ])
    await doAndUndo((key) =>
      lead.send(contract.changeSite, { id, name: 'Site D', years: 4 }, { ...inStudy(), key }),
    )
    await doAndUndo((key) => lead.send(contract.removeSite, { id }, { ...inStudy(), key }))
    expect(await sites()).toHaveLength(2)
  })

  test('two sites do not share a name, whatever its case', async () => {
    const added = await team.lead.send(
      contract.addSite,
      { id: randomUUID(), name: 'site a' },
      inStudy(),
    )
    expect(added.status).toBe(409)
    expect(added.problem().detail).toContain('a site of this name already')
  })

  test('a site where somebody is stays, and says who is in the way', async () => {
    const { lead, study, siteA, siteB } = team
    await study.participant('P001', { site: siteA })
    const both = await lead.send(contract.removeSite, { id: siteA }, inStudy())
    expect(both.problem().detail).toBe(
      '1 participant and 1 member of the team belong to “Site A”. Give them another site, or remove them, first.',
    )
    expect((await lead.send(contract.removeSite, { id: siteB }, inStudy())).status).toBe(200)
  })

  test('a programme is not made shorter than its participants are far', async () => {
    const { lead, study, siteA } = team
    await study.participant('P001', { site: siteA, year: 5 })
    const shortened = await lead.send(contract.changeSite, { id: siteA, years: 4 }, inStudy())
    expect(shortened.status).toBe(409)
    expect(shortened.problem().detail).toContain('in a later year')
    expect((await lead.send(contract.changeSite, { id: siteA, years: 5 }, inStudy())).status).toBe(
      200,
    )
  })

  test('a site that a former member had can go, and comes back to them', async () => {
    const { lead, welfareContact, siteA } = team
    await lead.send(contract.removeMember, { account: welfareContact.id }, inStudy())
    const key = randomUUID()
    const removed = await lead.send(contract.removeSite, { id: siteA }, { ...inStudy(), key })
    expect(removed.status).toBe(200)
    await lead.send(undo, { command: key }, inStudy())
    const { members } = (await lead.get(contract.listMembers, inStudy())).answer()
    expect(members.find(({ account }) => account === welfareContact.id)?.site).toBe(siteA)
  })
})

describe('the team', () => {
  test('the list shows who is in the team by role, then who has left', async () => {
    await team.lead.send(contract.removeMember, { account: team.coordinator.id }, inStudy())
    const { members } = (await team.observer.get(contract.listMembers, inStudy())).answer()
    expect(members.map(({ role, leftAt }) => [role, leftAt !== null])).toEqual([
      ['lead', false],
      ['researcher', false],
      ['welfare contact', false],
      ['observer', false],
      ['coordinator', true],
    ])
  })

  test('a change of role works at once and is undone', async () => {
    const { lead, researcher } = team
    const key = randomUUID()
    const promote = { account: researcher.id, role: 'lead' as const, colour: 7 }
    await lead.send(contract.changeMember, promote, { ...inStudy(), key })
    expect((await researcher.get(contract.getStudy, inStudy())).answer()).toMatchObject({
      role: 'lead',
      may: expect.arrayContaining(['manage members']),
    })
    await lead.send(undo, { command: key }, inStudy())
    expect((await researcher.get(contract.getStudy, inStudy())).answer().role).toBe('researcher')
  })

  test('the last lead neither leaves nor steps down, not even by SQL; one of two may', async () => {
    const { lead, researcher, study } = team
    const down = await lead.send(
      contract.changeMember,
      { account: lead.id, role: 'observer' },
      inStudy(),
    )
    expect(down.status).toBe(409)
    expect(down.problem().code).toBe('last-lead')
    const leaves = await lead.send(contract.removeMember, { account: lead.id }, inStudy())
    expect(leaves.problem().code).toBe('last-lead')
    await expect(
      app.query('delete from member where study_id = $1 and account_id = $2', [study.id, lead.id]),
    ).rejects.toThrow('A study keeps a lead')
    await lead.send(contract.changeMember, { account: researcher.id, role: 'lead' }, inStudy())
    expect((await lead.send(contract.removeMember, { account: lead.id }, inStudy())).status).toBe(
      200,
    )
    expect((await lead.get(contract.getStudy, inStudy())).status).toBe(404)
  })

  test('two leads who step down at the same moment do not both succeed', async () => {
    const { lead, researcher } = team
    await lead.send(contract.changeMember, { account: researcher.id, role: 'lead' }, inStudy())
    const replies = await Promise.all(
      [lead, researcher].map((person) =>
        person.send(contract.changeMember, { account: person.id, role: 'observer' }, inStudy()),
      ),
    )
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('a member gets no site of another study', async () => {
    const [foreign] = team.otherStudy.sites
    const changed = await team.lead.send(
      contract.changeMember,
      { account: team.researcher.id, site: foreign?.id ?? '' },
      inStudy(),
    )
    expect(changed.status).toBe(409)
    expect(changed.problem().code).toBe('no-such-site')
  })

  test('an invitation is made, listed with its link, and taken back', async () => {
    const { lead, observer, siteB } = team
    const invited = { email: 'New@Study.example', role: 'researcher', initials: 'NS' } as const
    const sent = await lead.send(contract.inviteMember, { ...invited, site: siteB }, inStudy())
    const { id } = sent.answer()
    const list = async () =>
      (await lead.get(contract.listInvitations, inStudy())).answer().invitations
    expect(await list()).toMatchObject([
      {
        id,
        email: 'new@study.example',
        state: 'open',
        link: expect.stringContaining('/invitation/'),
      },
    ])
    expect((await lead.send(contract.withdrawInvitation, { id }, inStudy())).status).toBe(200)
    expect(await list()).toMatchObject([{ state: 'withdrawn', link: null }])
    expect((await lead.send(contract.withdrawInvitation, { id }, inStudy())).status).toBe(409)
    expect((await observer.get(contract.listInvitations, inStudy())).status).toBe(403)
    expect((await observer.send(contract.inviteMember, invited, inStudy())).status).toBe(403)
  })

  test('nobody is invited to a site of another study, or twice into the team', async () => {
    const { lead, researcher, otherStudy } = team
    const invite = (email: string, site: string | null) =>
      lead.send(contract.inviteMember, { email, site, role: 'observer', initials: 'X' }, inStudy())
    const foreign = await invite('x@study.example', otherStudy.sites[0]?.id ?? null)
    expect(foreign.problem().code).toBe('no-such-site')
    const [person] = await app.query<{ email: string }>('select email from person where id = $1', [
      researcher.id,
    ])
    expect((await invite(person?.email ?? '', null)).problem().code).toBe('member-already')
  })
})

describe('the home', () => {
  test('the frame counts participants by site and year, and names what waits', async () => {
    const { study, siteA, siteB, coordinator } = team
    await study.participant('P001', { site: siteA, year: 1, consent: 'yes' })
    await study.participant('P002', { site: siteA, year: 1 })
    await study.participant('P003', { site: siteB, year: 6, consent: 'no' })
    await study.participant('P004', { site: siteB })
    await study.participant('P005')
    const home = (await coordinator.get(contract.getStudyHome, inStudy())).answer()
    expect(home.frame).toMatchObject({
      sites: [
        { name: 'Site A', years: [2, 0, 0, 0, 0, 0], withoutYear: 0 },
        { name: 'Site B', years: [0, 0, 0, 0, 0, 1], withoutYear: 1 },
      ],
      withoutSite: 1,
    })
    expect(home.participants).toEqual({ done: 5, total: 12, caption: '10 of 12 cells vacant' })
    expect(home.waiting).toMatchObject([
      { id: 'consent-not-recorded', sentence: 'Record whether 3 participants may be quoted' },
    ])
  })

  test('nothing waits for who may do nothing about it', async () => {
    await team.study.participant('P001')
    const home = (await team.observer.get(contract.getStudyHome, inStudy())).answer()
    expect(home.waiting).toEqual([])
  })

  test('a welfare contact finds only their own site in it', async () => {
    await team.study.participant('P001', { site: team.siteA, year: 1 })
    await team.study.participant('P002', { site: team.siteB, year: 1 })
    const home = (await team.welfareContact.get(contract.getStudyHome, inStudy())).answer()
    expect(home.participants.done).toBe(1)
  })
})
