import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ViewTurn } from '../src/coding/transcript-view/index.ts'
import { launchChromium, serveWeb } from './browser.ts'

const hebrew = 'שָׁלוֹם, היה קשה מאוד בשבוע הראשון.'
const mixed = 'She said שבוע טוב to me, and I smiled.'
const said = [
  ['I', 'How was the first week?'],
  ['P', hebrew],
  ['P', mixed],
] as const

let text = ''
const turns = said.map(([speaker, words]): ViewTurn => {
  const from = text.length
  text += `${speaker}: ${words}\n`
  const role = speaker === 'P' ? 'participant' : 'interviewer'
  return { from, to: text.length, label: { from, to: from + 2 }, speaker, role, startsAt: null }
})

let browser: Browser
let server: Awaited<ReturnType<typeof serveWeb>>
let page: Page

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchChromium(), serveWeb()])
  page = await browser.newPage()
  await page.goto(`${server.url}test/transcript-view/index.html`)
  await page.waitForFunction(() => 'transcriptPage' in window)
  await page.evaluate(() => document.fonts.ready)
})
afterAll(async () => {
  await browser.close()
  await server.close()
})
beforeEach(async () => {
  await page.evaluate((content) => window.transcriptPage.mount(content), {
    text,
    turns,
    codes: [],
    codings: [],
  })
})

/** Where a word stands on the screen. */
function boxOf(word: string) {
  return page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + wanted.length)
      const { left, right, top, bottom } = range.getBoundingClientRect()
      return { left, right, y: (top + bottom) / 2 }
    }
    throw new Error(`“${wanted}” is not shown`)
  }, word)
}

async function placeCaret(words: string): Promise<void> {
  const at = text.indexOf(words)
  await page.evaluate((place) => {
    window.transcriptPage.view.select({ from: place, to: place })
    window.transcriptPage.view.focus()
  }, at)
}

async function selected(): Promise<string> {
  const range = await page.evaluate(() => window.transcriptPage.view.selection())
  return range ? text.slice(range.from, range.to) : ''
}

describe('a text that runs from right to left', () => {
  test('begins at the right, line by line as its words are', async () => {
    const directions = await page
      .locator('.cm-line')
      .evaluateAll((lines) => lines.map((line) => getComputedStyle(line).direction))
    expect(directions.slice(0, 3)).toEqual(['ltr', 'rtl', 'ltr'])
    const [first, last] = [await boxOf('היה'), await boxOf('הראשון')]
    expect(first.left).toBeGreaterThan(last.right)
    // Words of the other direction stand within the line in their own order.
    const [before, within, behind] = [await boxOf('said'), await boxOf('טוב'), await boxOf('to me')]
    expect(before.right).toBeLessThan(within.left)
    expect(within.right).toBeLessThan(behind.left)
  })

  test('is selected by the mouse from the right to the left', async () => {
    const [first, last] = [await boxOf('קשה'), await boxOf('מאוד')]
    await page.mouse.move(first.right - 1, first.y)
    await page.mouse.down()
    await page.mouse.move(last.left + 1, last.y, { steps: 8 })
    await page.mouse.up()
    expect(await selected()).toBe('קשה מאוד')
  })

  test('is walked by the arrow that points on, a letter with its points at a time', async () => {
    await placeCaret('שָׁלוֹם')
    await page.keyboard.press('Shift+ArrowLeft')
    expect(await selected()).toBe('שָׁ')
    await page.keyboard.press('Shift+ArrowLeft')
    expect(await selected()).toBe('שָׁל')
  })
})
