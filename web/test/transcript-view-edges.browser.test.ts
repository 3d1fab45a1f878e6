/// <reference types="node" />
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium, serveWeb } from './browser.ts'

const text =
  'Honestly I never feel I fully belong. I look around and I am counting. Every event is centred around drinking.'
const rangeOf = (words: string) => {
  const from = text.indexOf(words)
  return { from, to: from + words.length }
}
const belong = { id: 'belong', codeId: 'one', coderId: 'sa', ...rangeOf('never feel I fully') }
const content = {
  text,
  codes: [{ id: 'one', name: 'Only one like me', colour: 1 }],
  coders: [{ id: 'sa', name: 'SA' }],
  codings: [belong],
}

let browser: Browser
let server: Awaited<ReturnType<typeof serveWeb>>
let page: Page
let faults: string[] = []

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchChromium(), serveWeb()])
})
afterAll(async () => {
  await browser.close()
  await server.close()
})
afterEach(async () => {
  await page.context().close()
  const seen = faults
  faults = []
  expect(seen).toEqual([])
})

async function open(device: { hasTouch?: boolean; isMobile?: boolean } = {}): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 900, height: 700 }, ...device })
  context.setDefaultTimeout(60_000)
  page = await context.newPage()
  page.on('pageerror', (error) => faults.push(String(error)))
  await page.goto(`${server.url}test/transcript-view/index.html`)
  await page.waitForFunction(() => 'transcriptPage' in window)
  await page.evaluate(() => document.fonts.ready)
  await page.evaluate((mounted) => window.transcriptPage.mount(mounted), content)
  await settled()
}

async function settled(): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))),
      ),
  )
}

/** The middle of the row beside a character: before the first of these words, or behind the last. */
async function besideWords(words: string, side: 'before' | 'behind') {
  const at = rangeOf(words)[side === 'before' ? 'from' : 'to']
  return page.evaluate(
    ([offset, isBefore]) => {
      const line = document.querySelector('.cm-line')
      if (!line) throw new Error('No line is shown')
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
      let passed = 0
      const wanted = isBefore ? offset : offset - 1
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const { length } = node.textContent ?? ''
        if (wanted < passed + length) {
          const range = document.createRange()
          range.setStart(node, wanted - passed)
          range.setEnd(node, wanted - passed + 1)
          const { left, right, top, bottom } = range.getBoundingClientRect()
          return { x: isBefore ? left + 1 : right - 1, y: (top + bottom) / 2 }
        }
        passed += length
      }
      throw new Error('The words are not shown')
    },
    [at, side === 'before'] as const,
  )
}

/** The knob of a handle: it hangs outside of the row. */
async function knob(kind: 'from' | 'to' | 'caret', isTouched = false) {
  const box = await page.locator(`.tv-handle-${kind}`).boundingBox()
  if (!box) throw new Error(`There is no handle “${kind}”`)
  const away = isTouched ? 16 : 4
  return { x: box.x, y: kind === 'from' && !isTouched ? box.y - away : box.y + box.height + away }
}

const adjusted = () =>
  page.evaluate(() => window.transcriptPage.told.filter(({ event }) => event === 'adjusted'))

const selectedWords = async () => {
  await settled()
  const range = await page.evaluate(() => window.transcriptPage.view.selection())
  return range && text.slice(range.from, range.to)
}

const shownRange = () =>
  page.evaluate(() => {
    const [coding] = window.transcriptPage.view.codingsAt(26)
    return coding && { from: coding.from, to: coding.to }
  })

describe('handles at the edges of the coding that is adjusted', () => {
  beforeEach(async () => {
    await open()
    await page.evaluate(() => window.transcriptPage.view.update({ adjustable: 'belong' }))
    await settled()
  })

  async function drag(from: { x: number; y: number }, to: { x: number; y: number }) {
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
    await page.mouse.move(to.x, to.y, { steps: 4 })
  }

  test('are dragged to whole words, drawn on the way and told once when let go', async () => {
    const from = await knob('to')
    await drag(from, await besideWords('look around', 'behind'))
    expect(await adjusted()).toEqual([])
    expect((await shownRange())?.to).toBeGreaterThan(belong.to)
    await page.mouse.up()
    const end = rangeOf('around').to
    expect(await adjusted()).toEqual([
      { event: 'adjusted', id: 'belong', from: belong.from, to: end },
    ])
    expect(await selectedWords()).toBeNull()
  })

  test('move the start too, and never past the end', async () => {
    await drag(await knob('from'), await besideWords('Honestly', 'before'))
    await page.mouse.up()
    expect(await adjusted()).toMatchObject([{ from: 0, to: belong.to }])
    await drag(await knob('from'), await besideWords('drinking', 'behind'))
    await page.mouse.up()
    expect(await shownRange()).toEqual({ from: rangeOf('fully').from, to: belong.to })
  })

  test('let go by Escape, the coding is as it was and nothing is told', async () => {
    await drag(await knob('to'), await besideWords('counting', 'behind'))
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await adjusted()).toEqual([])
    expect(await shownRange()).toEqual({ from: belong.from, to: belong.to })
  })

  test('leave the letters beside them to the caret', async () => {
    const place = await besideWords('never feel I fully', 'behind')
    await page.mouse.click(place.x, place.y)
    await settled()
    expect(await page.evaluate(() => window.transcriptPage.view.caret())).toBe(belong.to)
  })

  test('are there for no coding but the one that is adjusted', async () => {
    expect(await page.locator('.tv-handle').count()).toBe(2)
    await page.evaluate(() => window.transcriptPage.view.update({ adjustable: null }))
    await settled()
    expect(await page.locator('.tv-handle').count()).toBe(0)
  })
})

describe('a finger', () => {
  let finger: CDPSession

  beforeEach(async () => {
    await open({ hasTouch: true, isMobile: true })
    finger = await page.context().newCDPSession(page)
  })

  async function touch(
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    at?: { x: number; y: number },
  ) {
    await finger.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] })
  }
  async function tap(at: { x: number; y: number }) {
    await touch('touchStart', at)
    await touch('touchEnd')
  }
  async function draw(from: { x: number; y: number }, to: { x: number; y: number }) {
    await touch('touchStart', from)
    for (let step = 1; step <= 8; step += 1)
      await touch('touchMove', {
        x: from.x + ((to.x - from.x) * step) / 8,
        y: from.y + ((to.y - from.y) * step) / 8,
      })
    await touch('touchEnd')
  }

  test('places the caret by a tap, and draws a selection from its knob and by the knobs of the selection', async () => {
    await tap(await besideWords('around and', 'before'))
    await page.locator('.tv-handle-caret').waitFor({ state: 'attached' })
    const caretKnob = await knob('caret', true)
    const row = await besideWords('around and', 'before')
    const down = caretKnob.y - row.y
    const counting = await besideWords('am counting', 'behind')
    await draw(caretKnob, { x: counting.x, y: counting.y + down })
    expect(await selectedWords()).toBe('around and I am counting.')
    const told = await page.evaluate(() =>
      window.transcriptPage.told.filter((one) => one.event === 'selection' && one.from !== null),
    )
    expect(told).toHaveLength(1)

    const begin = await knob('from', true)
    const look = await besideWords('look around', 'before')
    await draw(begin, { x: look.x, y: look.y + down })
    expect(await selectedWords()).toBe('look around and I am counting.')
  })

  test('that rests on a word selects it', async () => {
    const place = await besideWords('counting', 'before')
    await touch('touchStart', { x: place.x + 12, y: place.y })
    await page.waitForFunction(() => window.transcriptPage.view.selection() !== null)
    await touch('touchEnd')
    expect(await selectedWords()).toBe('counting')
  })

  test('drags the edge of a coding', async () => {
    await tap(await besideWords('feel', 'before'))
    await page.evaluate(() => window.transcriptPage.view.update({ adjustable: 'belong' }))
    await settled()
    const end = await knob('to', true)
    const row = await besideWords('never feel I fully', 'behind')
    const target = await besideWords('belong.', 'behind')
    await draw(end, { x: target.x, y: target.y + (end.y - row.y) })
    expect(await adjusted()).toMatchObject([{ id: 'belong', to: rangeOf('belong.').to }])
  })
})

describe('parts of the text', () => {
  beforeEach(() => open())

  test('are folded away with a word on how much, and open by a click', async () => {
    const fold = { ...rangeOf('I look around and I am counting.'), label: '… 7 words' }
    await page.evaluate((one) => window.transcriptPage.view.update({ folds: [one] }), fold)
    expect(await page.locator('.cm-content').innerText()).not.toContain('counting')
    await page.getByRole('button', { name: '… 7 words' }).click()
    expect(await page.locator('.cm-content').innerText()).toContain('counting')
  })

  test('are opened when something in them is gone to, and selected whole when a selection passes them', async () => {
    const fold = { ...rangeOf('I look around and I am counting.'), label: '… 7 words' }
    await page.evaluate((one) => window.transcriptPage.view.update({ folds: [one] }), fold)
    await page.evaluate((all) => window.transcriptPage.view.select(all), {
      from: 0,
      to: text.length,
    })
    expect(await selectedWords()).toBe(text)
    await page.evaluate((one) => window.transcriptPage.view.update({ folds: [one] }), fold)
    await page.evaluate(
      (at) => window.transcriptPage.view.select({ from: at, to: at }),
      fold.from + 3,
    )
    expect(await page.locator('.cm-content').innerText()).toContain('counting')
  })

  test('have quiet headings, beside which the stripes still stand in their rows', async () => {
    await page.evaluate(() =>
      window.transcriptPage.view.update({ headings: [{ at: 0, name: 'Belonging' }] }),
    )
    await settled()
    expect(await page.locator('.tv-heading').innerText()).toBe('Belonging')
    const stripe = await page.locator('.tv-stripe').boundingBox()
    const row = await besideWords('never', 'before')
    expect(stripe && stripe.y < row.y && stripe.y + stripe.height > row.y).toBe(true)
  })
})

describe('the strip of the whole text', () => {
  beforeEach(async () => {
    await open()
    await page.evaluate(() => {
      window.transcriptPage.prepare({ characters: 120_000, codings: 300, seed: 4 })
      window.transcriptPage.open()
    })
    await settled()
  })

  test('leads to the place that is clicked, and says where one is', async () => {
    const strip = page.getByRole('slider', { name: 'Where the codings are in the whole text' })
    await strip.waitFor()
    const box = await strip.boundingBox()
    if (!box) throw new Error('The strip is not shown')
    await page.mouse.click(box.x + 6, box.y + box.height * 0.6)
    await expect
      .poll(async () => Number(await strip.getAttribute('aria-valuenow')))
      .toBeGreaterThan(54)
    expect(Number(await strip.getAttribute('aria-valuenow'))).toBeLessThan(66)
  })

  test('walks from coding to coding and part to part by keys', async () => {
    const strip = page.getByRole('slider')
    await strip.focus()
    await page.keyboard.press('ArrowDown')
    const first = await page.evaluate(() => window.transcriptPage.view.caret())
    await page.keyboard.press('ArrowDown')
    expect(await page.evaluate(() => window.transcriptPage.view.caret())).toBeGreaterThanOrEqual(
      first,
    )
    await page.keyboard.press('End')
    await expect
      .poll(async () => Number(await strip.getAttribute('aria-valuenow')))
      .toBeGreaterThan(90)
    await page.keyboard.press('Home')
    await expect.poll(async () => await strip.getAttribute('aria-valuenow')).toBe('0')
  })

  test('shows colours where codings are and none where there are none', async () => {
    const painted = () =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.tv-minimap canvas')
        const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
        return new Set(data?.filter((_, index) => index % 4 === 0)).size
      })
    await expect.poll(painted).toBeGreaterThan(4)
    await page.evaluate(() => window.transcriptPage.view.update({ codings: [] }))
    await expect.poll(painted).toBe(1)
  })

  test('has no fault that axe can find', async () => {
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
  })
})
