import * as contract from '@throughline/contract/coding'
import { undo } from '@throughline/contract/platform'
import { removeStudy } from '@throughline/contract/study'
import { changeTranscript } from '@throughline/contract/transcripts'
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'

const text = 'Honestly I never feel I fully belong. Every single event is centred around drinking.'

let product: TestApp
let lead: Person
let researcher: Person
let study: TestStudy
let codes: string[]
let transcripts: string[]
let participants: string[]

beforeAll(async () => {
  product = await openTestApp()
  lead = await product.person('Ada Okafor')
  researcher = await product.person('Bea Kim')
})
afterAll(() => product.close())

async function freshStudy() {
  study = await product.study(lead)
  await study.join(researcher, 'researcher')
  participants = [await study.participant('P001'), await study.participant('P002')]
  transcripts = [
    await study.transcript(text, { title: 'One', participant: participants[0] ?? null }),
    await study.transcript(text, { title: 'Two', participant: participants[1] ?? null }),
    await study.transcript(text, { title: 'Three' }),
  ]
  codes = []
  for (const name of ['Belonging', 'Events']) {
    const id = uuidv7()
    ;(await lead.send(contract.addCode, { id, name }, { study: study.id })).answer()
    codes.push(id)
  }
}

async function shown() {
  const list = (await lead.get(contract.listCodes, { study: study.id })).answer().codes
  const count = (await lead.get(contract.countCodings, { study: study.id })).answer()
  return {
    codes: list
      .map(({ id, codings, people }) => ({ id, codings, people }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    done: count.done,
    total: count.total,
  }
}

/** The same counted from the codings themselves. */
async function counted() {
  const rows = await product.query<{
    code_id: string
    transcript_id: string
    participant_id: string | null
  }>(
    `select c.code_id, c.transcript_id, t.participant_id from coding c
     join transcript t on t.study_id = c.study_id and t.id = c.transcript_id where c.study_id = $1`,
    [study.id],
  )
  return {
    codes: codes
      .map((id) => {
        const own = rows.filter((row) => row.code_id === id)
        const people = new Set(own.map((row) => row.participant_id).filter((who) => who !== null))
        return { id, codings: own.length, people: people.size }
      })
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    done: new Set(rows.map((row) => row.transcript_id)).size,
    total: transcripts.length,
  }
}

const pick = <Value>(values: readonly Value[], index: number) => {
  const value = values[index % values.length]
  if (value === undefined) throw new Error('Nothing to pick from.')
  return value
}

const steps = fc.array(
  fc.record({
    what: fc.constantFrom('add', 'add', 'add', 'remove', 'undo', 'other participant', 'move'),
    which: fc.nat(50),
    code: fc.nat(1),
    transcript: fc.nat(2),
    by: fc.nat(1),
  }),
  { minLength: 1, maxLength: 12 },
)

test('counts of codings and people agree with the codings after any steps', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      await freshStudy()
      const made: { id: string; key: string; by: Person }[] = []
      for (const [number, step] of taken.entries()) {
        const by = step.by === 0 ? lead : researcher
        const where = { study: study.id }
        const some = made.length > 0 ? pick(made, step.which) : null
        if (step.what === 'add') {
          const coding = { id: uuidv7(), key: crypto.randomUUID(), by }
          const body = {
            id: coding.id,
            transcript: pick(transcripts, step.transcript),
            code: pick(codes, step.code),
            from: number,
            to: number + 10,
          }
          ;(await by.send(contract.addCoding, body, { ...where, key: coding.key })).answer()
          made.push(coding)
        } else if (step.what === 'other participant') {
          const whose = step.which % 3 === 2 ? null : pick(participants, step.which)
          const body = { id: pick(transcripts, step.transcript), participant: whose }
          ;(await lead.send(changeTranscript, body, where)).answer()
        } else if (some && step.what === 'remove') {
          ;(await some.by.send(contract.removeCoding, { id: some.id }, where)).answer()
          made.splice(made.indexOf(some), 1)
        } else if (some && step.what === 'undo') {
          ;(await some.by.send(undo, { command: some.key }, where)).answer()
          made.splice(made.indexOf(some), 1)
        } else if (some && step.what === 'move')
          await product.query('update coding set code_id = $2 where study_id = $1 and id = $3', [
            study.id,
            pick(codes, step.code),
            some.id,
          ])
      }
      expect(await shown()).toEqual(await counted())
    }),
    { numRuns: 12 },
  )
})

test('counts agree when two members code, remove and a lead says whose transcript it is, all at once', async () => {
  await freshStudy()
  const where = { study: study.id }
  const work = [lead, researcher].flatMap((by, person) =>
    Array.from({ length: 15 }, async (_, number) => {
      const body = {
        id: uuidv7(),
        transcript: pick(transcripts, number),
        code: pick(codes, number + person),
        from: number,
        to: number + 5,
      }
      ;(await by.send(contract.addCoding, body, where)).answer()
      if (number % 3 === 0) (await by.send(contract.removeCoding, { id: body.id }, where)).answer()
    }),
  )
  const changes = Array.from({ length: 10 }, async (_, number) => {
    const body = { id: pick(transcripts, number), participant: pick(participants, number + 1) }
    ;(await lead.send(changeTranscript, body, where)).answer()
  })
  await Promise.all([...work, ...changes])
  expect(await shown()).toEqual(await counted())
})

test('a study that has codings is removed whole, its counts with it', async () => {
  await freshStudy()
  const body = {
    id: uuidv7(),
    transcript: pick(transcripts, 0),
    code: pick(codes, 0),
    from: 0,
    to: 9,
  }
  ;(await lead.send(contract.addCoding, body, { study: study.id })).answer()
  const title = 'Belonging in the first year'
  ;(await lead.send(removeStudy, { study: study.id, title })).answer()
  expect(await product.query('select from coding where study_id = $1', [study.id])).toEqual([])
  expect(await product.query('select from code_count where study_id = $1', [study.id])).toEqual([])
})
