import * as contract from '@throughline/contract/coding'
import { addAttribute } from '@throughline/contract/participants'
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'
import { meets, type NaiveCoding, type NaiveConditions, type Range } from './naive-quotes.ts'

let product: TestApp
let lead: Person

beforeAll(async () => {
  product = await openTestApp()
  lead = await product.person('Ada Okafor')
})
afterAll(() => product.close())

const find = async (study: string, search: Record<string, string> = {}) =>
  (await lead.get(contract.findQuotes, { study }, { limit: '500', ...search })).answer()
const idsOf = ({ quotes }: { quotes: readonly { id: string }[] }) =>
  quotes.map(({ id }) => id).toSorted()

async function putTurns(study: string, transcript: string, turns: readonly Range[]) {
  for (const [number, { from, to }] of turns.entries())
    await product.query(
      'insert into turn (study_id, transcript_id, number, starts, ends) values ($1, $2, $3, $4, $5)',
      [study, transcript, number, from, to],
    )
}

async function putCode(study: string, name: string): Promise<string> {
  const id = uuidv7()
  ;(await lead.send(contract.addCode, { id, name }, { study })).answer()
  return id
}

async function putCoding(study: string, coding: NaiveCoding) {
  ;(await lead.send(contract.addCoding, coding, { study })).answer()
}

describe('conditions on codes', () => {
  const codeNames = ['A', 'B', 'C', 'D'] as const
  const text = 'I came, and  I sat – and nobody\nsaid a word; so I left, and so'
  const { length } = text
  /** Turns with gaps between them, and a transcript without any. */
  const turnsOf: Range[][] = [
    [
      { from: 2, to: 9 },
      { from: 11, to: 20 },
      { from: 22, to: 30 },
      { from: 30, to: 41 },
      { from: 43, to: 55 },
    ],
    [],
  ]
  let study: TestStudy
  const codes: string[] = []
  const codings: NaiveCoding[] = []
  const turns = new Map<string, Range[]>()

  beforeAll(async () => {
    study = await product.study(lead)
    for (const name of codeNames) codes.push(await putCode(study.id, name))
    const places = fc.sample(
      fc.uniqueArray(
        fc.record({
          transcript: fc.nat(1),
          code: fc.nat(codeNames.length - 1),
          from: fc.nat(length - 1),
          size: fc.integer({ min: 1, max: 12 }),
        }),
        { minLength: 40, maxLength: 40, selector: (place) => JSON.stringify(place) },
      ),
      { numRuns: 1, seed: 2_026 },
    )[0]
    const transcripts: string[] = []
    for (const own of turnsOf) {
      const transcript = await study.transcript(text)
      await putTurns(study.id, transcript, own)
      transcripts.push(transcript)
      turns.set(transcript, own)
    }
    for (const { transcript, code, from, size } of places ?? []) {
      const coding = {
        id: uuidv7(),
        transcript: transcripts[transcript] ?? '',
        code: codes[code] ?? '',
        from,
        to: Math.min(length, from + size),
      }
      // cut at the end of the text, two of them may be the same
      const same = codings.some((one) =>
        (['transcript', 'code', 'from', 'to'] as const).every((key) => one[key] === coding[key]),
      )
      if (same) continue
      await putCoding(study.id, coding)
      codings.push(coding)
    }
  })

  const some = fc.subarray([0, 1, 2, 3], { maxLength: 2 })
  test('give what holding every coding against every other gives, alone and together', async () => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          any: some,
          all: some,
          not: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some }),
          overlapping: fc.oneof(fc.constant([]), some),
          inside: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, some),
          near: fc.oneof(fc.constant([]), some),
          within: fc.nat(3),
          unit: fc.constantFrom('turns', 'words'),
        }),
        async ({ within, unit, ...asked }) => {
          const named = (list: readonly number[]) => list.map((index) => codes[index] ?? '')
          const conditions: NaiveConditions = {
            any: named(asked.any),
            all: named(asked.all),
            not: named(asked.not),
            overlapping: named(asked.overlapping),
            inside: named(asked.inside),
            near: named(asked.near),
            within,
            unit,
          }
          const answer = await find(
            study.id,
            Object.fromEntries(
              Object.entries(conditions).map(([name, value]) => [name, String(value)]),
            ),
          )
          const expected = codings
            .filter((coding) =>
              meets(
                coding,
                codings,
                { turns: turns.get(coding.transcript) ?? [], text },
                conditions,
              ),
            )
            .map(({ id }) => id)
          expect(idsOf(answer)).toEqual(expected.toSorted())
          expect(answer.total).toBe(expected.length)
          expect(answer.groups.reduce((sum, group) => sum + group.codings, 0)).toBe(answer.total)
          found += expected.length
        },
      ),
      { numRuns: 150 },
    )
    expect(found).toBeGreaterThan(0)
  })
})

test('names of speakers do not stand between the words of two codings', async () => {
  const study = await product.study(lead)
  const [one, other] = [await putCode(study.id, 'One'), await putCode(study.id, 'Other')]
  const text = 'Ann Lee: I left.\nDr Bo Oyelaran: Why so?\nAnn Lee: It was late.'
  const transcript = await study.transcript(text)
  const turns = [...text.matchAll(/^(.*?:) .*$/gm)].map(({ index, 0: whole, 1: label = '' }) => ({
    from: index,
    to: index + whole.length,
    label: label.length,
  }))
  await putTurns(study.id, transcript, turns)
  for (const { from, label } of turns)
    await product.query(
      'update turn set label_starts = starts, label_ends = starts + $3 where study_id = $1 and transcript_id = $2 and starts = $4',
      [study.id, transcript, label, from],
    )
  const place = (words: string) => ({
    from: text.indexOf(words),
    to: text.indexOf(words) + words.length,
  })
  await putCoding(study.id, { id: uuidv7(), transcript, code: one, ...place('left') })
  await putCoding(study.id, { id: uuidv7(), transcript, code: other, ...place('It was late') })
  const near = async (within: number) =>
    (await find(study.id, { any: other, near: one, unit: 'words', within: String(within) })).total
  expect(await near(1)).toBe(0)
  expect(await near(2)).toBe(1)
})

describe('conditions on people, days and weights', () => {
  test('ask for attributes of every kind, years, days, weights, questions and sections', async () => {
    const study = await product.study(lead)
    const attribute = { degree: uuidv7(), identities: uuidv7(), age: uuidv7() }
    for (const [name, kind, choices] of [
      ['degree', 'one choice', ['Medicine', 'Nursing']],
      ['identities', 'several choices', ['first generation', 'carer']],
      ['age', 'number', []],
    ] as const)
      (
        await lead.send(
          addAttribute,
          { id: attribute[name], name, kind, choices: [...choices] },
          { study: study.id },
        )
      ).answer()
    const people = [
      await study.participant('P001', { year: 1 }),
      await study.participant('P002', { year: 2 }),
    ]
    const values = [
      { degree: 'Medicine', identities: ['carer', 'first generation'], age: 19 },
      { degree: 'Nursing', identities: ['carer'], age: 31 },
    ]
    for (const [index, person] of people.entries())
      await product.query('update participant set attributes = $1 where id = $2', [
        JSON.stringify(
          Object.fromEntries(
            Object.entries(attribute).map(([name, id]) => [
              id,
              Object.entries(values[index] ?? {}).find(([key]) => key === name)?.[1],
            ]),
          ),
        ),
        person,
      ])
    const code = await putCode(study.id, 'Belonging')
    const codings: string[] = []
    for (const person of people) {
      const transcript = await study.transcript('Nobody asked me whether I wanted this.', {
        participant: person,
      })
      const id = uuidv7()
      await putCoding(study.id, { id, transcript, code, from: 0, to: 6 })
      codings.push(id)
    }
    const [first = '', second = ''] = codings
    await product.query(
      `update coding set made_at = '2026-03-01T23:59:59.9Z', weight = 2 where id = $1`,
      [first],
    )
    await product.query(`update coding set made_at = '2026-03-02T00:00:00Z' where id = $1`, [
      second,
    ])
    const marked = await product.query<{ transcript_id: string }>(
      'select transcript_id from coding where id = $1',
      [second],
    )
    for (const [kind, question, name] of [
      ['question', 4, ''],
      ['section', null, 'Part one, about arriving'],
    ])
      await product.query(
        `insert into section (study_id, transcript_id, id, kind, question, name, starts, ends, by)
         values ($1, $2, $3, $4, $5, $6, 0, 3, $7)`,
        [study.id, marked[0]?.transcript_id, uuidv7(), kind, question, name, lead.id],
      )

    const asked: [search: Record<string, string>, expected: string[]][] = [
      [{ years: '2,3' }, [second]],
      [{ since: '2026-03-02' }, [second]],
      [{ until: '2026-03-01' }, [first]],
      [{ since: '2026-03-01', until: '2026-03-02' }, [first, second]],
      [{ lightest: '1' }, [first]],
      [{ heaviest: '1' }, []],
      [{ questions: '4' }, [second]],
      [{ questions: '5' }, []],
      [{ sections: JSON.stringify(['Part one, about arriving']) }, [second]],
    ]
    for (const [condition, expected] of [
      [{ attribute: attribute.degree, is: ['Nursing'] }, [second]],
      [{ attribute: attribute.identities, is: ['first generation', 'other'] }, [first]],
      [{ attribute: attribute.identities, is: ['carer'] }, [first, second]],
      [{ attribute: attribute.age, from: 20 }, [second]],
      [{ attribute: attribute.age, from: 19, to: 31 }, [first, second]],
      [{ attribute: attribute.degree, from: 1 }, []],
    ] as const)
      asked.push([{ attributes: JSON.stringify([condition]) }, [...expected]])
    for (const [search, expected] of asked)
      expect([search, idsOf(await find(study.id, search))]).toEqual([search, expected.toSorted()])
  })
})

describe('another study', () => {
  test('is never reached: not by its codes, its people, its codings or a page that was its own', async () => {
    const other = await product.person('Cyd Vale')
    const theirs = await product.study(other)
    const mine = await product.study(lead)
    const participant = await theirs.participant('P001')
    const transcript = await theirs.transcript('Nobody asked me whether I wanted this.', {
      participant,
    })
    const code = uuidv7()
    ;(
      await other.send(contract.addCode, { id: code, name: 'Secret' }, { study: theirs.id })
    ).answer()
    for (const from of [0, 1])
      (
        await other.send(
          contract.addCoding,
          { id: uuidv7(), transcript, code, from, to: 6 },
          { study: theirs.id },
        )
      ).answer()
    const own = (
      await other.get(contract.findQuotes, { study: theirs.id }, { limit: '1' })
    ).answer()
    expect(own.total).toBe(2)
    const attacks: Record<string, string>[] = [
      {},
      { any: code },
      { near: code, within: '1000' },
      { near: code, within: '1000', unit: 'words' },
      { overlapping: code },
      { inside: code },
      { participants: participant },
      { after: own.next ?? '' },
    ]
    for (const search of attacks) {
      const answer = await find(mine.id, search)
      expect(answer).toMatchObject({ total: 0, people: 0, groups: [], quotes: [] })
      expect((await lead.get(contract.findQuotes, { study: theirs.id }, search)).status).toBe(404)
    }
  })
})
