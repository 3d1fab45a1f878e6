import type { Browser, BrowserContext, Page } from 'playwright-core'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium } from './browser.ts'
import { NoteServer, type Mood } from './outbox/note-server.ts'

const study = '01890a5d-ac96-774b-bcce-b302099a8057'
const other = '01890a5d-ac96-774b-bcce-b302099a8058'

let browser: Browser
let server: NoteServer
let context: BrowserContext
let page: Page

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchChromium(), NoteServer.build()])
})
afterAll(async () => {
  await browser.close()
  await server.close()
})
beforeEach(async () => {
  server.forget()
  context = await browser.newContext()
  page = await open()
  await page.evaluate(() => window.outboxPage.signIn('sara'))
})
afterEach(async () => {
  await context.close()
})

async function open(): Promise<Page> {
  const opened = await context.newPage()
  opened.setDefaultTimeout(60_000)
  await opened.goto(server.url)
  await opened.waitForFunction(() => 'outboxPage' in window)
  return opened
}

const note = (text: string, of = study, on = page) =>
  on.evaluate(([place, line]) => window.outboxPage.note(place, line), [of, text] as const)
const state = (on = page) => on.evaluate(() => window.outboxPage.state())
const told = (on = page) => on.evaluate(() => window.outboxPage.told)
const notes = (of = study) =>
  server.effects.flatMap(({ study: place, body }) =>
    place === of && typeof body === 'object' && body !== null && 'text' in body ? [body.text] : [],
  )

async function emptied(on = page): Promise<void> {
  await on.waitForFunction(
    () => {
      if (window.outboxPage.state().pending.length === 0) return true
      window.outboxPage.retry()
      return false
    },
    undefined,
    { polling: 100 },
  )
}

describe('the outbox', () => {
  test('sends what was done, in order, and hands the answer to whoever waits for it', async () => {
    for (const text of ['one', 'two', 'three']) await note(text)
    await emptied()
    expect(notes()).toEqual(['one', 'two', 'three'])
    expect(await told()).toEqual(['answered one', 'answered two', 'answered three'])
  })

  test('keeps what was done while the server is dead, over a reload, and sends it once the server is back', async () => {
    await server.stop()
    await note('one')
    await note('two')
    await expect.poll(() => state().then(({ trouble }) => trouble)).toBe('unreachable')
    await server.start()
    server.mood = 'cut before'
    await page.reload()
    await expect.poll(() => state().then(({ pending }) => pending.length)).toBe(2)
    expect(await page.evaluate((of) => window.outboxPage.overlay(of), study)).toEqual([
      'Noted one',
      'Noted two',
    ])
    server.mood = 'well'
    await emptied()
    expect(notes()).toEqual(['one', 'two'])
  })

  test('sends again under the same key what the server did but could not acknowledge', async () => {
    server.mood = 'cut after'
    const key = await note('one')
    await expect.poll(() => server.arrivals.get(key) ?? 0).toBeGreaterThan(0)
    server.mood = 'well'
    await emptied()
    expect(server.arrivals.get(key)).toBeGreaterThan(1)
    expect(notes()).toEqual(['one'])
  })

  test('keeps what meets a log-in page, a server fault or a lost sign-in', async () => {
    for (const mood of ['hidden behind a portal', 'faulty', 'knows nobody'] as const) {
      server.mood = mood
      await note(mood)
      await expect.poll(() => state().then(({ trouble }) => trouble)).not.toBe('none')
      expect((await state()).pending).toHaveLength(1)
      server.mood = 'well'
      await emptied()
    }
    expect(notes()).toEqual(['hidden behind a portal', 'faulty', 'knows nobody'])
  })

  test('sets aside what the server refuses, with its sentence, and goes on with the next', async () => {
    server.mood = 'refuses'
    await note('bad')
    await expect.poll(() => state().then(({ refused }) => refused.length)).toBe(1)
    server.mood = 'well'
    await note('good')
    await emptied()
    await page.reload()
    await expect
      .poll(() => state().then(({ refused }) => refused))
      .toMatchObject([{ describe: 'Noted bad', detail: 'This code is retired. Choose another.' }])
    expect(notes()).toEqual(['good'])
  })

  test('tells whoever waits that it was refused', async () => {
    server.mood = 'refuses'
    await note('bad')
    await expect.poll(() => told()).toEqual(['refused refused'])
  })

  test('takes what was refused off the list when it is dismissed, and sends it anew when it is tried again', async () => {
    server.mood = 'refuses'
    const first = await note('first')
    const second = await note('second')
    await expect.poll(() => state().then(({ refused }) => refused.length)).toBe(2)
    server.mood = 'well'
    await page.evaluate((key) => window.outboxPage.dismiss(key), first)
    await page.evaluate((key) => window.outboxPage.tryAgain(key), second)
    await emptied()
    await page.reload()
    await page.waitForFunction(() => 'outboxPage' in window)
    expect(await state()).toEqual({ pending: [], refused: [], trouble: 'none' })
    expect(notes()).toEqual(['second'])
    expect(server.effects.map(({ key }) => key)).not.toContain(second)
  })

  test('lets a command on which the server fails be left out, so that those behind it go on', async () => {
    server.mood = 'faulty'
    const key = await note('poison')
    await note('behind')
    await expect.poll(() => state().then(({ trouble }) => trouble)).toBe('server')
    await page.evaluate((one) => window.outboxPage.leaveOut(one), key)
    server.mood = 'well'
    await emptied()
    expect(notes()).toEqual(['behind'])
    expect((await state()).refused).toMatchObject([{ key }])
  })

  test('sends one person’s work only while that person is signed in', async () => {
    await server.stop()
    await note('sara’s')
    await page.evaluate(() => window.outboxPage.signIn(null))
    await server.start()
    server.cookie = 'hana'
    await page.evaluate(() => window.outboxPage.signIn('hana'))
    expect((await state()).pending).toEqual([])
    await note('hana’s')
    await emptied()
    expect(notes()).toEqual(['hana’s'])
    server.cookie = 'sara'
    await page.evaluate(() => window.outboxPage.signIn('sara'))
    await expect.poll(() => notes()).toEqual(['hana’s', 'sara’s'])
    expect(server.mistaken).toEqual([])
  })

  test('shows in every tab what waits, sends it from one, and tells all', async () => {
    const second = await open()
    server.mood = 'cut before'
    await note('one')
    await note('two', study, second)
    await expect.poll(() => state(page).then(({ pending }) => pending.length)).toBe(2)
    await expect.poll(() => state(second).then(({ pending }) => pending.length)).toBe(2)
    server.mood = 'well'
    await emptied(second)
    await expect.poll(() => state(page).then(({ pending }) => pending.length)).toBe(0)
    expect(notes()).toEqual(['one', 'two'])
    await expect.poll(() => told(page)).toEqual(['answered one'])
    await expect.poll(() => told(second)).toEqual(['answered two'])
  })

  test('sends each step once, however many tabs are open and impatient', async () => {
    const second = await open()
    const { promise, resolve } = Promise.withResolvers<void>()
    server.gate = promise
    const key = await note('one')
    await expect.poll(() => server.arrivals.get(key)).toBe(1)
    await expect.poll(() => state(second).then(({ pending }) => pending.length)).toBe(1)
    for (const on of [page, second]) await on.evaluate(() => window.outboxPage.retry())
    await note('two', study, second)
    resolve()
    await expect.poll(() => notes()).toEqual(['one', 'two'])
    await expect.poll(() => state(second).then(({ pending }) => pending.length)).toBe(0)
    expect([...server.arrivals.values()]).toEqual([1, 1])
  })

  test('sends what a tab that was closed left behind', async () => {
    const second = await open()
    server.mood = 'cut before'
    await note('left behind', study, second)
    await second.close()
    server.mood = 'well'
    await expect.poll(() => state().then(({ pending }) => pending.length)).toBe(1)
    await emptied()
    expect(notes()).toEqual(['left behind'])
  })

  test('lets one study wait without holding up another', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    server.gate = promise
    const slow = await note('slow')
    await expect.poll(() => server.arrivals.get(slow)).toBe(1)
    server.gate = Promise.resolve()
    await note('quick', other)
    await expect.poll(() => notes(other)).toEqual(['quick'])
    expect(notes()).toEqual([])
    resolve()
    await emptied()
    expect(notes()).toEqual(['slow'])
  })

  test('keeps an acknowledged command on screen until the data has caught up', async () => {
    await page.evaluate(() => {
      window.outboxPage.release = window.outboxPage.holdSettling()
    })
    await note('one')
    await expect
      .poll(() => state().then(({ pending }) => pending.map((one) => one.state)))
      .toEqual(['settling'])
    await page.evaluate(() => window.outboxPage.release())
    await expect.poll(() => state().then(({ pending }) => pending.length)).toBe(0)
    expect(await page.evaluate(() => window.outboxPage.settled)).toEqual(['one'])
  })

  test('takes back the last step behind it in the queue, and takes it again', async () => {
    server.mood = 'cut before'
    const key = await note('one')
    expect(await page.evaluate((of) => window.outboxPage.undo(of), study)).toBe(key)
    expect(await page.evaluate((of) => window.outboxPage.overlay(of), study)).toEqual([])
    expect(await page.evaluate((of) => window.outboxPage.redo(of), study)).toBe(key)
    server.mood = 'well'
    await emptied()
    expect(server.effects.map(({ name, body }) => [name, body])).toEqual([
      ['note', { text: 'one' }],
      ['undo', { command: key }],
      ['redo', { command: key }],
    ])
  })

  test('remembers over a reload what can be taken back, newest first, and forgets what was refused', async () => {
    const first = await note('first')
    await emptied()
    server.mood = 'refuses'
    await note('never happened')
    await expect.poll(() => state().then(({ refused }) => refused.length)).toBe(1)
    server.mood = 'well'
    await page.reload()
    await page.waitForFunction(() => 'outboxPage' in window)
    expect(await page.evaluate((of) => window.outboxPage.undo(of), study)).toBe(first)
    expect(await page.evaluate((of) => window.outboxPage.undo(of), study)).toBeNull()
  })
})

type Action =
  | { do: 'note'; study: string; tab: 0 | 1 }
  | { do: 'mood'; mood: Mood }
  | { do: 'reload' | 'wait'; tab: 0 | 1 }
  | { do: 'die' | 'rise' }

const tab = fc.constantFrom(0 as const, 1 as const)
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('note' as const),
      study: fc.constantFrom(study, other),
      tab,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('mood' as const),
      mood: fc.constantFrom<Mood>('well', 'cut before', 'cut after', 'faulty', 'knows nobody'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('reload' as const, 'wait' as const), tab }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('die' as const, 'rise' as const) }) },
)

test('whatever fails and whenever a tab is reloaded, each step happens once and in the order of the doing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 14 }), async (actions) => {
      server.forget()
      await context.close()
      context = await browser.newContext()
      const tabs = [await open(), await open()] as const
      for (const one of tabs) await one.evaluate(() => window.outboxPage.signIn('sara'))
      const done: { key: string; study: string }[] = []
      let alive = true
      for (const step of actions) {
        switch (step.do) {
          case 'note':
            done.push({ key: await note('x', step.study, tabs[step.tab]), study: step.study })
            break
          case 'mood':
            server.mood = step.mood
            break
          case 'wait':
            await tabs[step.tab].evaluate(() => new Promise((resolve) => setTimeout(resolve, 30)))
            break
          case 'reload':
            // a dead server has no page to load
            if (alive) {
              await tabs[step.tab].reload()
              await tabs[step.tab].waitForFunction(() => 'outboxPage' in window)
            }
            break
          case 'die':
            if (alive) await server.stop()
            alive = false
            break
          case 'rise':
            if (!alive) await server.start()
            alive = true
            break
        }
      }
      if (!alive) await server.start()
      server.mood = 'well'
      await emptied(tabs[0])
      await emptied(tabs[1])
      for (const place of [study, other]) {
        const keys = (list: readonly { key: string; study: string }[]) =>
          list.filter((one) => one.study === place).map((one) => one.key)
        expect(keys(server.effects)).toEqual(keys(done))
      }
      expect(server.mistaken).toEqual([])
    }),
    { numRuns: 15 },
  )
}, 300_000)
