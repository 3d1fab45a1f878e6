import { randomUUID } from 'node:crypto'
import * as contract from '@throughline/contract/documents'
import { undo } from '@throughline/contract/platform'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp } from '../app.ts'
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

const sheet = (body: string): contract.DocumentContent => ({
  kind: 'information sheet',
  heading: 'About the study',
  body,
})

async function begin(
  content: contract.DocumentContent,
  more: { name?: string; site?: string; language?: string } = {},
  by: Person = team.lead,
): Promise<string> {
  const id = randomUUID()
  ;(await by.send(contract.addDocument, { id, content, ...more }, inStudy())).answer()
  return id
}

async function read(document: string) {
  return (
    await team.observer.get(contract.getDocument, { study: team.study.id, document })
  ).answer()
}

async function approve(document: string, number: number): Promise<void> {
  const version = (await read(document)).versions.find((one) => one.number === number)
  const writtenAt = version?.writtenAt ?? ''
  ;(
    await team.lead.send(contract.approveDocument, { document, number, writtenAt }, inStudy())
  ).answer()
}

async function force(document: string, number: number, from: string | null = null): Promise<void> {
  ;(await team.lead.send(contract.putInForce, { document, number, from }, inStudy())).answer()
}

describe('a document', () => {
  test('goes from draft over approved to in force, and its next version takes its place at its moment', async () => {
    const id = await begin(sheet('First words.'), {}, team.researcher)
    expect((await read(id)).versions).toMatchObject([{ number: 1, state: 'draft' }])
    await approve(id, 1)
    expect((await read(id)).versions).toMatchObject([{ number: 1, state: 'approved' }])
    await force(id, 1)
    expect((await read(id)).versions).toMatchObject([{ number: 1, state: 'in force' }])

    const draft = { document: id, content: sheet('Second words.'), since: null }
    ;(await team.coordinator.send(contract.writeDraft, draft, inStudy())).answer()
    await approve(id, 2)
    const tomorrow = new Date(Date.now() + 24 * 3600_000).toISOString()
    await force(id, 2, tomorrow)
    expect((await read(id)).versions).toMatchObject([
      { number: 2, state: 'approved', inForceFrom: tomorrow },
      { number: 1, state: 'in force' },
    ])
    // the day after
    await app.query(
      `alter table document_version disable trigger document_version_approved_stays;
       update document_version set in_force_from = in_force_from - interval '2 days' where document_id = '${id}';
       alter table document_version enable trigger document_version_approved_stays`,
    )
    const { versions } = await read(id)
    expect(versions).toMatchObject([
      { number: 2, state: 'in force' },
      { number: 1, state: 'superseded' },
    ])
    expect(versions[1]?.content).toEqual(sheet('First words.'))
  })

  test('that was approved never changes and never goes, not even past the app’s routes', async () => {
    const id = await begin(sheet('As agreed.'))
    await approve(id, 1)
    await force(id, 1)
    const attacks = [
      `update document_version set content = '{}' where document_id = '${id}'`,
      `update document_version set in_force_from = now() + interval '1 day' where document_id = '${id}'`,
      `update document_version set approved_by = null, approved_at = null, in_force_from = null where document_id = '${id}'`,
      `delete from document_version where document_id = '${id}'`,
      `delete from document where id = '${id}'`,
    ]
    for (const attack of attacks)
      await expect(app.query(attack), attack).rejects.toMatchObject({
        constraint: 'document_version_kept',
      })
    const discard = await team.lead.send(
      contract.discardDraft,
      { document: id, number: 1 },
      inStudy(),
    )
    expect(discard.problem().code).toBe('approved')
  })

  test('of a study that is removed goes with it', async () => {
    const id = await begin(sheet('As agreed.'))
    await approve(id, 1)
    await app.query('delete from study_key where study_id = $1', [team.study.id])
    expect(await app.query('select from document_version where document_id = $1', [id])).toEqual([])
  })

  test('is not overwritten by somebody who read an older draft', async () => {
    const id = await begin(sheet('One.'))
    const { writtenAt } = (await read(id)).versions[0] ?? { writtenAt: '' }
    const write = (body: string, since: string | null) =>
      team.lead.send(contract.writeDraft, { document: id, content: sheet(body), since }, inStudy())
    ;(await write('Two.', writtenAt)).answer()
    const late = await write('Other.', writtenAt)
    expect(late.status).toBe(409)
    expect(late.problem().detail).toContain('Somebody else wrote on this draft')
    expect((await write('Other.', null)).status).toBe(409)
    expect((await read(id)).versions).toMatchObject([{ content: sheet('Two.') }])
  })

  test('is approved only as it was read', async () => {
    const id = await begin(sheet('One.'))
    const { writtenAt } = (await read(id)).versions[0] ?? { writtenAt: '' }
    ;(
      await team.lead.send(
        contract.writeDraft,
        { document: id, content: sheet('Two.'), since: writtenAt },
        inStudy(),
      )
    ).answer()
    const approved = await team.lead.send(
      contract.approveDocument,
      { document: id, number: 1, writtenAt },
      inStudy(),
    )
    expect(approved.problem().code).toBe('changed-since')
  })

  test('a draft written or discarded is taken back, and one that was approved meanwhile is not', async () => {
    const id = await begin(sheet('One.'))
    const first = (await read(id)).versions[0]?.writtenAt ?? ''
    const [written, discarded] = [randomUUID(), randomUUID()]
    ;(
      await team.lead.send(
        contract.writeDraft,
        { document: id, content: sheet('Two.'), since: first },
        { ...inStudy(), key: written },
      )
    ).answer()
    ;(await team.lead.send(undo, { command: written }, inStudy())).answer()
    expect((await read(id)).versions).toMatchObject([{ content: sheet('One.') }])
    ;(
      await team.lead.send(
        contract.discardDraft,
        { document: id, number: 1 },
        { ...inStudy(), key: discarded },
      )
    ).answer()
    expect(
      (await team.lead.get(contract.getDocument, { study: team.study.id, document: id })).status,
    ).toBe(404)
    ;(await team.lead.send(undo, { command: discarded }, inStudy())).answer()
    expect((await read(id)).versions).toMatchObject([{ content: sheet('One.') }])

    const again = randomUUID()
    const since = (await read(id)).versions[0]?.writtenAt ?? ''
    ;(
      await team.lead.send(
        contract.writeDraft,
        { document: id, content: sheet('Three.'), since },
        { ...inStudy(), key: again },
      )
    ).answer()
    await approve(id, 1)
    expect((await team.lead.send(undo, { command: again }, inStudy())).problem().code).toBe(
      'changed-since',
    )
  })

  test('is drafted by the team, approved and put in force by a lead alone, and read by all of the team', async () => {
    const id = await begin(sheet('One.'))
    const { writtenAt } = (await read(id)).versions[0] ?? { writtenAt: '' }
    const approval = { document: id, number: 1, writtenAt }
    for (const person of [team.coordinator, team.researcher, team.observer, team.welfareContact]) {
      expect((await person.send(contract.approveDocument, approval, inStudy())).status).toBe(403)
      const from = { document: id, number: 1, from: null }
      expect((await person.send(contract.putInForce, from, inStudy())).status).toBe(403)
    }
    const draft = { document: id, content: sheet('Mine.'), since: writtenAt }
    expect((await team.observer.send(contract.writeDraft, draft, inStudy())).status).toBe(403)
    expect((await team.stranger.send(contract.writeDraft, draft, inStudy())).status).toBe(404)
    expect(
      (await team.stranger.get(contract.getDocument, { study: team.study.id, document: id }))
        .status,
    ).toBe(404)
  })

  test('comes into force now or later, never in the past, and never before it was approved', async () => {
    const id = await begin(sheet('One.'))
    const put = (from: string | null) =>
      team.lead.send(contract.putInForce, { document: id, number: 1, from }, inStudy())
    expect((await put(null)).problem().code).toBe('not-approved')
    await approve(id, 1)
    expect((await put('2020-01-01T00:00:00Z')).problem().code).toBe('in-the-past')
    ;(await put(new Date(Date.now() + 3600_000).toISOString())).answer()
    ;(await put(null)).answer()
    expect((await put(null)).problem().code).toBe('in-force')
  })
})

describe('what a study says', () => {
  test('there is one of each kind in each language, a debrief for each site, a text for each channel', async () => {
    await begin(sheet('One.'))
    const second = await team.lead.send(
      contract.addDocument,
      { id: randomUUID(), content: sheet('Two.') },
      inStudy(),
    )
    expect(second.problem().code).toBe('exists-already')
    await begin(sheet('Un.'), { language: 'cy' })
    const debrief = { kind: 'debrief' as const, heading: 'Where you find help', body: 'Here.' }
    await begin(debrief, { site: team.siteA })
    await begin(debrief, { site: team.siteB })
    const nowhere = await team.lead.send(
      contract.addDocument,
      { id: randomUUID(), content: debrief },
      inStudy(),
    )
    expect(nowhere.problem().detail).toContain('for which site')
    const { documents } = (
      await team.observer.get(contract.listDocuments, { study: team.study.id })
    ).answer()
    expect(documents.map(({ kind, language, site }) => [kind, language, site])).toEqual([
      ['information sheet', 'cy', null],
      ['information sheet', 'en', null],
      ['debrief', 'en', expect.any(String)],
      ['debrief', 'en', expect.any(String)],
    ])
  })

  const consent = (
    purposes: readonly contract.ConsentPurpose[],
    must = true,
  ): contract.DocumentContent => ({
    kind: 'consent form',
    intro: '',
    statements: purposes.map((purpose, index) => ({
      id: `s${index}`,
      text: `I agree to ${purpose}.`,
      purpose,
      must,
    })),
    untilCutOff: 'Everything is erased.',
    afterCutOff: 'What was written stays without your words.',
  })

  test.each([
    [consent(['take part', 'record', 'quote'], true), 'contact again'],
    [consent(['record', 'quote', 'contact again'], true), 'to take part'],
    [consent(['take part', 'record', 'quote', 'contact again'], false), 'must be agreed to'],
    [{ kind: 'interview guide' as const, opening: '', closing: '', sections: [] }, 'no question'],
    [sheet('  '), 'no text yet'],
  ])('a draft with a gap can be kept but not approved', async (content, sentence) => {
    const id = await begin(content)
    const { writtenAt } = (await read(id)).versions[0] ?? { writtenAt: '' }
    const reply = await team.lead.send(
      contract.approveDocument,
      { document: id, number: 1, writtenAt },
      inStudy(),
    )
    expect(reply.status).toBe(422)
    expect(reply.problem().detail).toContain(sentence)
  })
})
