import * as coding from '@throughline/contract/coding'
import type { Command } from '@throughline/contract/endpoint'
import { redo } from '@throughline/contract/platform'
import * as contract from '@throughline/contract/themes'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { openTestApp, type Person, type TestApp } from '../app.ts'
import { openScene, type Scene } from './scene.ts'

let product: TestApp
let scene: Scene

beforeAll(async () => {
  product = await openTestApp()
  scene = await openScene(product)
})
afterAll(() => product.close())

/** Takes a step as a researcher, and gives its key. */
async function step<C extends Command>(
  command: C,
  body: z.input<C['body']>,
  who = scene.researcher,
) {
  const key = crypto.randomUUID()
  ;(await who.send(command, body, { study: scene.study.id, key })).answer()
  return key
}

const send = <C extends Command>(
  command: C,
  body: z.input<C['body']>,
  who: Person = scene.researcher,
) => who.send(command, body, { study: scene.study.id })

async function themeNow(id: string) {
  return (await scene.board()).themes.find((theme) => theme.id === id)
}

const codesOf = async (id: string) => (await themeNow(id))?.codes

async function historyOf(theme: string) {
  const answer = await scene.lead.get(
    contract.listThemeChanges,
    { study: scene.study.id },
    { theme },
  )
  return answer.answer().changes
}

describe('who speaks of a theme', () => {
  test('is counted from the codings of its codes as they stand', async () => {
    const { asha, ben, observer } = scene
    const drinking = await scene.code('Events centred on drinking')
    const fighting = await scene.code('Fighting to belong')
    const theme = await scene.theme('Feelings of exclusion', [drinking, fighting])
    expect(await themeNow(theme)).toMatchObject({ codings: 0, participants: [] })
    const coded = await scene.coded(drinking, asha.transcript, asha.text, 'centred around drinking')
    await scene.coded(fighting, asha.transcript, asha.text, 'it isn’t for you')
    expect(await themeNow(theme)).toMatchObject({ codings: 2, participants: [asha.participant] })
    await scene.coded(fighting, ben.transcript, ben.text, 'had to fight')
    const board = await scene.board(observer)
    expect(board.themes.find(({ id }) => id === theme)).toMatchObject({
      codings: 3,
      participants: [asha.participant, ben.participant],
      transcriptsWithoutParticipant: 0,
    })
    expect(board.participants.map(({ label }) => label)).toEqual(['P002', 'P012'])
    await step(coding.removeCoding, { id: coded })
    expect(await themeNow(theme)).toMatchObject({ codings: 2 })
  })

  test('tells transcripts without a participant apart from people', async () => {
    const text = 'Nobody knows whose interview this is.'
    const transcript = await scene.study.transcript(text, { title: 'Unknown' })
    const code = await scene.code('Not knowing')
    const theme = await scene.theme('Uncertainty', [code])
    await scene.coded(code, transcript, text, 'Nobody knows')
    expect(await themeNow(theme)).toMatchObject({
      participants: [],
      transcriptsWithoutParticipant: 1,
    })
    expect((await scene.board()).transcriptsWithoutParticipant).toBe(1)
  })

  test('counts a coding for every theme in which its code stands', async () => {
    const code = await scene.code('The only one I have seen')
    const themes = [await scene.theme('Representation', [code]), await scene.theme('Isolation')]
    await step(contract.carryCodes, { codes: [code], to: themes[1] ?? '' })
    await scene.coded(code, scene.ben.transcript, scene.ben.text, 'a person of colour')
    for (const theme of themes)
      expect(await themeNow(theme)).toMatchObject({
        codings: 1,
        participants: [scene.ben.participant],
      })
  })
})

describe('carrying codes', () => {
  test('from one theme to another is a move; without a theme to leave, the code stands in both', async () => {
    const code = await scene.code('Hoops to reach help')
    const [first, second, third] = [
      await scene.theme('One', [code]),
      await scene.theme('Two'),
      await scene.theme('Three'),
    ]
    await step(contract.carryCodes, { codes: [code], to: second, from: first })
    expect(await codesOf(first)).toEqual([])
    expect(await codesOf(second)).toEqual([code])
    await step(contract.carryCodes, { codes: [code], to: third })
    expect(await codesOf(second)).toEqual([code])
    expect(await codesOf(third)).toEqual([code])
  })

  test('keeps the order in which they were put, and reorders within one theme', async () => {
    const codes = [
      await scene.code('A1'),
      await scene.code('A2'),
      await scene.code('A3'),
      await scene.code('A4'),
    ]
    const [a1 = '', a2 = '', a3 = '', a4 = ''] = codes
    const theme = await scene.theme('Ordered', [a1, a2])
    await step(contract.carryCodes, { codes: [a4, a3], to: theme, before: a2 })
    expect(await codesOf(theme)).toEqual([a1, a4, a3, a2])
    const key = await step(contract.carryCodes, { codes: [a2], to: theme, from: theme, before: a1 })
    expect(await codesOf(theme)).toEqual([a2, a1, a4, a3])
    expect(await scene.undo(key)).toEqual({ status: 200 })
    expect(await codesOf(theme)).toEqual([a1, a4, a3, a2])
  })

  test('finds room between two neighbours however often it is asked', async () => {
    const last = await scene.code('Last')
    const theme = await scene.theme('Crowded', [await scene.code('First'), last])
    const [left, right] = [await scene.code('Left'), await scene.code('Right')]
    await step(contract.carryCodes, { codes: [left, right], to: theme, before: last })
    // Each round halves the room in front of the last code; doubles run out of it after some fifty rounds.
    for (let round = 0; round < 40; round += 1) {
      await step(contract.carryCodes, { codes: [left], to: theme, before: last })
      await step(contract.carryCodes, { codes: [right], to: theme, before: last })
    }
    expect((await codesOf(theme))?.slice(1)).toEqual([left, right, last])
  })

  test('is undone to where they stood, unless somebody moved them since', async () => {
    const code = await scene.code('Ticking a box')
    const [from, to, elsewhere] = [
      await scene.theme('From', [code]),
      await scene.theme('To'),
      await scene.theme('Elsewhere'),
    ]
    const carried = await step(contract.carryCodes, { codes: [code], to, from })
    const again = await step(contract.carryCodes, { codes: [code], to: elsewhere, from: to })
    expect(await scene.undo(carried)).toEqual({ status: 409, code: 'changed-since' })
    expect(await scene.undo(again)).toEqual({ status: 200 })
    expect(await scene.undo(carried)).toEqual({ status: 200 })
    expect(await codesOf(from)).toEqual([code])
    expect(await codesOf(to)).toEqual([])
    ;(await send(redo, { command: carried })).answer()
    expect(await codesOf(to)).toEqual([code])
  })

  test('is refused for a code that has left, a retired one and one that does not exist', async () => {
    const code = await scene.code('Bounced between people')
    const [from, to] = [await scene.theme('Left', [code]), await scene.theme('Right')]
    await step(contract.takeCodesOut, { codes: [code], theme: from })
    expect((await send(contract.carryCodes, { codes: [code], to, from })).problem().code).toBe(
      'moved-since',
    )
    await step(coding.retireCode, { id: code })
    expect((await send(contract.carryCodes, { codes: [code], to })).problem().code).toBe(
      'code-retired',
    )
    expect((await send(contract.carryCodes, { codes: [uuidv7()], to })).status).toBe(404)
    expect((await send(contract.carryCodes, { codes: [code], to: uuidv7() })).status).toBe(404)
  })

  test('protects a code from being unmade while a theme stands on it', async () => {
    const id = uuidv7()
    const made = await step(coding.addCode, { id, name: 'Made and carried' })
    await scene.theme('Stands on it', [id])
    expect(await scene.undo(made)).toEqual({ status: 409, code: 'in-a-theme' })
  })
})

describe('a theme', () => {
  test('takes codes with it when it is begun with them, and gives them back when that is undone', async () => {
    const code = await scene.code('Emotional padding')
    const from = await scene.theme('Source', [code])
    const id = uuidv7()
    const key = await step(contract.addTheme, { id, name: 'Peer support', codes: [code], from })
    expect(await codesOf(id)).toEqual([code])
    expect(await codesOf(from)).toEqual([])
    expect(await scene.undo(key)).toEqual({ status: 200 })
    expect(await themeNow(id)).toBeUndefined()
    expect(await codesOf(from)).toEqual([code])
    ;(await send(redo, { command: key })).answer()
    expect(await codesOf(id)).toEqual([code])
  })

  test('is not unmade while codes that came later stand in it', async () => {
    const id = uuidv7()
    const key = await step(contract.addTheme, { id, name: 'Begun empty' })
    await step(contract.carryCodes, { codes: [await scene.code('Came later')], to: id })
    expect(await scene.undo(key)).toEqual({ status: 409, code: 'changed-since' })
    expect(await themeNow(id)).toBeDefined()
  })

  test('is worded anew, and undone only while nobody worded the same since', async () => {
    const theme = await scene.theme('Support')
    const named = await step(contract.changeTheme, {
      id: theme,
      name: 'Failures of support systems',
      reason: 'After the meeting',
    })
    const idea = await step(contract.changeTheme, {
      id: theme,
      centralIdea: 'Support exists to be seen to exist.',
    })
    expect(await scene.undo(named)).toEqual({ status: 200 })
    expect(await themeNow(theme)).toMatchObject({
      name: 'Support',
      centralIdea: 'Support exists to be seen to exist.',
    })
    await step(contract.changeTheme, {
      id: theme,
      centralIdea: 'Reaching it costs more than most can pay.',
    })
    expect(await scene.undo(idea)).toEqual({ status: 409, code: 'changed-since' })
    expect((await send(contract.changeTheme, { id: theme, name: '   ' })).status).toBe(422)
  })

  test('moves among the themes and back', async () => {
    const other = await openScene(product)
    const ids = [await other.theme('a'), await other.theme('b'), await other.theme('c')]
    const [a = '', b = '', c = ''] = ids
    const order = async () => (await other.board()).themes.map(({ id }) => id)
    const key = crypto.randomUUID()
    const reply = await other.lead.send(
      contract.moveTheme,
      { id: c, before: a },
      { study: other.study.id, key },
    )
    reply.answer()
    expect(await order()).toEqual([c, a, b])
    expect(await other.undo(key)).toEqual({ status: 200 })
    expect(await order()).toEqual([a, b, c])
    ;(
      await other.lead.send(contract.moveTheme, { id: a, before: null }, { study: other.study.id })
    ).answer()
    expect(await order()).toEqual([b, c, a])
  })

  test('is set aside with its codes and brought back with them', async () => {
    const code = await scene.code('Older years')
    const theme = await scene.theme('Mentors', [code])
    const key = await step(contract.setThemeAside, {
      id: theme,
      reason: 'Merged into peer support',
    })
    expect(await themeNow(theme)).toMatchObject({ setAside: true, codes: [code] })
    expect((await send(contract.setThemeAside, { id: theme })).problem().code).toBe('so-already')
    expect(await scene.undo(key)).toEqual({ status: 200 })
    expect(await themeNow(theme)).toMatchObject({ setAside: false, codes: [code] })
    await step(contract.setThemeAside, { id: theme })
    await step(contract.bringThemeBack, { id: theme })
    expect(await themeNow(theme)).toMatchObject({ setAside: false })
  })

  test('is removed only when it has no codes, and comes back as it was', async () => {
    const code = await scene.code('White skin only')
    const theme = await scene.theme('Teaching', [code])
    await step(contract.changeTheme, {
      id: theme,
      definition: 'What is taught, and whose skin it shows.',
    })
    expect((await send(contract.removeTheme, { id: theme })).problem().code).toBe('theme-has-codes')
    await step(contract.takeCodesOut, { codes: [code], theme })
    const before = await themeNow(theme)
    const key = await step(contract.removeTheme, { id: theme })
    expect(await themeNow(theme)).toBeUndefined()
    expect(await scene.undo(key)).toEqual({ status: 200 })
    expect(await themeNow(theme)).toEqual(before)
  })
})

describe('the history of a theme', () => {
  test('keeps every step with author, time and reason, and its undoing', async () => {
    const code = await scene.code('Loneliness of year one')
    const id = uuidv7()
    await step(contract.addTheme, {
      id,
      name: 'Loneliness',
      reason: 'Proposed in the second meeting',
    })
    const named = await step(
      contract.changeTheme,
      { id, name: 'Alone in year one', reason: 'Closer to the words' },
      scene.lead,
    )
    const carried = await step(contract.carryCodes, { codes: [code], to: id })
    await scene.undo(named, scene.researcher)
    const history = await historyOf(id)
    expect(
      history.map(({ what, by, reason, undoing, undoable }) => ({
        what,
        by,
        reason,
        undoing,
        undoable,
      })),
    ).toEqual([
      { what: 'changed', by: scene.researcher.id, reason: '', undoing: true, undoable: false },
      {
        what: 'codes carried in',
        by: scene.researcher.id,
        reason: '',
        undoing: false,
        undoable: true,
      },
      {
        what: 'changed',
        by: scene.lead.id,
        reason: 'Closer to the words',
        undoing: false,
        undoable: false,
      },
      {
        what: 'added',
        by: scene.researcher.id,
        reason: 'Proposed in the second meeting',
        undoing: false,
        undoable: true,
      },
    ])
    expect(history[2]).toMatchObject({
      before: { name: 'Loneliness' },
      after: { name: 'Alone in year one' },
      step: named,
    })
    expect(history[1]).toMatchObject({ after: { codes: [code] }, step: carried })
    const earlier = await scene.lead.get(
      contract.listThemeChanges,
      { study: scene.study.id },
      { theme: id, before: String(history[1]?.number), limit: '1' },
    )
    expect(earlier.answer().changes.map(({ number }) => number)).toEqual([history[2]?.number])
  })

  test('survives the theme', async () => {
    const theme = await scene.theme('Short-lived')
    await step(contract.removeTheme, { id: theme, reason: 'Nobody spoke of it' })
    expect((await historyOf(theme)).map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
      'removed: Nobody spoke of it',
      'added: ',
    ])
  })

  test('cannot be rewritten by the app', async () => {
    const theme = await scene.theme('Written in ink')
    const rewrite = sql`update theme_history set reason = 'rewritten' where theme_id = ${theme} returning number`
    const erase = sql`delete from theme_history where theme_id = ${theme} returning number`
    for (const attempt of [rewrite, erase]) {
      const { rows } = await product.platform.database.inStudy(
        scene.lead.id,
        scene.study.id,
        null,
        (transaction) => attempt.execute(transaction),
      )
      expect(rows).toEqual([])
    }
    expect(await historyOf(theme)).toMatchObject([{ what: 'added', reason: '' }])
  })
})

describe('where the study stands', () => {
  test('counts codes that could stand in a theme, and says what waits', async () => {
    const other = await openScene(product)
    const counts = async () =>
      (await other.observer.get(contract.countThemes, { study: other.study.id })).answer()
    const waiting = async (who: Person) =>
      (await who.get(contract.waitingForThemes, { study: other.study.id })).answer().items
    expect(await counts()).toEqual({ done: 0, total: 0, caption: 'not begun' })
    const heading = await other.code('Exclusion')
    const under = await other.code('Only one like me', { parent: heading })
    const loose = await other.code('Caring at home')
    await other.theme('Feelings of exclusion', [under])
    expect(await counts()).toEqual({ done: 1, total: 2, caption: 'of 2 codes are in one theme' })
    expect(await waiting(other.lead)).toEqual([])
    await other.coded(loose, other.asha.transcript, other.asha.text, 'hold a lemonade')
    expect(await waiting(other.lead)).toMatchObject([
      { sentence: 'One code is in no theme yet', page: 'themes' },
    ])
    expect(await waiting(other.observer)).toEqual([])
  })
})

describe('who may', () => {
  test('observers read and change nothing; welfare contacts do not read; strangers find nothing', async () => {
    const { observer, welfare, stranger, study } = scene
    expect((await observer.get(contract.themeBoard, { study: study.id })).status).toBe(200)
    const body = { id: uuidv7(), name: 'Mine' }
    expect((await send(contract.addTheme, body, observer)).problem()).toMatchObject({
      status: 403,
      code: 'not-allowed',
    })
    expect((await welfare.get(contract.themeBoard, { study: study.id })).status).toBe(403)
    const found = [
      await stranger.get(contract.themeBoard, { study: study.id }),
      await stranger.get(contract.listThemeChanges, { study: study.id }),
      await stranger.get(contract.countThemes, { study: study.id }),
    ]
    expect(found.map(({ status }) => status)).toEqual([404, 404, 404])
    expect((await send(contract.addTheme, body, stranger)).status).toBe(404)
  })

  test('cannot reach the themes and codes of another study', async () => {
    const other = await openScene(product)
    const foreign = await other.theme('Foreign')
    const foreignCode = await other.code('Foreign code')
    const own = await scene.theme('Own')
    expect((await send(contract.changeTheme, { id: foreign, name: 'Taken over' })).status).toBe(404)
    expect((await send(contract.carryCodes, { codes: [foreignCode], to: own })).status).toBe(404)
    expect(
      (await send(contract.carryCodes, { codes: [await scene.code('Own code')], to: foreign }))
        .status,
    ).toBe(404)
    expect((await send(contract.removeTheme, { id: foreign })).status).toBe(404)
    // The same id in two studies is two themes.
    expect((await send(contract.addTheme, { id: foreign, name: 'Same id' })).status).toBe(200)
    expect((await other.board()).themes.map(({ name }) => name)).toEqual(['Foreign'])
  })
})
