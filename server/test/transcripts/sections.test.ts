import { undo } from '@throughline/contract/platform'
import * as contract from '@throughline/contract/sections'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withinSections } from '../../src/transcripts/index.ts'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'
import { broughtIn } from './importing.ts'

const text = 'I: Q1 Where are you from?\nP: Here.\nI: Q2 And now?\nP: There.\nP: Still there.'
const first = { from: text.indexOf('Q1'), to: text.indexOf('\nP: Here') }
const second = { from: text.indexOf('Q2'), to: text.indexOf('\nP: There') }

let product: TestApp
let lead: Person
let researcher: Person
let observer: Person
let study: TestStudy

beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor')
  researcher = await product.person('Bea Kim')
  observer = await product.person('Cy Lund')
  study = await product.study(lead)
  await study.join(researcher, 'researcher')
  await study.join(observer, 'observer')
})
afterAll(() => product.close())

const asked = (transcript: string, number: number, range: { from: number; to: number }) => ({
  id: uuidv7(),
  transcript,
  kind: 'question' as const,
  question: number,
  name: text.slice(range.from, range.to),
  ...range,
})
const named = (transcript: string, name: string, range: { from: number; to: number }) => ({
  id: uuidv7(),
  transcript,
  kind: 'section' as const,
  name,
  ...range,
})
async function mark(person: Person, sections: contract.NewSection[], key = uuidv7()) {
  return person.send(contract.markSections, { sections }, { study: study.id, key })
}
async function marksOn(transcript: string) {
  const reply = await observer.get(contract.listSections, { study: study.id }, { transcript })
  return reply.answer().sections
}
const questions = async (person = observer) =>
  (await person.get(contract.listQuestions, { study: study.id })).answer().questions

describe('a mark', () => {
  test('reaches to the next of its kind, or to the end', async () => {
    const transcript = await study.transcript(text)
    const marks = [
      asked(transcript, 2, second),
      asked(transcript, 1, first),
      named(transcript, 'Beginning', { from: 0, to: 2 }),
    ]
    ;(await mark(lead, marks)).answer()
    expect(
      (await marksOn(transcript)).map(({ kind, question, from, reaches }) => [
        kind,
        question,
        from,
        reaches,
      ]),
    ).toEqual([
      ['section', null, 0, text.length],
      ['question', 1, first.from, second.from],
      ['question', 2, second.from, text.length],
    ])
  })

  test('of a number that the study does not have adds it, and undo takes mark and number away', async () => {
    const transcript = await study.transcript(text)
    const key = uuidv7()
    ;(await mark(researcher, [asked(transcript, 77, first)], key)).answer()
    expect(await questions()).toContainEqual({
      number: 77,
      wording: 'Q1 Where are you from?',
      marks: 1,
      transcripts: 1,
    })
    ;(await lead.send(undo, { command: key }, { study: study.id })).answer()
    expect(await marksOn(transcript)).toEqual([])
    expect((await questions()).map(({ number }) => number)).not.toContain(77)
  })

  test('is renamed, given another number and taken away, each undone', async () => {
    const transcript = await study.transcript(text)
    const made = asked(transcript, 1, first)
    ;(await mark(lead, [made])).answer()
    const [rename, remove] = [uuidv7(), uuidv7()]
    const body = { id: made.id, name: 'Where from?', question: 78 }
    ;(await lead.send(contract.changeSection, body, { study: study.id, key: rename })).answer()
    expect(await marksOn(transcript)).toMatchObject([{ name: 'Where from?', question: 78 }])
    const before = await marksOn(transcript)
    const ids = { ids: [made.id] }
    ;(await lead.send(contract.removeSections, ids, { study: study.id, key: remove })).answer()
    expect(await marksOn(transcript)).toEqual([])
    ;(await researcher.send(undo, { command: remove }, { study: study.id })).answer()
    expect(await marksOn(transcript)).toEqual(before)
    ;(await researcher.send(undo, { command: rename }, { study: study.id })).answer()
    expect(await marksOn(transcript)).toMatchObject([{ name: made.name, question: 1 }])
  })

  test('is refused beside another of its kind, outside the text, and on a raw transcript', async () => {
    const transcript = await study.transcript(text)
    ;(await mark(lead, [asked(transcript, 1, first)])).answer()
    const twice = await mark(lead, [asked(transcript, 2, first)])
    expect(twice.problem()).toMatchObject({ status: 409, code: 'marked-already' })
    const outside = await mark(lead, [named(transcript, 'Out', { from: 3, to: text.length + 1 })])
    expect(outside.problem().code).toBe('outside-the-text')
    const nowhere = await mark(lead, [named(uuidv7(), 'Nowhere', { from: 3, to: 4 })])
    expect(nowhere.status).toBe(409)
    const [raw] = await broughtIn(lead, study.id, 'raw.txt', `P: ${text}`, {}, 'raw')
    const sealed = await mark(lead, [named(raw?.id ?? '', 'Names', { from: 0, to: 3 })])
    expect(sealed.problem().code).toBe('not-released')
  })

  test('is seen by an observer and not made, changed or removed by one; another study has it not', async () => {
    const transcript = await study.transcript(text)
    const made = asked(transcript, 1, first)
    ;(await mark(lead, [made])).answer()
    expect(await marksOn(transcript)).toHaveLength(1)
    const at = { study: study.id }
    const replies = [
      await mark(observer, [asked(transcript, 2, second)]),
      await observer.send(contract.changeSection, { id: made.id, name: 'x' }, at),
      await observer.send(contract.removeSections, { ids: [made.id] }, at),
      await observer.send(contract.setQuestions, { questions: [] }, at),
    ]
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    const stranger = await product.person('Dan Moss')
    const theirs = await product.study(stranger, { title: 'Theirs' })
    const elsewhere = await stranger.send(
      contract.markSections,
      { sections: [asked(transcript, 2, second)] },
      { study: theirs.id },
    )
    expect(elsewhere.status).toBe(409)
    const change = { id: made.id, name: 'Mine' }
    expect((await stranger.send(contract.changeSection, change, { study: theirs.id })).status).toBe(
      404,
    )
    const gone = await stranger.send(
      contract.removeSections,
      { ids: [made.id] },
      { study: theirs.id },
    )
    expect(gone.answer()).toEqual({ removed: 0 })
    expect(await marksOn(transcript)).toHaveLength(1)
  })
})

describe('the list of questions', () => {
  test('is set as a whole and undone; a question that is marked stays in it', async () => {
    const other = await product.study(lead, { title: 'With a guide' })
    const at = { study: other.id }
    const list = async () =>
      (await lead.get(contract.listQuestions, at))
        .answer()
        .questions.map(({ number, wording }) => `${number} ${wording}`)
    const guide = [
      { number: 1, wording: 'Where are you from?' },
      { number: 4, wording: 'What would you change?' },
    ]
    ;(await lead.send(contract.setQuestions, { questions: guide }, at)).answer()
    const key = uuidv7()
    const shorter = { questions: [{ number: 1, wording: 'Where from?' }] }
    ;(await lead.send(contract.setQuestions, shorter, { ...at, key })).answer()
    expect(await list()).toEqual(['1 Where from?'])
    ;(await lead.send(undo, { command: key }, at)).answer()
    expect(await list()).toEqual(['1 Where are you from?', '4 What would you change?'])
    const transcript = await other.transcript(text)
    const sections = [asked(transcript, 4, second)]
    ;(await lead.send(contract.markSections, { sections }, at)).answer()
    const refused = await lead.send(contract.setQuestions, shorter, at)
    expect(refused.problem().detail).toContain('Question 4 is marked in one transcript')
    const twice = {
      questions: [
        { number: 1, wording: 'a' },
        { number: 1, wording: 'b' },
      ],
    }
    expect((await lead.send(contract.setQuestions, twice, at)).status).toBe(422)
  })
})

describe('what was said to a question', () => {
  test('is found from its mark to the next, for whatever later rooms keep on a text', async () => {
    const transcript = await study.transcript(text)
    const marks = [asked(transcript, 1, first), asked(transcript, 2, second)]
    ;(await mark(lead, marks)).answer()
    const within = async (conditions: Parameters<typeof withinSections>[2], word: string) => {
      const starts = text.indexOf(word)
      const condition = withinSections(study.id, 'c', conditions) ?? sql`true`
      return product.platform.database.inStudy(lead.id, study.id, null, async (transaction) => {
        const { rows } = await sql`select from (select ${transcript}::uuid as transcript_id,
          ${starts}::int as starts, ${starts + word.length}::int as ends) c where ${condition}`.execute(
          transaction,
        )
        return rows.length === 1
      })
    }
    const asking = (question: number) => ({ questions: [question], sections: [] })
    expect(await within(asking(1), 'Here.')).toBe(true)
    expect(await within(asking(2), 'Here.')).toBe(false)
    expect(await within(asking(2), 'Still there.')).toBe(true)
    expect(await within(asking(1), 'Still there.')).toBe(false)
    expect(await within({ questions: [], sections: [] }, 'Still there.')).toBe(true)
    expect(await within({ questions: [], sections: ['Beginning'] }, 'Here.')).toBe(false)
  })
})

describe('places to mark', () => {
  test('are found by how lines begin, by headings, and by the words of the study’s questions', async () => {
    const other = await product.study(lead, { title: 'To be marked' })
    const at = { study: other.id }
    const guide = [{ number: 4, wording: 'What would have made belonging easier for you?' }]
    ;(await lead.send(contract.setQuestions, { questions: guide }, at)).answer()
    const talk =
      '# Warm-up\nI: Q1: Where from?\nP: Here.\nI: And what would have made it easier, belonging?\nP: What would have made belonging easier? A friend.'
    const [made] = await broughtIn(lead, other.id, 'talk.txt', talk)
    const transcript = made?.id ?? ''
    const found = async (search: { by: contract.MarkSearch; pattern?: string }) =>
      (await lead.get(contract.findMarks, at, search)).answer().found
    const lines = await found({ by: 'lines', pattern: 'Q{number}' })
    expect(lines).toMatchObject([
      { transcript, kind: 'question', question: 1, name: 'Where from?', marked: false },
    ])
    expect(await found({ by: 'headings' })).toMatchObject([{ kind: 'section', name: 'Warm-up' }])
    const asked4 = (await found({ by: 'questions' })).filter(({ words }) => words.startsWith('And'))
    expect(asked4).toMatchObject([{ kind: 'question', question: 4 }])
    const sections = lines.map(({ words: _words, marked: _marked, ...mark }) => ({
      id: uuidv7(),
      ...mark,
    }))
    ;(await lead.send(contract.markSections, { sections }, at)).answer()
    expect(await found({ by: 'lines', pattern: 'Q{number}' })).toMatchObject([{ marked: true }])
    expect(await found({ by: 'lines', pattern: ' ' })).toEqual([])
  })
})
