import * as contract from '@throughline/contract/coding'
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'

const text = 'Honestly I never feel I fully belong. Every single event is centred around drinking.'

let product: TestApp
let lead: Person
let study: TestStudy
let transcripts: string[]
/** A code and its group's colour, by which its codings are drawn. */
let codes: { id: string; colour: number }[]

beforeAll(async () => {
  product = await openTestApp()
  lead = await product.person('Ada Okafor')
  study = await product.study(lead)
  transcripts = [
    await study.transcript(text, { title: 'One' }),
    await study.transcript(text, { title: 'Two' }),
  ]
  const group = await addCode({ name: 'Feelings', colour: 1 })
  codes = [
    { id: await addCode({ name: 'Only one like me', colour: 4, parent: group }), colour: 1 },
    { id: await addCode({ name: 'Self-blame', colour: 5, parent: group }), colour: 1 },
    { id: await addCode({ name: 'Peers', colour: 2 }), colour: 2 },
  ]
})
afterAll(() => product.close())

async function addCode(wanted: { name: string; colour: number; parent?: string }) {
  const id = uuidv7()
  ;(await lead.send(contract.addCode, { id, ...wanted }, { study: study.id })).answer()
  return id
}

const placed = fc.uniqueArray(
  fc.record({
    transcript: fc.nat(1),
    code: fc.nat(2),
    from: fc.nat(60),
    length: fc.integer({ min: 1, max: 15 }),
  }),
  {
    maxLength: 25,
    selector: ({ transcript, code, from, length }) => [transcript, code, from, length].join(),
  },
)

test('strips cover the coded characters in the colours of the groups, each once, in the order of the text', async () => {
  await fc.assert(
    fc.asyncProperty(placed, async (made) => {
      await product.query('delete from coding where study_id = $1', [study.id])
      for (const { transcript, code, from, length } of made)
        await product.query(
          `insert into coding (study_id, id, transcript_id, code_id, starts, ends, coder_id)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          [
            study.id,
            uuidv7(),
            transcripts[transcript],
            codes[code]?.id,
            from,
            from + length,
            lead.id,
          ],
        )
      const { strips } = (await lead.get(contract.codingStrips, { study: study.id })).answer()
      for (const [number, id] of transcripts.entries()) {
        const own = made.filter(({ transcript }) => transcript === number)
        const coded = new Set(
          own.flatMap(({ code, from, length }) =>
            characters(from, from + length, codes[code]?.colour ?? 0),
          ),
        )
        const strip = strips.find(({ transcript }) => transcript === id)
        const stretches = strip?.stretches ?? []
        const drawn = stretches.flatMap(([from, to, colour]) => characters(from, to, colour))
        expect(strip?.codings).toBe(own.length)
        expect(new Set(drawn)).toEqual(coded)
        expect(drawn).toHaveLength(coded.size)
        const starts = stretches.map(([from]) => from)
        expect(starts).toEqual(starts.toSorted((a, b) => a - b))
      }
    }),
    { numRuns: 25 },
  )
})

function characters(from: number, to: number, colour: number): string[] {
  return Array.from({ length: to - from }, (_, at) => `${colour} ${from + at}`)
}
