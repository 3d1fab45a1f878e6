import * as coding from '@throughline/contract/coding'
import type { Command } from '@throughline/contract/endpoint'
import { redo } from '@throughline/contract/platform'
import * as contract from '@throughline/contract/reporting'
import * as themes from '@throughline/contract/themes'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { openTestApp, type Person, type TestApp } from '../app.ts'
import { openScene, type Scene } from '../themes/scene.ts'

let product: TestApp
let scene: Scene
let theme: string
let code: string
/** Codings of Asha, who consents to be quoted, and of Ben, who does not. */
let events: string
let lemonade: string
let fighting: string

beforeAll(async () => {
  product = await openTestApp()
})
afterAll(() => product.close())

beforeEach(async () => {
  scene = await openScene(product)
  const { asha, ben } = scene
  code = await scene.code('Events centred on drinking')
  theme = await scene.theme('Feelings of exclusion', [code])
  events = await scene.coded(
    code,
    asha.transcript,
    asha.text,
    'Every single event is centred around drinking.',
  )
  lemonade = await scene.coded(
    code,
    asha.transcript,
    asha.text,
    'You can go and hold a lemonade, but it isn’t for you.',
  )
  fighting = await scene.coded(
    code,
    ben.transcript,
    ben.text,
    'had to fight to think that I belong',
  )
})

const send = <C extends Command>(
  command: C,
  body: z.input<C['body']>,
  who: Person = scene.researcher,
) => who.send(command, body, { study: scene.study.id })

async function step<C extends Command>(
  command: C,
  body: z.input<C['body']>,
  who = scene.researcher,
) {
  const key = crypto.randomUUID()
  ;(await who.send(command, body, { study: scene.study.id, key })).answer()
  return key
}

async function chosen(codingId: string, before: string | null = null) {
  const id = uuidv7()
  await step(contract.chooseQuote, { id, theme, coding: codingId, before })
  return id
}

const draft = async (who = scene.observer) =>
  (await who.get(contract.getReport, { study: scene.study.id })).answer()

const quotes = async () => (await draft()).themes.find(({ id }) => id === theme)?.quotes ?? []

const printed = async () =>
  (await quotes()).map(({ parts }) => parts?.map(({ text }) => text).join('') ?? null)

const consent = (value: string, participant = scene.asha.participant) =>
  product.query('update participant set quote_consent = $1 where id = $2', [value, participant])

/** A row put in as a member who may, past every check of ours but the database's own. */
function insertRaw(codingId: string, edits: unknown) {
  return product.platform.database.inStudy(scene.lead.id, scene.study.id, null, (transaction) =>
    sql`insert into report_quote (study_id, id, theme_id, coding_id, position, edits, words_hash, chosen_by)
      values (${scene.study.id}, ${uuidv7()}, ${theme}, ${codingId}, 1, ${JSON.stringify(edits)}::jsonb, '', ${scene.lead.id})`.execute(
      transaction,
    ),
  )
}

describe('a quote', () => {
  test('is the source’s own words, with who said them and where', async () => {
    const id = await chosen(events)
    expect(await quotes()).toMatchObject([
      {
        id,
        coding: events,
        source: 'Every single event is centred around drinking.',
        parts: [{ kind: 'source', text: 'Every single event is centred around drinking.' }],
        attribution: { participant: 'P002', site: 'Site A', year: 3 },
        transcript: scene.asha.transcript,
        at: 0,
        withheld: null,
        outsideTheme: false,
      },
    ])
    expect((await draft()).balance).toMatchObject({ quotes: 1, quoted: 1, of: 2 })
  })

  test('stands where it was put, moves, and moves back', async () => {
    const third = await scene.coded(code, scene.asha.transcript, scene.asha.text, 'hold a lemonade')
    const [a, b, c] = [await chosen(events), await chosen(lemonade), await chosen(third)]
    const order = async () => (await quotes()).map(({ id }) => id)
    expect(await order()).toEqual([a, b, c])
    const key = await step(contract.moveQuote, { id: c, before: a })
    expect(await order()).toEqual([c, a, b])
    expect(await scene.undo(key)).toEqual({ status: 200 })
    expect(await order()).toEqual([a, b, c])
    await step(contract.moveQuote, { id: a, before: null })
    expect(await order()).toEqual([b, c, a])
  })

  test('is taken out and comes back shortened, in its place, as it was', async () => {
    const [a, b] = [await chosen(events), await chosen(lemonade)]
    await step(contract.shortenQuote, { id: a, edits: [{ kind: 'omit', from: 0, to: 12 }] })
    const before = await quotes()
    const key = await step(contract.takeQuoteOut, { id: a })
    expect((await quotes()).map(({ id }) => id)).toEqual([b])
    expect(await scene.undo(key)).toEqual({ status: 200 })
    expect(await quotes()).toEqual(before)
  })

  test('is chosen once for each theme, from codes of the theme, and not for a theme set aside', async () => {
    await chosen(events)
    const body = { id: uuidv7(), theme, coding: events }
    expect((await send(contract.chooseQuote, body)).problem().code).toBe('quoted-already')
    const elsewhere = await scene.theme('Representation')
    const foreign = { ...body, theme: elsewhere }
    expect((await send(contract.chooseQuote, foreign)).problem().code).toBe('code-not-in-theme')
    await step(themes.carryCodes, { codes: [code], to: elsewhere })
    await step(themes.setThemeAside, { id: elsewhere })
    expect((await send(contract.chooseQuote, foreign)).problem().code).toBe('theme-set-aside')
    expect((await send(contract.chooseQuote, { ...body, coding: uuidv7() })).status).toBe(404)
  })

  test('says so when its code left the theme', async () => {
    await chosen(events)
    await step(themes.takeCodesOut, { codes: [code], theme })
    expect(await quotes()).toMatchObject([{ outsideTheme: true, withheld: null }])
  })

  test('holds its coding and its theme fast, with a sentence', async () => {
    await chosen(events)
    expect((await send(coding.removeCoding, { id: events })).problem()).toMatchObject({
      status: 409,
      code: 'quoted',
      detail: expect.stringContaining('Take the quote out of the report first'),
    })
    await step(themes.takeCodesOut, { codes: [code], theme })
    expect((await send(themes.removeTheme, { id: theme })).problem().code).toBe('theme-quoted')
  })

  test('goes when its choosing is undone, but not once it was shortened', async () => {
    const id = uuidv7()
    const key = await step(contract.chooseQuote, { id, theme, coding: events })
    const shortened = await step(contract.shortenQuote, {
      id,
      edits: [{ kind: 'omit', from: 0, to: 12 }],
    })
    expect(await scene.undo(key)).toEqual({ status: 409, code: 'changed-since' })
    await scene.undo(shortened)
    expect(await scene.undo(key)).toEqual({ status: 200 })
    expect(await quotes()).toEqual([])
    ;(await send(redo, { command: key })).answer()
    expect(await quotes()).toHaveLength(1)
  })
})

describe('shortening', () => {
  test('marks what is left out and put in, and is undone', async () => {
    const id = await chosen(lemonade)
    const source = 'You can go and hold a lemonade, but it isn’t for you.'
    const omit = {
      kind: 'omit' as const,
      from: source.indexOf('go and '),
      to: source.indexOf('hold'),
    }
    const insert = { kind: 'insert' as const, at: source.indexOf(' isn’t'), text: 'the evening' }
    const first = await step(contract.shortenQuote, { id, edits: [omit] })
    const second = await step(contract.shortenQuote, { id, edits: [insert, omit] })
    expect(await printed()).toEqual([
      'You can […] hold a lemonade, but it [the evening] isn’t for you.',
    ])
    expect(await scene.undo(first)).toEqual({ status: 409, code: 'changed-since' })
    expect(await scene.undo(second)).toEqual({ status: 200 })
    expect(await printed()).toEqual(['You can […] hold a lemonade, but it isn’t for you.'])
    expect(await scene.undo(first)).toEqual({ status: 200 })
    expect(await printed()).toEqual([source])
  })

  test('is refused with a sentence where the source cannot bear it', async () => {
    const id = await chosen(events)
    const length = 'Every single event is centred around drinking.'.length
    const impossible = [
      [{ kind: 'omit' as const, from: 0, to: length + 1 }],
      [{ kind: 'omit' as const, from: 0, to: length }],
      [{ kind: 'omit' as const, from: 5, to: 5 }],
      [{ kind: 'insert' as const, at: 3, text: '[…]' }],
      [
        { kind: 'omit' as const, from: 0, to: 12 },
        { kind: 'insert' as const, at: 6, text: 'some' },
      ],
    ]
    for (const edits of impossible) {
      const problem = (await send(contract.shortenQuote, { id, edits })).problem()
      expect(problem).toMatchObject({ status: 422, code: 'not-verbatim' })
      expect(problem.detail).toMatch(/\.$/)
    }
    expect(await printed()).toEqual(['Every single event is centred around drinking.'])
  })

  test('must be looked at again when the transcript was corrected since', async () => {
    const [shortened, whole] = [await chosen(events), await chosen(lemonade)]
    await step(contract.shortenQuote, { id: shortened, edits: [{ kind: 'omit', from: 0, to: 12 }] })
    const corrected = scene.asha.text.replace('single', 'lonely').replace('lemonade', 'limonada')
    await product.query('update transcript_text set text = $1 where transcript_id = $2', [
      corrected,
      scene.asha.transcript,
    ])
    expect(await quotes()).toMatchObject([
      {
        id: shortened,
        withheld: 'words changed',
        parts: null,
        source: 'Every lonely event is centred around drinking.',
      },
      {
        id: whole,
        withheld: null,
        source: 'You can go and hold a limonada, but it isn’t for you.',
      },
    ])
    await step(contract.shortenQuote, { id: shortened, edits: [{ kind: 'omit', from: 0, to: 5 }] })
    expect((await printed())[0]).toBe('[…] lonely event is centred around drinking.')
  })
})

describe('consent to be quoted', () => {
  test('is needed: no, not recorded and nobody’s transcript are refused, each with its sentence', async () => {
    const choose = (codingId: string) =>
      send(contract.chooseQuote, { id: uuidv7(), theme, coding: codingId })
    expect((await choose(fighting)).problem()).toMatchObject({
      status: 422,
      code: 'no-consent-to-be-quoted',
      detail: 'This participant does not want to be quoted.',
    })
    await consent('not recorded', scene.ben.participant)
    expect((await choose(fighting)).problem().detail).toContain('not recorded')
    await product.query('update transcript set participant_id = null where id = $1', [
      scene.ben.transcript,
    ])
    expect((await choose(fighting)).problem().detail).toContain('belongs to no participant')
    expect(await quotes()).toEqual([])
  })

  test('cannot be walked around by writing the row', async () => {
    await expect(insertRaw(fighting, [])).rejects.toMatchObject({ code: 'TL004' })
    const id = await chosen(events)
    const point = product.platform.database.inStudy(
      scene.lead.id,
      scene.study.id,
      null,
      (transaction) =>
        sql`update report_quote set coding_id = ${fighting} where id = ${id}`.execute(transaction),
    )
    await expect(point).rejects.toMatchObject({ code: 'TL004' })
    await expect(
      product.query('update report_quote set coding_id = $1 where id = $2', [fighting, id]),
    ).rejects.toMatchObject({ code: 'TL004' })
  })

  test('withdrawn later: the quote stays in the draft as withheld, and its words are nowhere', async () => {
    const id = await chosen(events)
    await chosen(lemonade)
    await consent('no')
    const answer = await scene.lead.get(contract.getReport, { study: scene.study.id })
    expect(answer.body).not.toContain('drinking.')
    expect(answer.body).not.toContain('lemonade')
    expect(answer.answer()).toMatchObject({
      balance: { quotes: 0, quoted: 0 },
      withheld: [{ reason: 'consent refused', quotes: 2 }],
    })
    expect(await quotes()).toMatchObject([
      { id, withheld: 'consent refused', source: null, parts: null },
      { withheld: 'consent refused', source: null, parts: null },
    ])
    expect((await send(contract.shortenQuote, { id, edits: [] })).problem().code).toBe(
      'no-consent-to-be-quoted',
    )
    const taken = await step(contract.takeQuoteOut, { id })
    expect(await scene.undo(taken)).toEqual({ status: 422, code: 'no-consent-to-be-quoted' })
    await consent('yes')
    expect(await scene.undo(taken)).toEqual({ status: 200 })
    expect(await printed()).toEqual([
      'Every single event is centred around drinking.',
      'You can go and hold a lemonade, but it isn’t for you.',
    ])
  })

  test('follows whose transcript it is', async () => {
    await chosen(events)
    const assign = (participant: string | null) =>
      product.query('update transcript set participant_id = $1 where id = $2', [
        participant,
        scene.asha.transcript,
      ])
    await assign(scene.ben.participant)
    expect(await quotes()).toMatchObject([{ withheld: 'consent refused', source: null }])
    await assign(null)
    expect(await quotes()).toMatchObject([
      { withheld: 'no participant', source: null, attribution: null },
    ])
  })

  test('and the ranges of edits are checked by the table itself', async () => {
    const length = 'Every single event is centred around drinking.'.length
    const impossible: unknown[] = [
      'none',
      [{ kind: 'omit', from: -1, to: 4 }],
      [{ kind: 'omit', from: 0, to: length + 1 }],
      [{ kind: 'omit', from: 9, to: 3 }],
      [{ kind: 'omit', from: 0.5, to: 3 }],
      [{ kind: 'omit', from: '0', to: 3 }],
      [{ kind: 'omit', from: 0 }],
      [{ kind: 'insert', at: length + 1, text: 'late' }],
      [{ kind: 'insert', at: 0, text: '  ' }],
      [{ kind: 'insert', at: 0, text: 'in] not marked [' }],
      [{ kind: 'replace', from: 0, to: 3, text: 'words never said' }],
      [null],
      [7],
    ]
    for (const edits of impossible)
      await expect(insertRaw(events, edits), JSON.stringify(edits)).rejects.toMatchObject({
        code: 'TL003',
      })
    await insertRaw(events, [
      { kind: 'omit', from: 0, to: 5 },
      { kind: 'insert', at: 6, text: 'each' },
    ])
    expect(await quotes()).toHaveLength(1)
  })
})

describe('what the report says', () => {
  test('of itself and of a theme is written, and undone while nobody wrote since', async () => {
    const titled = await step(contract.changeReport, { title: 'Belonging', showsSite: false })
    await step(contract.changeReport, { introduction: 'We asked.' })
    expect(await scene.undo(titled)).toEqual({ status: 200 })
    expect(await draft()).toMatchObject({ title: '', showsSite: true, introduction: 'We asked.' })
    const first = await step(contract.writeSection, { theme, text: 'Exclusion is felt alone.' })
    const second = await step(contract.writeSection, { theme, text: 'Exclusion is made.' })
    expect(await scene.undo(first)).toEqual({ status: 409, code: 'changed-since' })
    expect(await scene.undo(second)).toEqual({ status: 200 })
    expect((await draft()).themes[0]?.text).toBe('Exclusion is felt alone.')
    expect((await send(contract.writeSection, { theme: uuidv7(), text: 'x' })).status).toBe(404)
  })

  test('holds its theme fast until it is emptied', async () => {
    const empty = await scene.theme('Empty')
    await step(contract.writeSection, { theme: empty, text: 'Something' })
    expect((await send(themes.removeTheme, { id: empty })).problem().code).toBe('theme-written')
    await step(contract.writeSection, { theme: empty, text: '  ' })
    await step(themes.removeTheme, { id: empty })
  })

  test('leaves out a theme that was set aside, quotes and all, and has them again', async () => {
    await chosen(events)
    await step(themes.setThemeAside, { id: theme })
    expect((await draft()).themes).toEqual([])
    expect((await draft()).balance.quotes).toBe(0)
    await step(themes.bringThemeBack, { id: theme })
    expect(await quotes()).toHaveLength(1)
  })
})

describe('where the study stands', () => {
  test('counts quotes that can be printed, and says what waits', async () => {
    const count = async () =>
      (await scene.lead.get(contract.countReport, { study: scene.study.id })).answer()
    const waiting = async (who = scene.lead) =>
      (await who.get(contract.waitingForReport, { study: scene.study.id })).answer().items
    expect(await count()).toEqual({ done: 0, total: 0, caption: 'not begun' })
    await chosen(events)
    await chosen(lemonade)
    expect(await count()).toEqual({ done: 2, total: 2, caption: 'quotes from 1 of 2 people' })
    expect(await waiting()).toEqual([])
    await consent('not recorded')
    expect(await count()).toMatchObject({ done: 0, total: 2 })
    expect(await waiting()).toMatchObject([
      { sentence: '2 quotes of the report are without consent', page: 'report' },
    ])
    expect(await waiting(scene.observer)).toEqual([])
  })
})

describe('who may', () => {
  test('observers read and change nothing; welfare contacts do not read; strangers find nothing', async () => {
    const { observer, welfare, stranger, study } = scene
    expect((await observer.get(contract.getReport, { study: study.id })).status).toBe(200)
    expect(
      (await send(contract.chooseQuote, { id: uuidv7(), theme, coding: events }, observer)).status,
    ).toBe(403)
    expect((await observer.save(contract.exportReport, { study: study.id })).status).toBe(403)
    expect((await welfare.get(contract.getReport, { study: study.id })).status).toBe(403)
    expect((await stranger.get(contract.getReport, { study: study.id })).status).toBe(404)
    expect((await stranger.save(contract.exportReport, { study: study.id })).status).toBe(404)
    expect((await send(contract.changeReport, { title: 'Mine' }, stranger)).status).toBe(404)
  })

  test('cannot reach quotes, codings and themes of another study', async () => {
    const id = await chosen(events)
    const own = scene
    const other = await openScene(product)
    const theirs = { study: other.study.id }
    const there = <C extends Command>(command: C, body: z.input<C['body']>) =>
      other.lead.send(command, body, theirs)
    expect((await there(contract.takeQuoteOut, { id })).status).toBe(404)
    expect((await there(contract.shortenQuote, { id, edits: [] })).status).toBe(404)
    expect((await there(contract.moveQuote, { id, before: null })).status).toBe(404)
    expect((await there(contract.writeSection, { theme, text: 'Ours now' })).status).toBe(404)
    expect(
      (await there(contract.chooseQuote, { id: uuidv7(), theme, coding: events })).status,
    ).toBe(404)
    scene = own
    expect(await quotes()).toHaveLength(1)
  })
})
