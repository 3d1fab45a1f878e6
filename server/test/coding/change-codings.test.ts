import * as contract from '@throughline/contract/coding'
import { redo, undo } from '@throughline/contract/platform'
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { openTestApp, type Person, type TestApp } from '../app.ts'
import { openScene, type Scene } from '../themes/scene.ts'

let product: TestApp
let scene: Scene
let inStudy: { study: string }

beforeAll(async () => {
  product = await openTestApp()
})
afterAll(() => product.close())
beforeEach(async () => {
  scene = await openScene(product)
  inStudy = { study: scene.study.id }
})

const codings = async () => {
  const at = { ...inStudy, transcript: scene.asha.transcript }
  return (await scene.lead.get(contract.listCodings, at)).answer().codings
}

async function coded(code: string, passage: string, who: Person) {
  const from = scene.asha.text.indexOf(passage)
  const { transcript } = scene.asha
  const body = { id: uuidv7(), transcript, code, from, to: from + passage.length }
  return (await who.send(contract.addCoding, body, inStudy)).answer().id
}

type Body = z.input<typeof contract.changeCodings.body>
const change = (who: Person, body: Body, key: string = crypto.randomUUID()) =>
  who.send(contract.changeCodings, body, { ...inStudy, key })

describe('many codings', () => {
  test('get a further code on their passages, as one’s own, once on each', async () => {
    const [a, b] = [await scene.code('A'), await scene.code('B')]
    const { lead, researcher } = scene
    const ids = [
      await coded(a, 'Every', researcher),
      await coded(a, 'Every', lead),
      await coded(a, 'single', researcher),
    ]
    await coded(b, 'single', lead)
    const before = await codings()
    const key = crypto.randomUUID()
    const reply = await change(lead, { codings: ids, what: 'add', code: b }, key)
    expect(reply.answer()).toEqual({ changed: 1, left: 2 })
    const made = (await codings()).filter(({ code }) => code === b)
    expect(made).toHaveLength(2)
    expect(made.every(({ coder }) => coder === lead.id)).toBe(true)
    ;(await lead.send(undo, { command: key }, inStudy)).answer()
    expect(await codings()).toEqual(before)
  })

  test('get another code where they are one’s own, and others’ stay', async () => {
    const [a, b] = [await scene.code('A'), await scene.code('B')]
    const { lead, researcher } = scene
    const mine = await coded(a, 'Every', researcher)
    const hers = await coded(a, 'single', lead)
    const before = await codings()
    const key = crypto.randomUUID()
    const reply = await change(researcher, { codings: [mine, hers], what: 'recode', code: b }, key)
    expect(reply.answer()).toEqual({ changed: 1, left: 1 })
    const codeOf = async (id: string) => (await codings()).find((one) => one.id === id)?.code
    expect([await codeOf(mine), await codeOf(hers)]).toEqual([b, a])
    ;(await researcher.send(undo, { command: key }, inStudy)).answer()
    expect(await codings()).toEqual(before)
    ;(await researcher.send(redo, { command: key }, inStudy)).answer()
    expect(await codeOf(mine)).toBe(b)
  })

  test('are taken away and come back with weight, comment and time; others’ stay', async () => {
    const a = await scene.code('A')
    const { lead, researcher } = scene
    const mine = await coded(a, 'Every', researcher)
    const hers = await coded(a, 'single', lead)
    const comment = { id: mine, comment: 'Said with a laugh.' }
    ;(await researcher.send(contract.changeCoding, comment, inStudy)).answer()
    const before = await codings()
    const key = crypto.randomUUID()
    const reply = await change(researcher, { codings: [mine, hers], what: 'remove' }, key)
    expect(reply.answer()).toEqual({ changed: 1, left: 1 })
    expect((await codings()).map(({ id }) => id)).toEqual([hers])
    ;(await researcher.send(undo, { command: key }, inStudy)).answer()
    expect(await codings()).toEqual(before)
  })

  test('are changed neither with a retired code, nor by an observer, nor from another study', async () => {
    const [a, retired] = [await scene.code('A'), await scene.code('Old')]
    const mine = await coded(a, 'Every', scene.researcher)
    ;(await scene.lead.send(contract.retireCode, { id: retired }, inStudy)).answer()
    const before = await codings()
    const body: Body = { codings: [mine], what: 'recode', code: retired }
    expect((await change(scene.researcher, body)).problem()).toMatchObject({ code: 'code-retired' })
    expect((await change(scene.researcher, { ...body, code: null })).status).toBe(422)
    expect((await change(scene.observer, { ...body, what: 'remove' })).status).toBe(403)
    expect((await change(scene.stranger, { ...body, what: 'remove' })).status).toBe(404)
    const theirs = { study: (await product.study(scene.stranger)).id }
    const foreign = { codings: [mine], what: 'remove' as const }
    const reply = await scene.stranger.send(contract.changeCodings, foreign, theirs)
    expect(reply.answer()).toEqual({ changed: 0, left: 1 })
    expect(await codings()).toEqual(before)
  })

  test('whatever is done with them, undo gives back exactly what was there', async () => {
    const ids = [await scene.code('A'), await scene.code('B')]
    const passages = ['Every', 'single', 'event']
    const made = fc.record({ code: fc.nat(1), passage: fc.nat(2), byLead: fc.boolean() })
    const keyOf = ({ code, passage, byLead }: { code: number; passage: number; byLead: boolean }) =>
      `${code} ${passage} ${byLead}`
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(made, { minLength: 1, maxLength: 8, selector: keyOf }),
        fc.constantFrom('add', 'recode', 'remove'),
        async (all, what) => {
          const { lead, researcher } = scene
          const there: [string, Person][] = []
          for (const { code, passage, byLead } of all) {
            const who = byLead ? lead : researcher
            there.push([await coded(ids[code] ?? '', passages[passage] ?? '', who), who])
          }
          const before = await codings()
          const key = crypto.randomUUID()
          const body = { codings: there.map(([id]) => id), what, code: ids[1] ?? null }
          const { changed, left } = (await change(researcher, body, key)).answer()
          expect(changed + left).toBe(there.length)
          ;(await researcher.send(undo, { command: key }, inStudy)).answer()
          expect(await codings()).toEqual(before)
          for (const [id, who] of there)
            (await who.send(contract.removeCoding, { id }, inStudy)).answer()
        },
      ),
      { numRuns: 15 },
    )
  })
})
