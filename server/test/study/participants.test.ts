import { randomUUID } from 'node:crypto'
import * as contract from '@throughline/contract/participants'
import { listMySteps, redo, undo } from '@throughline/contract/platform'
import { removeSite } from '@throughline/contract/study'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Visitor } from '../accounts/instance.ts'
import type { Person } from '../app.ts'
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
const participants = async (person: Person = team.coordinator) =>
  (await person.get(contract.listParticipants, inStudy())).answer().participants
const attributes = async () =>
  (await team.coordinator.get(contract.listAttributes, inStudy())).answer().attributes
const without = <Row extends { enteredAt: string }>(row: Row) => ({ ...row, enteredAt: 'any time' })

/** Takes a step, undoes and redoes it, and checks that the data follow exactly. */
async function doUndoRedo(step: (key: string) => Promise<{ status: number; body: string }>) {
  const all = async () => ({
    participants: (await participants()).map(without),
    attributes: await attributes(),
  })
  const before = await all()
  const key = randomUUID()
  expect(await step(key)).toMatchObject({ status: 200 })
  const after = await all()
  expect(after).not.toEqual(before)
  const undone = await team.coordinator.send(undo, { command: key }, inStudy())
  expect(undone).toMatchObject({ status: 200 })
  expect(await all()).toEqual(before)
  const redone = await team.coordinator.send(redo, { command: key }, inStudy())
  expect(redone).toMatchObject({ status: 200 })
  expect(await all()).toEqual(after)
}

async function define(
  name: string,
  kind: 'text' | 'number' | 'date' | 'one choice' | 'several choices',
  choices: string[] = [],
): Promise<string> {
  const id = randomUUID()
  const added = await team.coordinator.send(
    contract.addAttribute,
    { id, name, kind, choices },
    inStudy(),
  )
  expect(added).toMatchObject({ status: 200 })
  return id
}

async function enter(body: object = {}): Promise<string> {
  const id = randomUUID()
  const added = await team.coordinator.send(contract.addParticipant, { id, ...body }, inStudy())
  expect(added).toMatchObject({ status: 200 })
  return id
}

describe('participants', () => {
  test('get the next free id, or the one that was written, in one spelling', async () => {
    await enter()
    await enter({ label: 'p 7' })
    await enter()
    expect((await participants()).map(({ label }) => label)).toEqual(['P001', 'P007', 'P008'])
    const { nextLabel } = (await team.observer.get(contract.listParticipants, inStudy())).answer()
    expect(nextLabel).toBe('P009')
    const add = (label: string) =>
      team.coordinator.send(contract.addParticipant, { id: randomUUID(), label }, inStudy())
    expect((await add('P0007')).problem().code).toBe('label-taken')
    expect((await add('Anna')).problem().code).toBe('bad-label')
    expect((await add('P000')).problem().code).toBe('bad-label')
  })

  test('of ten added at the same moment no two share an id', async () => {
    await Promise.all(Array.from({ length: 10 }, () => enter()))
    const labels = (await participants()).map(({ label }) => label)
    expect(new Set(labels).size).toBe(10)
    expect(labels.at(-1)).toBe('P010')
  })

  test('are added, changed and removed, each undone and redone exactly', async () => {
    const { coordinator, siteA } = team
    const groups = await define('Groups', 'several choices', ['Carer', 'Refugee', 'Estranged'])
    const age = await define('Age', 'number')
    const id = randomUUID()
    const record = { site: siteA, year: 2, quoteConsent: 'yes', note: 'called' } as const
    await doUndoRedo((key) =>
      coordinator.send(
        contract.addParticipant,
        { id, ...record, attributes: { [groups]: ['Refugee', 'Carer'], [age]: 21 } },
        { ...inStudy(), key },
      ),
    )
    expect(await participants()).toMatchObject([
      // A set has the order of its choices.
      { ...record, attributes: { [groups]: ['Carer', 'Refugee'], [age]: 21 } },
    ])
    await doUndoRedo((key) =>
      coordinator.send(
        contract.changeParticipant,
        {
          id,
          year: null,
          quoteConsent: 'no',
          attributes: { [age]: null, [groups]: ['Estranged'] },
        },
        { ...inStudy(), key },
      ),
    )
    expect(await participants()).toMatchObject([
      { site: siteA, year: null, quoteConsent: 'no', note: 'called' },
    ])
    await doUndoRedo((key) =>
      coordinator.send(contract.removeParticipant, { id }, { ...inStudy(), key }),
    )
    expect(await participants()).toEqual([])
  })

  test('keep only values that their attributes allow', async () => {
    const { coordinator } = team
    const ids = {
      text: await define('Place', 'text'),
      number: await define('Age', 'number'),
      date: await define('Interviewed', 'date'),
      one: await define('Gender', 'one choice', ['Woman', 'Man']),
      several: await define('Groups', 'several choices', ['Carer']),
    }
    const id = await enter()
    const set = (attribute: string, value: string | number | string[]) =>
      coordinator.send(
        contract.changeParticipant,
        { id, attributes: { [attribute]: value } },
        inStudy(),
      )
    const refused: [string, string | number | string[]][] = [
      [ids.text, 5],
      [ids.number, 'twelve'],
      [ids.date, '2022-02-30'],
      [ids.date, 'yesterday'],
      [ids.one, 'Robot'],
      [ids.one, ['Woman']],
      [ids.several, 'Carer'],
      [ids.several, ['Carer', 'Pilot']],
      [randomUUID(), 'no such attribute'],
    ]
    for (const [attribute, value] of refused)
      expect({ value, status: (await set(attribute, value)).status }).toEqual({
        value,
        status: 422,
      })
    expect(await participants()).toMatchObject([{ attributes: {} }])
    await set(ids.text, '  two words \r\n and more\u0007 ')
    expect(await participants()).toMatchObject([
      { attributes: { [ids.text]: 'two words \n and more' } },
    ])
    await set(ids.text, '   ')
    expect(await participants()).toMatchObject([{ attributes: {} }])
  })

  test('stand in no year that their site’s programme lacks', async () => {
    const { coordinator, siteA } = team
    await app.query('update site set years = 5 where id = $1', [siteA])
    const id = await enter({ site: siteA, year: 5 })
    const later = await coordinator.send(contract.changeParticipant, { id, year: 6 }, inStudy())
    expect(later.status).toBe(422)
    expect(later.problem().code).toBe('year-outside-programme')
  })

  test('with a transcript are not removed, and nothing else of the step happens', async () => {
    const { coordinator, study } = team
    const id = await study.participant('P001')
    await study.transcript('What was said.', { participant: id })
    const removed = await coordinator.send(contract.removeParticipant, { id }, inStudy())
    expect(removed.status).toBe(409)
    expect(removed.problem().detail).toContain('A transcript belongs to this participant')
    expect(await participants()).toHaveLength(1)
  })

  test('are not changed back over what somebody else changed since', async () => {
    const { coordinator, lead } = team
    const id = await enter()
    const key = randomUUID()
    await coordinator.send(contract.changeParticipant, { id, note: 'one' }, { ...inStudy(), key })
    await lead.send(contract.changeParticipant, { id, note: 'two' }, inStudy())
    const undone = await coordinator.send(undo, { command: key }, inStudy())
    expect(undone.problem().code).toBe('changed-since')
    expect(await participants()).toMatchObject([{ note: 'two' }])
  })

  test('have their consent to be quoted recorded together, undone to what each had', async () => {
    const { coordinator, study } = team
    const ids = [
      await study.participant('P001', { consent: 'no' }),
      await study.participant('P002'),
      await study.participant('P003', { consent: 'yes' }),
    ]
    await doUndoRedo((key) =>
      coordinator.send(
        contract.recordQuoteConsent,
        { participants: ids, quoteConsent: 'yes' },
        { ...inStudy(), key },
      ),
    )
    expect((await participants()).map(({ quoteConsent }) => quoteConsent)).toEqual([
      'yes',
      'yes',
      'yes',
    ])
    const foreign = await team.otherStudy.participant('P001')
    const reached = await coordinator.send(
      contract.recordQuoteConsent,
      { participants: [foreign], quoteConsent: 'no' },
      inStudy(),
    )
    expect(reached.status).toBe(404)
  })

  test('are managed by leads and coordinators only, and seen by whom the table names', async () => {
    const id = await team.study.participant('P001', { site: team.siteB })
    const steps = (person: Visitor) => [
      person.send(contract.addParticipant, { id: randomUUID() }, inStudy()),
      person.send(contract.changeParticipant, { id, note: 'x' }, inStudy()),
      person.send(
        contract.recordQuoteConsent,
        { participants: [id], quoteConsent: 'yes' },
        inStudy(),
      ),
      person.send(contract.removeParticipant, { id }, inStudy()),
      person.send(contract.addAttribute, { id: randomUUID(), name: 'X', kind: 'text' }, inStudy()),
      person.upload(
        contract.previewParticipants,
        inStudy(),
        { name: 'x.csv' },
        Buffer.from('Id\n1'),
      ),
    ]
    for (const person of [team.researcher, team.welfareContact, team.observer])
      for (const reply of await Promise.all(steps(person))) expect(reply.status).toBe(403)
    for (const reply of await Promise.all(steps(team.stranger))) expect(reply.status).toBe(404)
    for (const reply of await Promise.all(steps(new Visitor(app.app))))
      expect(reply.status).toBe(401)
    expect(await participants(team.observer)).toHaveLength(1)
    expect(await participants(team.welfareContact)).toHaveLength(0)
    expect((await team.stranger.get(contract.listParticipants, inStudy())).status).toBe(404)
    expect(await participants()).toMatchObject([{ note: '', quoteConsent: 'not recorded' }])
  })

  test('tell in their events only who was touched', async () => {
    const id = await enter({ note: 'a secret note' })
    await app.platform.database.pool.query('select publish_steps()')
    const events = await app.platform.events.since(team.study.id, 0)
    expect(events.map(({ name, may, data }) => ({ name, may, data }))).toContainEqual({
      name: 'participant.added',
      may: 'see participants',
      data: { participants: [id] },
    })
    expect(JSON.stringify(events)).not.toContain('secret')
  })
})

describe('attributes', () => {
  test('are added, renamed, put in order and removed, each undone and redone exactly', async () => {
    const { coordinator } = team
    const id = randomUUID()
    await doUndoRedo((key) =>
      coordinator.send(
        contract.addAttribute,
        { id, name: ' Faith ', kind: 'one choice', choices: ['Islam', 'none'] },
        { ...inStudy(), key },
      ),
    )
    const other = await define('Age', 'number')
    const person = await enter({ attributes: { [id]: 'none', [other]: 20 } })
    await doUndoRedo((key) =>
      coordinator.send(
        contract.changeAttribute,
        {
          id,
          name: 'Religion',
          choices: [
            { name: 'No religion', was: 'none' },
            { name: 'Islam', was: 'Islam' },
            { name: 'Sikhism' },
          ],
        },
        { ...inStudy(), key },
      ),
    )
    expect(await attributes()).toMatchObject([
      { name: 'Religion', choices: ['No religion', 'Islam', 'Sikhism'], used: 1 },
      { name: 'Age' },
    ])
    expect(await participants()).toMatchObject([{ attributes: { [id]: 'No religion' } }])
    await doUndoRedo((key) =>
      coordinator.send(
        contract.orderAttributes,
        { attributes: [other, id] },
        { ...inStudy(), key },
      ),
    )
    await doUndoRedo((key) =>
      coordinator.send(contract.removeAttribute, { id, loses: 1 }, { ...inStudy(), key }),
    )
    expect(await participants()).toMatchObject([{ id: person, attributes: { [other]: 20 } }])
  })

  test('keep a choice that somebody has', async () => {
    const id = await define('Groups', 'several choices', ['Carer', 'Refugee'])
    await enter({ attributes: { [id]: ['Carer'] } })
    const removed = await team.coordinator.send(
      contract.changeAttribute,
      { id, choices: [{ name: 'Refugee', was: 'Refugee' }] },
      inStudy(),
    )
    expect(removed.status).toBe(409)
    expect(removed.problem().detail).toBe(
      '“Carer” is recorded for 1 participant. Change that first, or rename the choice.',
    )
    const unused = await team.coordinator.send(
      contract.changeAttribute,
      { id, choices: [{ name: 'Carer', was: 'Carer' }] },
      inStudy(),
    )
    expect(unused.status).toBe(200)
  })

  test('two choices that trade their names trade them where they are recorded', async () => {
    const id = await define('Side', 'one choice', ['Left', 'Right'])
    await enter({ attributes: { [id]: 'Left' } })
    await enter({ attributes: { [id]: 'Right' } })
    await team.coordinator.send(
      contract.changeAttribute,
      {
        id,
        choices: [
          { name: 'Right', was: 'Left' },
          { name: 'Left', was: 'Right' },
        ],
      },
      inStudy(),
    )
    expect((await participants()).map(({ attributes: values }) => values[id])).toEqual([
      'Right',
      'Left',
    ])
  })

  test('are removed only with what they lose said rightly', async () => {
    const id = await define('Age', 'number')
    await enter({ attributes: { [id]: 20 } })
    const removed = await team.coordinator.send(
      contract.removeAttribute,
      { id, loses: 0 },
      inStudy(),
    )
    expect(removed.status).toBe(409)
    expect(removed.problem().code).toBe('loses-something-else')
    expect(await participants()).toMatchObject([{ attributes: { [id]: 20 } }])
  })

  test('share no name with each other or with what everybody has', async () => {
    await define('Age', 'number')
    const add = (name: string, kind: 'text' | 'one choice' = 'text', choices: string[] = []) =>
      team.coordinator.send(
        contract.addAttribute,
        { id: randomUUID(), name, kind, choices },
        inStudy(),
      )
    expect((await add('AGE')).problem().code).toBe('name-taken')
    expect((await add('consent  to be quoted')).problem().code).toBe('bad-attribute')
    expect((await add('Faith', 'one choice', ['a', 'A '])).problem().code).toBe('bad-attribute')
    expect((await add('Faith', 'text', ['a'])).problem().code).toBe('bad-attribute')
    expect((await add('Faith', 'one choice', ['a;b'])).status).toBe(422)
  })
})

describe('spreadsheets', () => {
  const preview = async (text: string, columns?: object[]) =>
    (
      await team.coordinator.upload(
        contract.previewParticipants,
        inStudy(),
        { name: 'people.csv', ...(columns ? { columns: JSON.stringify(columns) } : {}) },
        Buffer.from(text),
      )
    ).answer()
  const bodyOf = (shown: Awaited<ReturnType<typeof preview>>) => ({
    id: randomUUID(),
    headings: shown.columns.map(({ heading }) => heading),
    columns: shown.columns.map(({ meaning }) => meaning),
    cells: shown.cells,
    expected: { added: shown.totals.added ?? 0, changed: shown.totals.changed ?? 0 },
  })
  const file = [
    'Participant,Site,Year,Consent to be quoted,Faith',
    'P001,Site A,1,yes,none',
    'P002,Site B,2,no,Islam',
    'P003,Site Q,2,no,none',
    'P004,Site B,3,yes,none',
    'P005,Site A,3,yes,Islam',
  ].join('\n')

  test('are previewed without a trace, imported whole, undone and redone as one', async () => {
    await team.study.participant('P001', { site: team.siteB, consent: 'no' })
    const shown = await preview(file)
    expect(shown.totals).toEqual({ added: 3, changed: 1, unchanged: 0, refused: 1 })
    expect(shown.columns.map(({ meaning }) => meaning.to)).toEqual([
      'label',
      'site',
      'year',
      'quote consent',
      'new attribute',
    ])
    expect(shown.rows[2]?.reasons[0]).toContain('no site “Site Q”')
    expect(await attributes()).toEqual([])
    expect(await participants()).toHaveLength(1)
    const body = bodyOf(shown)
    await doUndoRedo((key) =>
      team.coordinator.send(contract.importParticipants, body, { ...inStudy(), key }),
    )
    expect((await participants()).map(({ label }) => label)).toEqual([
      'P001',
      'P002',
      'P004',
      'P005',
    ])
    expect(await attributes()).toMatchObject([{ name: 'Faith', used: 4 }])
    const again = await preview(file)
    expect(again.totals).toEqual({ added: 0, changed: 0, unchanged: 4, refused: 1 })
  })

  test('follow what the person says a column is', async () => {
    const shown = await preview('Code,Where\n7,Site A\n', [{ to: 'label' }, { to: 'nothing' }])
    expect(shown.rows).toMatchObject([
      {
        label: 'P007',
        outcome: 'added',
        changes: [{ what: 'Consent to be quoted', to: 'not recorded' }],
      },
    ])
    const wrong = await team.coordinator.upload(
      contract.previewParticipants,
      inStudy(),
      { name: 'x.csv', columns: JSON.stringify([{ to: 'site' }, { to: 'site' }]) },
      Buffer.from('a,b\n1,2'),
    )
    expect(wrong.problem().detail).toContain('Two columns become “Site”')
  })

  test('are not imported when the study changed since the preview', async () => {
    const body = bodyOf(await preview(file))
    await team.study.participant('P002', { site: team.siteA })
    const imported = await team.coordinator.send(contract.importParticipants, body, inStudy())
    expect(imported.status).toBe(409)
    expect(imported.problem().code).toBe('changed-since')
    expect(await participants()).toHaveLength(1)
    expect(await attributes()).toEqual([])
  })

  test('stay imported where a transcript stands on somebody they added', async () => {
    const key = randomUUID()
    const body = bodyOf(await preview(file))
    await team.coordinator.send(contract.importParticipants, body, { ...inStudy(), key })
    const [first] = await participants()
    await team.study.transcript('Words.', { participant: first?.id ?? null })
    const undone = await team.coordinator.send(undo, { command: key }, inStudy())
    expect(undone.status).toBe(409)
    expect(await participants()).toHaveLength(4)
  })

  test.each([
    ['', 'unreadable-file', 'This file is empty'],
    ['\n\n', 'no-headings', 'The first row is empty'],
    ['Id\n'.concat('1\n'.repeat(2_001)), 'table-too-large', '2000 are taken at most'],
    ['Id,'.repeat(200), 'table-too-large', '150 are taken at most'],
  ])('that cannot be are refused with a sentence: %#', async (text, code, sentence) => {
    const reply = await team.coordinator.upload(
      contract.previewParticipants,
      inStudy(),
      { name: 'x.csv' },
      Buffer.from(text),
    )
    expect(reply.status).toBe(422)
    expect(reply.problem()).toMatchObject({ code, detail: expect.stringContaining(sentence) })
  })

  test('are exported for whoever may export, as the import reads them', async () => {
    const age = await define('Age', 'number')
    await enter({ site: team.siteA, year: 1, note: '=1+1', attributes: { [age]: 21.5 } })
    const csv = await team.researcher.save(contract.exportParticipants, inStudy(), { as: 'csv' })
    expect(csv.status).toBe(200)
    expect(csv.body).toBe(
      '\uFEFF"Participant","Site","Year","Consent to be quoted","Age","Note"\r\n' +
        '"P001","Site A","1","not recorded","21.5","\'=1+1"\r\n',
    )
    expect((await preview(csv.body)).totals.unchanged).toBe(1)
    const xlsx = await team.researcher.save(contract.exportParticipants, inStudy(), { as: 'xlsx' })
    const shown = await team.coordinator.upload(
      contract.previewParticipants,
      inStudy(),
      { name: 'participants.xlsx' },
      xlsx.bytes,
    )
    expect(shown.answer()).toMatchObject({ format: 'xlsx', totals: { unchanged: 1, added: 0 } })
    const observer = await team.observer.save(contract.exportParticipants, inStudy())
    expect(observer.status).toBe(403)
    const stranger = await team.stranger.save(contract.exportParticipants, inStudy())
    expect(stranger.status).toBe(404)
  })
})

test('what was done in this room is in my list of steps, and says whether it can be undone', async () => {
  const id = await enter({ site: team.siteB })
  await team.coordinator.send(contract.changeParticipant, { id, note: 'x' }, inStudy())
  const { steps } = (await team.coordinator.get(listMySteps, inStudy())).answer()
  expect(steps.map(({ name, undoable }) => [name, undoable])).toEqual([
    ['change-participant', true],
    ['add-participant', true],
  ])
  const inUse = await team.lead.send(removeSite, { id: team.siteB }, inStudy())
  expect(inUse.problem().detail).toContain('1 participant belongs to “Site B”')
})
