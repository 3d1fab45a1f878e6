import * as reshaping from '@throughline/contract/code-reshaping'
import * as contract from '@throughline/contract/coding'
import type { Command } from '@throughline/contract/endpoint'
import { redo, undo } from '@throughline/contract/platform'
import * as quotes from '@throughline/contract/quotes'
import { chooseQuote, getReport } from '@throughline/contract/reporting'
import { splitTranscript } from '@throughline/contract/transcript-parts'
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeEach, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { fold, type Twin } from '../../src/coding/reshaping/rules.ts'
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

async function step<C extends Command>(command: C, body: z.input<C['body']>, who = scene.lead) {
  const key = crypto.randomUUID()
  return { key, answer: (await who.send(command, body, { ...inStudy, key })).answer() }
}

const takeBack = async (key: string, who = scene.lead) =>
  (await who.send(undo, { command: key }, inStudy)).answer()

const codes = async () => (await scene.lead.get(contract.listCodes, inStudy)).answer().codes
const codeOf = async (id: string) => (await codes()).find((code) => code.id === id)
const codings = async (transcript = scene.asha.transcript) =>
  (await scene.lead.get(contract.listCodings, { ...inStudy, transcript })).answer().codings
const codingOf = async (id: string) => (await codings()).find((coding) => coding.id === id)

const first = 'Every single event is centred around drinking.'
const second = 'You can go and hold a lemonade'

/** A coding of Asha's words by this person. */
async function coded(code: string, passage: string, who: Person = scene.researcher) {
  const from = scene.asha.text.indexOf(passage)
  const body = {
    id: uuidv7(),
    transcript: scene.asha.transcript,
    code,
    from,
    to: from + passage.length,
  }
  return (await who.send(contract.addCoding, body, inStudy)).answer().id
}

/** All that a merge may touch, as everybody sees it. */
async function everything() {
  const { codes: list } = (await scene.lead.get(contract.listCodes, inStudy)).answer()
  const board = await scene.board()
  return {
    codes: list,
    codings: await codings(),
    themes: board.themes.map(({ id, codes: inTheme }) => ({ id, inTheme })),
  }
}

describe('codes that are merged', () => {
  test('give their codings, whoever made them, to the other code, and are retired', async () => {
    const [drinking, alcohol] = [await scene.code('Drinking'), await scene.code('Alcohol')]
    const [mine, hers] = [await coded(alcohol, first), await coded(alcohol, second, scene.lead)]
    const body = { into: drinking, from: [alcohol], reason: 'They mean the same.' }
    const { answer } = await step(reshaping.mergeCodes, body)
    expect(answer).toEqual({ id: drinking, moved: 2, folded: 0 })
    expect(await codingOf(mine)).toMatchObject({ code: drinking, coder: scene.researcher.id })
    expect(await codingOf(hers)).toMatchObject({ code: drinking, coder: scene.lead.id })
    expect(await codeOf(alcohol)).toMatchObject({ retired: true, codings: 0 })
    expect(await codeOf(drinking)).toMatchObject({ retired: false, codings: 2 })
    const { changes } = (
      await scene.lead.get(contract.listCodeChanges, inStudy, { code: alcohol })
    ).answer()
    expect(changes[0]).toMatchObject({
      what: 'merged',
      by: scene.lead.id,
      reason: 'They mean the same.',
      after: { into: drinking, intoName: 'Drinking' },
    })
  })

  test('become one coding where one person put both on one passage, with weight and comments kept', async () => {
    const [drinking, alcohol] = [await scene.code('Drinking'), await scene.code('Alcohol')]
    await step(contract.setWeightScale, {
      scale: { name: 'Strength', lowest: 1, highest: 3, labels: [] },
    })
    const kept = await coded(drinking, first)
    const gone = await coded(alcohol, first)
    const another = await coded(alcohol, first, scene.lead)
    await step(contract.changeCoding, { id: kept, comment: 'Laughs.' }, scene.researcher)
    await step(contract.changeCoding, { id: gone, weight: 3, comment: 'Loudly.' }, scene.researcher)
    const search = { from: alcohol }
    const preview = (
      await scene.lead.get(reshaping.previewMerge, { ...inStudy, code: drinking }, search)
    ).answer()
    expect(preview).toEqual({ moves: 1, folds: [gone], stays: [], below: 0, themes: 0 })

    const before = await everything()
    const { key, answer } = await step(reshaping.mergeCodes, { into: drinking, from: [alcohol] })
    expect(answer).toMatchObject({ moved: 1, folded: 1 })
    expect(await codingOf(gone)).toBeUndefined()
    expect(await codingOf(kept)).toMatchObject({ weight: 3, comment: 'Laughs.\nLoudly.' })
    expect(await codingOf(another)).toMatchObject({ code: drinking, weight: null, comment: '' })
    expect(await codeOf(drinking)).toMatchObject({ codings: 2 })
    await takeBack(key)
    expect(await everything()).toEqual(before)
  })

  test('leave what is quoted in the report where the report finds it', async () => {
    const [drinking, alcohol] = [await scene.code('Drinking'), await scene.code('Alcohol')]
    const theme = await scene.theme('Exclusion', [drinking, alcohol])
    const quote = (coding: string) =>
      step(chooseQuote, { id: uuidv7(), theme, coding, before: null })
    const [plain, quoted] = [await coded(drinking, first), await coded(alcohol, first)]
    await quote(quoted)
    const both = [await coded(drinking, second), await coded(alcohol, second)]
    for (const coding of both) await quote(coding)
    const before = await everything()
    const { key, answer } = await step(reshaping.mergeCodes, { into: drinking, from: [alcohol] })
    expect(answer).toEqual({ id: drinking, moved: 1, folded: 1 })
    expect(await codingOf(plain)).toBeUndefined()
    expect(await codingOf(quoted)).toMatchObject({ code: drinking })
    expect(await codingOf(both[0] ?? '')).toMatchObject({ code: drinking })
    expect(await codingOf(both[1] ?? '')).toMatchObject({ code: alcohol })
    const report = (await scene.lead.get(getReport, inStudy)).answer()
    expect(report.themes[0]?.quotes.map(({ parts }) => parts !== null)).toEqual([true, true, true])
    await takeBack(key)
    expect(await everything()).toEqual(before)
  })

  test('give up their places in themes and the codes below them, and get them back', async () => {
    const [drinking, alcohol] = [await scene.code('Drinking'), await scene.code('Alcohol')]
    const pubs = await scene.code('Pubs', { parent: alcohol })
    const [one, two] = [
      await scene.theme('One', [alcohol]),
      await scene.theme('Two', [drinking, alcohol]),
    ]
    const preview = await scene.lead.get(
      reshaping.previewMerge,
      { ...inStudy, code: drinking },
      { from: alcohol },
    )
    expect(preview.answer()).toMatchObject({ below: 1, themes: 2 })
    const before = await everything()
    const { key } = await step(reshaping.mergeCodes, { into: drinking, from: [alcohol] })
    const board = await scene.board()
    const inTheme = (id: string) =>
      board.themes.find((theme) => theme.id === id)?.codes.map((code) => code)
    expect(inTheme(one)).toEqual([drinking])
    expect(inTheme(two)).toEqual([drinking])
    expect(await codeOf(pubs)).toMatchObject({ parent: drinking })
    await takeBack(key)
    expect(await everything()).toEqual(before)
  })

  test('are followed by saved views of quotes, and given back to them', async () => {
    const [drinking, alcohol, other] = [
      await scene.code('Drinking'),
      await scene.code('Alcohol'),
      await scene.code('Other'),
    ]
    const view = async (name: string, question: Record<string, unknown>) => {
      const id = uuidv7()
      const body = quotes.saveQuoteView.body.parse({ id, name, question })
      await step(quotes.saveQuoteView, body)
      return id
    }
    const [both, apart] = [
      await view('Both', { any: [alcohol, drinking], not: [other], within: 2 }),
      await view('Apart', { any: [other] }),
    ]
    const questionOf = async (id: string) => {
      const { views } = (await scene.lead.get(quotes.listQuoteViews, inStudy)).answer()
      return views.find((one) => one.id === id)?.question
    }
    const before = [await questionOf(both), await questionOf(apart)]
    const { key } = await step(reshaping.mergeCodes, { into: drinking, from: [alcohol] })
    expect(await questionOf(both)).toEqual({ ...before[0], any: [drinking] })
    expect(await questionOf(apart)).toEqual(before[1])
    await takeBack(key)
    expect([await questionOf(both), await questionOf(apart)]).toEqual(before)
  })

  test('stay merged while their words stand in a transcript that was split since', async () => {
    const [drinking, alcohol] = [await scene.code('Drinking'), await scene.code('Alcohol')]
    await coded(drinking, 'hold a lemonade')
    await coded(alcohol, 'hold a lemonade')
    const merge = await step(reshaping.mergeCodes, { into: drinking, from: [alcohol] })
    const { asha } = scene
    const part = (from: number, title: string) => ({ id: uuidv7(), from, title })
    const cut = asha.text.indexOf('You can')
    const split = await step(splitTranscript, {
      transcript: asha.transcript,
      parts: [part(0, 'First'), part(cut, 'Second')],
    })
    const refused = await scene.lead.send(undo, { command: merge.key }, inStudy)
    expect(refused.problem()).toMatchObject({ status: 409, code: 'changed-since' })
    await takeBack(split.key)
    await takeBack(merge.key)
    expect((await codings()).map(({ code }) => code).toSorted()).toEqual(
      [drinking, alcohol].toSorted(),
    )
  })

  test('may stand above the code into which they are merged', async () => {
    const alcohol = await scene.code('Alcohol')
    const drinking = await scene.code('Drinking', { parent: alcohol })
    const pubs = await scene.code('Pubs', { parent: alcohol })
    const before = await everything()
    const { key } = await step(reshaping.mergeCodes, { into: drinking, from: [alcohol] })
    expect(await codeOf(drinking)).toMatchObject({ parent: null, retired: false })
    expect(await codeOf(pubs)).toMatchObject({ parent: drinking })
    await takeBack(key)
    expect(await everything()).toEqual(before)
  })

  test('are merged again by redo, and what somebody changed since is not taken from them by undo', async () => {
    const [drinking, alcohol] = [await scene.code('Drinking'), await scene.code('Alcohol')]
    const [one, two] = [await coded(alcohol, first), await coded(alcohol, second)]
    const { key } = await step(reshaping.mergeCodes, { into: drinking, from: [alcohol] })
    await takeBack(key)
    ;(await scene.lead.send(redo, { command: key }, inStudy)).answer()
    expect(await codingOf(one)).toMatchObject({ code: drinking })
    const other = await scene.code('Something else')
    await step(contract.changeCoding, { id: one, code: other }, scene.researcher)
    await takeBack(key)
    expect(await codingOf(one)).toMatchObject({ code: other })
    expect(await codingOf(two)).toMatchObject({ code: alcohol })
  })

  test('stay as they are when the merge cannot be: a sentence says why', async () => {
    const [drinking, retired] = [await scene.code('Drinking'), await scene.code('Old')]
    await step(contract.retireCode, { id: retired })
    const send = (who: Person, body: z.input<typeof reshaping.mergeCodes.body>) =>
      who.send(reshaping.mergeCodes, body, inStudy)
    const into = await send(scene.lead, { into: retired, from: [drinking] })
    expect(into.problem()).toMatchObject({ status: 409, code: 'code-retired' })
    expect((await send(scene.lead, { into: drinking, from: [drinking] })).status).toBe(422)
    expect((await send(scene.lead, { into: drinking, from: [uuidv7()] })).status).toBe(404)
    expect((await send(scene.observer, { into: drinking, from: [retired] })).status).toBe(403)
    expect((await send(scene.stranger, { into: drinking, from: [retired] })).status).toBe(404)
    const theirs = await product.study(scene.stranger)
    const elsewhere = await scene.stranger.send(
      reshaping.mergeCodes,
      { into: drinking, from: [retired] },
      { study: theirs.id },
    )
    expect(elsewhere.status).toBe(404)
    expect(await codeOf(drinking)).toMatchObject({ retired: false })
  })

  test('and come apart exactly as they were, whatever was coded', async () => {
    const ids = [await scene.code('A'), await scene.code('B'), await scene.code('C')]
    const passages = ['Every', 'single', 'event', 'centred']
    const made = fc.record({
      code: fc.nat(2),
      passage: fc.nat(passages.length - 1),
      byLead: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(made, {
          maxLength: 10,
          selector: ({ code, passage, byLead }) => `${code} ${passage} ${byLead}`,
        }),
        fc.boolean(),
        async (all, both) => {
          const there: string[] = []
          for (const { code, passage, byLead } of all)
            there.push(
              await coded(
                ids[code] ?? '',
                passages[passage] ?? '',
                byLead ? scene.lead : scene.researcher,
              ),
            )
          const before = await everything()
          const from = both ? ids.slice(1) : ids.slice(1, 2)
          const { key } = await step(reshaping.mergeCodes, { into: ids[0] ?? '', from })
          const places = (await codings())
            .filter(({ code }) => code === ids[0])
            .map(({ from: start, coder }) => `${start} ${coder}`)
          const wanted = new Set(
            before.codings
              .filter(({ code }) => code === ids[0] || from.includes(code))
              .map(({ from: start, coder }) => `${start} ${coder}`),
          )
          expect(places.toSorted()).toEqual([...wanted].toSorted())
          await takeBack(key)
          expect(await everything()).toEqual(before)
          for (const id of there) await step(contract.removeCoding, { id })
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('several codings of one person on one passage', () => {
  const twin = fc.record<Twin>({
    id: fc.uuid(),
    code: fc.constantFrom('into', 'a', 'b'),
    weight: fc.option(fc.integer({ min: 1, max: 3 })),
    comment: fc.constantFrom('', 'Laughs.', 'Loudly.'),
    held: fc.boolean(),
  })

  test('become one: each is kept, gone or stays, none that is held is gone, and nothing said is lost', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(twin, { minLength: 1, maxLength: 3, selector: ({ code }) => code }),
        ([one, ...others]) => {
          if (!one) return
          const all = [one, ...others]
          const { kept, gone, stays } = fold([one, ...others], 'into')
          expect([kept.id, ...gone, ...stays].toSorted()).toEqual(
            all.map(({ id }) => id).toSorted(),
          )
          const held = all.filter((each) => each.held).map(({ id }) => id)
          expect(gone.filter((id) => held.includes(id))).toEqual([])
          const folded = all.filter(({ id }) => id === kept.id || gone.includes(id))
          for (const { comment } of folded) expect(kept.comment).toContain(comment)
          const weights = folded.flatMap(({ weight }) => weight ?? [])
          expect(kept.weight === null ? [] : weights).toEqual(weights)
        },
      ),
    )
  })
})

describe('a code that is split', () => {
  test('gives the chosen codings, whoever made them, to a new one, and gets them back', async () => {
    const social = await scene.code('Social life')
    const [stays, goes] = [
      await coded(social, first),
      await coded(social, second, scene.researcher),
    ]
    const before = await everything()
    const newCode = { id: uuidv7(), name: 'Without drink' }
    const body = { code: social, newCode, codings: [goes], reason: 'Two things.' }
    const { key, answer } = await step(reshaping.splitCode, body)
    expect(answer).toEqual({ id: newCode.id, moved: 1 })
    expect(await codingOf(stays)).toMatchObject({ code: social })
    expect(await codingOf(goes)).toMatchObject({ code: newCode.id, coder: scene.researcher.id })
    const { changes } = (
      await scene.lead.get(contract.listCodeChanges, inStudy, { code: social })
    ).answer()
    expect(changes[0]).toMatchObject({ what: 'split', reason: 'Two things.', undoable: true })
    await takeBack(key)
    expect(await everything()).toEqual(before)
  })

  test('keeps the codings of another code, though somebody names them', async () => {
    const [social, other] = [await scene.code('Social life'), await scene.code('Other')]
    const foreign = await coded(other, first)
    const newCode = { id: uuidv7(), name: 'Without drink' }
    const { answer } = await step(reshaping.splitCode, {
      code: social,
      newCode,
      codings: [foreign],
    })
    expect(answer.moved).toBe(0)
    expect(await codingOf(foreign)).toMatchObject({ code: other })
  })
})

describe('a code that is duplicated', () => {
  test.each([true, false])(
    'means the same and stands behind it; with codings: %s',
    async (with_) => {
      const [social, last] = [await scene.code('Social life'), await scene.code('Last')]
      await step(contract.changeCode, { id: social, definition: 'What happens after class.' })
      await coded(social, first)
      await coded(social, second, scene.lead)
      const before = await everything()
      const id = uuidv7()
      const body = { code: social, id, name: 'Social life (2)', withCodings: with_ }
      const { key, answer } = await step(reshaping.duplicateCode, body)
      expect(answer).toEqual({ id, codings: with_ ? 2 : 0 })
      expect(await codeOf(id)).toMatchObject({
        definition: 'What happens after class.',
        codings: with_ ? 2 : 0,
      })
      const order = (await codes()).map((code) => code.id)
      expect(order).toEqual([social, id, last])
      await takeBack(key)
      expect(await everything()).toEqual(before)
    },
  )
})

describe('a copy that its coder changed', () => {
  test('keeps the duplicate from being undone, and is not lost', async () => {
    const social = await scene.code('Social life')
    await coded(social, first)
    const id = uuidv7()
    const body = { code: social, id, name: 'Copy', withCodings: true }
    const { key } = await step(reshaping.duplicateCode, body)
    const copy = (await codings()).find(({ code }) => code === id)
    await step(
      contract.changeCoding,
      { id: copy?.id ?? '', comment: 'Here it is meant.' },
      scene.researcher,
    )
    const refused = await scene.lead.send(undo, { command: key }, inStudy)
    expect(refused.problem()).toMatchObject({ status: 409, code: 'in-use' })
    expect(await codingOf(copy?.id ?? '')).toMatchObject({ comment: 'Here it is meant.' })
  })
})

describe('who may not change the code list', () => {
  test('reshapes nothing, from within the study or from without', async () => {
    const [a, b] = [await scene.code('A'), await scene.code('B')]
    const coding = await coded(a, first)
    const newCode = { id: uuidv7(), name: 'New' }
    const before = await everything()
    const theirs = { study: (await product.study(scene.stranger)).id }
    const trials = [
      (who: Person, at: typeof inStudy) =>
        who.send(reshaping.splitCode, { code: a, newCode, codings: [coding] }, at),
      (who: Person, at: typeof inStudy) =>
        who.send(
          reshaping.duplicateCode,
          { code: a, id: newCode.id, name: 'C', withCodings: true },
          at,
        ),
      (who: Person, at: typeof inStudy) =>
        who.send(reshaping.groupCodes, { newCode, codes: [a, b] }, at),
      (who: Person, at: typeof inStudy) =>
        who.send(reshaping.moveCodes, { codes: [a], parent: b }, at),
    ]
    for (const attempt of trials) {
      expect((await attempt(scene.observer, inStudy)).status).toBe(403)
      expect((await attempt(scene.stranger, inStudy)).status).toBe(404)
      expect((await attempt(scene.stranger, theirs)).status).toBe(404)
    }
    expect(await everything()).toEqual(before)
  })
})

describe('the uses of a code', () => {
  test('are its transcripts and the codes that overlap with it, counted in its own codings', async () => {
    const [social, drinking, apart] = [
      await scene.code('Social life'),
      await scene.code('Drinking'),
      await scene.code('Apart'),
    ]
    await coded(social, first)
    await coded(social, second)
    await coded(drinking, 'single event')
    await coded(drinking, 'centred around', scene.lead)
    await coded(apart, 'but it isn’t for you')
    const uses = (
      await scene.observer.get(contract.codeUses, { ...inStudy, code: social })
    ).answer()
    expect(uses.neighbours).toEqual([{ code: drinking, codings: 1 }])
    expect(uses.transcripts).toMatchObject([
      { id: scene.asha.transcript, participant: 'P002', codings: 2 },
    ])
    const elsewhere = await scene.lead.get(contract.codeUses, { ...inStudy, code: uuidv7() })
    expect(elsewhere.status).toBe(404)
    const foreign = await scene.stranger.get(contract.codeUses, { ...inStudy, code: social })
    expect(foreign.status).toBe(404)
  })
})

describe('many codes', () => {
  test('are put under a new one in one step, and back', async () => {
    const [a, b, c] = [await scene.code('A'), await scene.code('B'), await scene.code('C')]
    const below = await scene.code('Below B', { parent: b })
    const before = await everything()
    const newCode = { id: uuidv7(), name: 'Group' }
    const { key } = await step(reshaping.groupCodes, { newCode, codes: [b, below, a] })
    const list = await codes()
    expect(list.filter(({ parent }) => parent === newCode.id).map(({ id }) => id)).toEqual([b, a])
    expect(list.find(({ id }) => id === below)).toMatchObject({ parent: b })
    expect(list.find(({ id }) => id === c)).toMatchObject({ parent: null })
    await takeBack(key)
    expect(await everything()).toEqual(before)
  })

  test('are moved in one step, and one that cannot go keeps all where they are', async () => {
    const [a, b, c] = [await scene.code('A'), await scene.code('B'), await scene.code('C')]
    const before = await everything()
    const { key, answer } = await step(reshaping.moveCodes, { codes: [b, c], parent: a })
    expect(answer.moved).toBe(2)
    expect(await codeOf(c)).toMatchObject({ parent: a })
    await takeBack(key)
    expect(await everything()).toEqual(before)
    const loop = await scene.lead.send(reshaping.moveCodes, { codes: [b, a], parent: a }, inStudy)
    expect(loop.problem()).toMatchObject({ status: 409, code: 'no-such-place' })
    expect(await everything()).toEqual(before)
  })
})
