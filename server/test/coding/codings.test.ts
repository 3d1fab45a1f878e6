import * as contract from '@throughline/contract/coding'
import { redo, undo } from '@throughline/contract/platform'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'

const text = 'Honestly I never feel I fully belong. Every single event is centred around drinking.'
const events = { from: text.indexOf('Every'), to: text.length }

let product: TestApp
let lead: Person
let researcher: Person
let observer: Person
let stranger: Person
let study: TestStudy
let transcript: string

beforeAll(async () => {
  product = await openTestApp()
  lead = await product.person('Ada Okafor')
  researcher = await product.person('Bea Kim')
  observer = await product.person('Cy Lund')
  stranger = await product.person('Dan Moss')
  study = await product.study(lead)
  await study.join(researcher, 'researcher')
  await study.join(observer, 'observer')
  transcript = await study.transcript(text, {
    participant: await study.participant('P012', { consent: 'yes' }),
  })
})
afterAll(() => product.close())

async function newCode(name: string, by = lead): Promise<string> {
  const id = uuidv7()
  ;(await by.send(contract.addCode, { id, name }, { study: study.id })).answer()
  return id
}

const codingsOn = async (who: Person, of = transcript) =>
  (await who.get(contract.listCodings, { study: study.id, transcript: of })).answer().codings

describe('a coding', () => {
  test('is made once however often its command arrives, and says who made it', async () => {
    const code = await newCode('Events centred on drinking')
    const body = { id: uuidv7(), transcript, code, ...events }
    const key = crypto.randomUUID()
    const replies = await Promise.all(
      [1, 2, 3, 4].map(() => researcher.send(contract.addCoding, body, { study: study.id, key })),
    )
    for (const reply of replies) expect(reply.answer()).toEqual({ id: body.id })
    const made = (await codingsOn(observer)).filter((coding) => coding.id === body.id)
    expect(made).toMatchObject([{ code, coder: researcher.id, ...events }])
  })

  test('made with a new code in one gesture is undone and redone as one step', async () => {
    const code = uuidv7()
    const id = uuidv7()
    const key = crypto.randomUUID()
    const body = { id, transcript, code, ...events, newCode: { name: 'No alternative offered' } }
    ;(await researcher.send(contract.addCoding, body, { study: study.id, key })).answer()
    const names = async () =>
      (await lead.get(contract.listCodes, { study: study.id }))
        .answer()
        .codes.map(({ name }) => name)
    expect(await names()).toContain('No alternative offered')
    ;(await researcher.send(undo, { command: key }, { study: study.id })).answer()
    expect(await names()).not.toContain('No alternative offered')
    expect((await codingsOn(lead)).map((coding) => coding.id)).not.toContain(id)
    ;(await researcher.send(redo, { command: key }, { study: study.id })).answer()
    expect(await names()).toContain('No alternative offered')
    expect((await codingsOn(lead)).map((coding) => coding.id)).toContain(id)
  })

  test('comes back as it was when its removal is undone', async () => {
    const code = await newCode('Split-second judgement')
    const id = uuidv7()
    ;(
      await researcher.send(
        contract.addCoding,
        { id, transcript, code, ...events },
        { study: study.id },
      )
    ).answer()
    const before = (await codingsOn(lead)).find((coding) => coding.id === id)
    const key = crypto.randomUUID()
    ;(await researcher.send(contract.removeCoding, { id }, { study: study.id, key })).answer()
    expect((await codingsOn(lead)).some((coding) => coding.id === id)).toBe(false)
    ;(await researcher.send(undo, { command: key }, { study: study.id })).answer()
    expect((await codingsOn(lead)).find((coding) => coding.id === id)).toEqual(before)
  })

  test('of another member is taken away by a lead only', async () => {
    const code = await newCode('Self-blame')
    const id = uuidv7()
    ;(
      await lead.send(contract.addCoding, { id, transcript, code, ...events }, { study: study.id })
    ).answer()
    expect((await researcher.send(contract.removeCoding, { id }, { study: study.id })).status).toBe(
      403,
    )
    const own = uuidv7()
    ;(
      await researcher.send(
        contract.addCoding,
        { id: own, transcript, code, ...events },
        { study: study.id },
      )
    ).answer()
    expect((await lead.send(contract.removeCoding, { id: own }, { study: study.id })).status).toBe(
      200,
    )
  })

  test('is refused outside the text, on a retired code, twice on one place, and by who may not code', async () => {
    const code = await newCode('Hoops to reach help')
    const place = (from: number, to: number, withCode = code) => ({
      id: uuidv7(),
      transcript,
      code: withCode,
      from,
      to,
    })
    const send = (who: Person, body: ReturnType<typeof place>) =>
      who.send(contract.addCoding, body, { study: study.id })
    expect((await send(researcher, place(0, text.length + 1))).problem()).toMatchObject({
      status: 422,
      code: 'outside-the-text',
    })
    expect((await send(researcher, place(5, 5))).status).toBe(422)
    ;(await send(researcher, place(0, 8))).answer()
    expect((await send(researcher, place(0, 8))).problem().code).toBe('coded-already')
    expect((await send(observer, place(0, 3))).problem()).toMatchObject({ status: 403 })
    ;(await lead.send(contract.retireCode, { id: code }, { study: study.id })).answer()
    expect((await send(researcher, place(1, 4))).problem().code).toBe('code-retired')
  })
})

describe('another study', () => {
  test('answers 404 to its ids, by row-level security', async () => {
    const other = await product.study(stranger, { title: 'Another study' })
    const foreign = await other.transcript('Somebody else said this.')
    const code = await newCode('Ticking a box')
    const reply = await lead.send(
      contract.addCoding,
      { id: uuidv7(), transcript: foreign, code, from: 0, to: 4 },
      { study: study.id },
    )
    expect(reply.problem()).toMatchObject({ status: 404 })
    expect(
      (await lead.get(contract.listCodings, { study: study.id, transcript: foreign })).status,
    ).toBe(404)
    expect(
      (await lead.get(contract.listCodings, { study: other.id, transcript: foreign })).status,
    ).toBe(404)
    expect((await stranger.get(contract.listCodes, { study: study.id })).status).toBe(404)
  })
})
