import * as contract from '@throughline/contract/coding'
import { redo, undo } from '@throughline/contract/platform'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'

const text = 'Honestly I never feel I fully belong. Every single event is centred around drinking.'
const belong = { from: 0, to: text.indexOf(' Every') }
const strength = {
  name: 'Strength',
  lowest: 1,
  highest: 3,
  labels: [
    { step: 1, name: 'hinted at' },
    { step: 3, name: 'spelt out' },
  ],
}

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
  transcript = await study.transcript(text)
})
afterAll(() => product.close())

async function newCode(name: string): Promise<string> {
  const id = uuidv7()
  ;(await lead.send(contract.addCode, { id, name }, { study: study.id })).answer()
  return id
}

/** The researcher's coding of the first sentence. */
async function newCoding(code: string): Promise<string> {
  const body = { id: uuidv7(), transcript, code, ...belong }
  ;(await researcher.send(contract.addCoding, body, { study: study.id })).answer()
  return body.id
}

function change(
  who: Person,
  body: z.input<typeof contract.changeCoding.body>,
  key: string = crypto.randomUUID(),
) {
  return who.send(contract.changeCoding, body, { study: study.id, key })
}

const setScale = (who: Person, scale: z.input<typeof contract.weightScale> | null) =>
  who.send(contract.setWeightScale, { scale }, { study: study.id })

async function codingOf(id: string) {
  const reply = await lead.get(contract.listCodings, { study: study.id, transcript })
  return reply.answer().codings.find((coding) => coding.id === id)
}

describe('a coding that is changed', () => {
  test('keeps what is left out, and who made it and when', async () => {
    const code = await newCode('Only one like me')
    const id = await newCoding(code)
    const before = await codingOf(id)
    expect(before).toMatchObject({ weight: null, comment: '', coder: researcher.id })
    ;(await change(researcher, { id, from: 9 })).answer()
    expect(await codingOf(id)).toEqual({ ...before, from: 9 })
    ;(await change(researcher, { id, comment: 'Said with a laugh.' })).answer()
    expect(await codingOf(id)).toEqual({ ...before, from: 9, comment: 'Said with a laugh.' })
    const other = await newCode('Minority within a minority')
    ;(await change(researcher, { id, code: other, to: 20 })).answer()
    expect(await codingOf(id)).toMatchObject({ code: other, from: 9, to: 20 })
  })

  test('is set back and changed again by undo and redo, as one step', async () => {
    const id = await newCoding(await newCode('Self-blame'))
    const before = await codingOf(id)
    const key = crypto.randomUUID()
    ;(await change(researcher, { id, from: 11, to: 25, comment: 'Unsure' }, key)).answer()
    const after = await codingOf(id)
    ;(await researcher.send(undo, { command: key }, { study: study.id })).answer()
    expect(await codingOf(id)).toEqual(before)
    ;(await researcher.send(redo, { command: key }, { study: study.id })).answer()
    expect(await codingOf(id)).toEqual(after)
  })

  test('is not set back over a later change of the same edge, and is beside one of another', async () => {
    const id = await newCoding(await newCode('Split-second judgement'))
    const first = crypto.randomUUID()
    ;(await change(researcher, { id, from: 9 }, first)).answer()
    ;(await change(researcher, { id, to: 30 })).answer()
    ;(await researcher.send(undo, { command: first }, { study: study.id })).answer()
    expect(await codingOf(id)).toMatchObject({ from: 0, to: 30 })
    const second = crypto.randomUUID()
    ;(await change(researcher, { id, from: 11 }, second)).answer()
    ;(await change(researcher, { id, from: 17 })).answer()
    const refused = await researcher.send(undo, { command: second }, { study: study.id })
    expect(refused.problem()).toMatchObject({ status: 409, code: 'changed-since' })
  })

  test('in two tabs at once keeps both changes, each made once', async () => {
    const id = await newCoding(await newCode('Hoops to reach help'))
    const key = crypto.randomUUID()
    const replies = await Promise.all([
      change(researcher, { id, from: 9 }, key),
      change(researcher, { id, from: 9 }, key),
      change(researcher, { id, to: 25 }),
      change(researcher, { id, comment: 'From the other tab' }),
    ])
    for (const reply of replies) expect(reply.answer()).toEqual({ id })
    expect(await codingOf(id)).toMatchObject({ from: 9, to: 25, comment: 'From the other tab' })
  })

  test('comes back with its weight and comment when its removal is undone', async () => {
    ;(await setScale(lead, strength)).answer()
    const id = await newCoding(await newCode('Ticking a box'))
    ;(await change(researcher, { id, weight: 3, comment: 'Twice' })).answer()
    const before = await codingOf(id)
    const key = crypto.randomUUID()
    ;(await researcher.send(contract.removeCoding, { id }, { study: study.id, key })).answer()
    ;(await researcher.send(undo, { command: key }, { study: study.id })).answer()
    expect(await codingOf(id)).toEqual(before)
  })

  test('keeps its code when that is retired later, and gets no retired one', async () => {
    const code = await newCode('No follow-up')
    const retired = await newCode('Bounced between people')
    const id = await newCoding(code)
    for (const one of [code, retired])
      (await lead.send(contract.retireCode, { id: one }, { study: study.id })).answer()
    ;(await change(researcher, { id, from: 9 })).answer()
    expect((await change(researcher, { id, code: retired })).problem().code).toBe('code-retired')
    expect(await codingOf(id)).toMatchObject({ code, from: 9 })
  })

  test('moves its count from code to code', async () => {
    const [from, to] = [await newCode('Older years'), await newCode('Shared experience')]
    const id = await newCoding(from)
    const counts = async () => {
      const { codes } = (await lead.get(contract.listCodes, { study: study.id })).answer()
      return [from, to].map((code) => codes.find((one) => one.id === code)?.codings)
    }
    expect(await counts()).toEqual([1, 0])
    ;(await change(researcher, { id, code: to })).answer()
    expect(await counts()).toEqual([0, 1])
  })
})

describe('a change of a coding is refused', () => {
  test('to everybody but its coder, leads included', async () => {
    const id = await newCoding(await newCode('Emotional padding'))
    expect((await change(lead, { id, from: 3 })).problem()).toMatchObject({ status: 403 })
    expect((await change(observer, { id, from: 3 })).problem()).toMatchObject({ status: 403 })
    expect(await codingOf(id)).toMatchObject(belong)
  })

  test('from another study, by any of its ids', async () => {
    const code = await newCode('Fighting to belong')
    const id = await newCoding(code)
    const other = await product.study(stranger, { title: 'Another study' })
    const there = { study: other.id }
    expect((await stranger.send(contract.changeCoding, { id, from: 3 }, there)).status).toBe(404)
    expect(
      (await stranger.send(contract.changeCoding, { id, from: 3 }, { study: study.id })).status,
    ).toBe(404)
    const foreign = uuidv7()
    ;(await stranger.send(contract.addCode, { id: foreign, name: 'Theirs' }, there)).answer()
    expect((await change(researcher, { id, code: foreign })).problem().status).toBe(404)
    expect((await change(researcher, { id: uuidv7(), from: 3 })).problem().status).toBe(404)
  })

  test('outside the text, without a character, and onto the same passage twice', async () => {
    const code = await newCode('Caring at home')
    const id = await newCoding(code)
    expect((await change(researcher, { id, to: text.length + 1 })).problem().code).toBe(
      'outside-the-text',
    )
    expect((await change(researcher, { id, from: belong.to })).problem().code).toBe('empty-range')
    expect((await change(researcher, { id, from: -1 })).status).toBe(422)
    const second = { id: uuidv7(), transcript, code, from: 3, to: 9 }
    ;(await researcher.send(contract.addCoding, second, { study: study.id })).answer()
    expect((await change(researcher, { id: second.id, ...belong })).problem().code).toBe(
      'coded-already',
    )
  })

  test('while its transcript is not released', async () => {
    const id = await newCoding(await newCode('Loneliness of year one'))
    const raw = await study.transcript(text, { title: 'Not yet' })
    // Past the app: no way through it leads from a released transcript back to a raw one.
    await product.query(`alter table transcript disable trigger user`)
    await product.query(
      `update transcript set stage = 'raw', released_by = null, released_at = null
      where study_id = $1 and id = $2`,
      [study.id, raw],
    )
    await product.query(`alter table coding disable trigger user`)
    await product.query(`update coding set transcript_id = $3 where study_id = $1 and id = $2`, [
      study.id,
      id,
      raw,
    ])
    await product.query(`alter table coding enable trigger user`)
    await product.query(`alter table transcript enable trigger user`)
    expect((await change(researcher, { id, from: 3 })).problem().code).toBe('not-released')
    expect((await change(researcher, { id, comment: 'x' })).problem().code).toBe('not-released')
  })
})

describe('the scale of weights', () => {
  test('is the team’s: set by who may change the code list, read by all, undone by another lead', async () => {
    const other = await product.person('Eve Ray')
    await study.join(other, 'lead')
    const key = crypto.randomUUID()
    ;(
      await researcher.send(
        contract.setWeightScale,
        { scale: { ...strength, highest: 5 } },
        { study: study.id, key },
      )
    ).answer()
    const read = async () =>
      (await observer.get(contract.getWeightScale, { study: study.id })).answer().scale
    expect(await read()).toEqual({ ...strength, highest: 5 })
    ;(await other.send(undo, { command: key }, { study: study.id })).answer()
    expect(await read()).not.toEqual({ ...strength, highest: 5 })
    expect((await setScale(observer, strength)).status).toBe(403)
    expect((await stranger.get(contract.getWeightScale, { study: study.id })).status).toBe(404)
  })

  test('lets only its steps be given, and stays as wide as the weights given', async () => {
    ;(await setScale(lead, strength)).answer()
    const id = await newCoding(await newCode('Changing oneself to fit'))
    expect((await change(researcher, { id, weight: 4 })).problem().code).toBe('no-such-weight')
    ;(await change(researcher, { id, weight: 3 })).answer()
    expect(await codingOf(id)).toMatchObject({ weight: 3 })
    expect((await setScale(lead, { ...strength, highest: 2, labels: [] })).problem().code).toBe(
      'weights-outside',
    )
    ;(await setScale(lead, null)).answer()
    expect((await change(researcher, { id, weight: 2 })).problem().code).toBe('no-such-weight')
    ;(await change(researcher, { id, weight: null })).answer()
    expect(await codingOf(id)).toMatchObject({ weight: null })
  })

  test('names no step twice and none that it does not have', async () => {
    const named = (...steps: number[]) => ({
      ...strength,
      labels: steps.map((step) => ({ step, name: 'x' })),
    })
    expect((await setScale(lead, named(4))).status).toBe(422)
    expect((await setScale(lead, named(2, 2))).status).toBe(422)
    expect((await setScale(lead, { ...strength, lowest: 3, labels: [] })).status).toBe(422)
  })
})
