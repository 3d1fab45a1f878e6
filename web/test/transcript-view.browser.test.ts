/// <reference types="node" />
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ViewTurn } from '../src/coding/transcript-view/index.ts'
import { launchChromium, serveWeb } from './browser.ts'
import type { Told } from './transcript-view/page.ts'

let browser: Browser
let server: Awaited<ReturnType<typeof serveWeb>>
let page: Page
let faults: string[] = []

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchChromium(), serveWeb()])
  page = await openPage()
})
afterAll(async () => {
  await browser.close()
  await server.close()
})
afterEach(async () => {
  await page.mouse.up()
  await page.mouse.move(0, 0)
  const seen = faults
  faults = []
  expect(seen).toEqual([])
})

async function openPage(context?: BrowserContext): Promise<Page> {
  const opened = await (context ?? (await browser.newContext())).newPage()
  opened.setDefaultTimeout(60_000)
  opened.on('pageerror', (error) => faults.push(String(error)))
  opened.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  await opened.goto(`${server.url}test/transcript-view/index.html`)
  await opened.waitForFunction(() => 'transcriptPage' in window)
  await opened.evaluate(() => document.fonts.ready)
  return opened
}

const said = [
  ['SD', 'Where do you feel that you belong?'],
  ['P012', 'Honestly I never feel I fully belong. I look around and I am counting, you know?'],
  ['NM', 'And the social side? 👩‍👩‍👧 cafe\u0301 olé'],
  ['P012', 'Every event is centred around drinking. There was no alternative.'],
] as const

/** The interview above, with labels in its lines and blank lines between its turns. */
const interview = (() => {
  let text = ''
  const turns = said.map(([speaker, words], index): ViewTurn => {
    const from = text.length
    text += `${speaker}: ${words}\n\n`
    const label = { from, to: from + speaker.length + 1 }
    const role = speaker === 'P012' ? 'participant' : 'interviewer'
    return { from, to: text.length, label, speaker, role, startsAt: index * 60_000 }
  })
  return { text, turns }
})()

function rangeOf(words: string): { from: number; to: number } {
  const from = interview.text.indexOf(words)
  if (from === -1) throw new Error(`The interview does not say “${words}”`)
  return { from, to: from + words.length }
}

const codes = [
  { id: 'belong', name: 'Only one like me', colour: 1 },
  { id: 'drink', name: 'Events centred on drinking', colour: 2 },
]
const coders = [{ id: 'sa', name: 'SA' }]
const coding = (id: string, codeId: string, words: string) => ({
  id,
  codeId,
  coderId: 'sa',
  ...rangeOf(words),
})
const codings = [
  coding('honest', 'belong', 'Honestly I never feel I fully belong.'),
  coding('never', 'drink', 'never feel'),
  coding('event', 'drink', 'Every event is centred around drinking.'),
]

async function mountInterview(on = page): Promise<void> {
  await on.evaluate((content) => window.transcriptPage.mount(content), {
    ...interview,
    codes,
    coders,
    codings,
  })
  await settled(on)
}

/** Wait until the view has measured, drawn and told. */
async function settled(on = page): Promise<void> {
  await on.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))),
      ),
  )
}

async function selectedWords(on = page): Promise<string | null> {
  await settled(on)
  const range = await on.evaluate(() => window.transcriptPage.view.selection())
  return range && interview.text.slice(range.from, range.to)
}

async function told<E extends Told['event']>(event: E): Promise<Extract<Told, { event: E }>[]> {
  await settled()
  const all = await page.evaluate(() => window.transcriptPage.told)
  return all.filter((one): one is Extract<Told, { event: E }> => one.event === event)
}

async function placeCaret(words: string, on = page): Promise<void> {
  const { from } = rangeOf(words)
  await on.evaluate((at) => {
    window.transcriptPage.view.select({ from: at, to: at })
    window.transcriptPage.view.focus()
  }, from)
  await settled(on)
}

/** The middle of the row, at the left edge of the first of these words or the right edge of the last. */
async function edgeOf(words: string, edge: 'left' | 'right', on = page) {
  return on.evaluate(
    ([wanted, side]) => {
      const lines = [...document.querySelectorAll('.cm-line')]
      const line = lines.find((one) => one.textContent.includes(wanted))
      if (!line) throw new Error(`No line shows “${wanted}”`)
      const start = line.textContent.indexOf(wanted)
      const nodeAt = (offset: number) => {
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
        let before = 0
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const length = node.textContent?.length ?? 0
          if (offset < before + length) return { node, offset: offset - before }
          before += length
        }
        throw new Error('The offset lies behind the line')
      }
      const at = nodeAt(side === 'left' ? start : start + wanted.length - 1)
      const range = document.createRange()
      range.setStart(at.node, at.offset)
      range.setEnd(at.node, at.offset + 1)
      const box = range.getBoundingClientRect()
      return { x: side === 'left' ? box.left + 1 : box.right - 1, y: box.top + box.height / 2 }
    },
    [words, edge] as const,
  )
}

describe('selecting with the mouse', () => {
  test('gives the words that were dragged over, told once when the button is released', async () => {
    await mountInterview()
    const from = await edgeOf('I look around', 'left')
    const to = await edgeOf('am counting', 'right')
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 })
    await page.mouse.move(to.x, to.y, { steps: 6 })
    expect(await told('selection')).toEqual([])
    await page.mouse.up()
    const range = rangeOf('I look around and I am counting')
    expect(await told('selection')).toEqual([{ event: 'selection', ...range, anchored: true }])
  })

  test('never begins or ends in a label when the drag begins in the gutter', async () => {
    await mountInterview()
    const line = await edgeOf('Honestly', 'left')
    const end = await edgeOf('And the social', 'right')
    await page.mouse.move(line.x - 60, line.y)
    await page.mouse.down()
    await page.mouse.move(end.x, end.y, { steps: 8 })
    await page.mouse.up()
    const words = await selectedWords()
    expect(words).toMatch(/^Honestly/)
    expect(words).toMatch(/And the social$/)
  })

  test('keeps what lies between a click and a Shift-click far beyond the rendered text', async () => {
    await page.evaluate(() => {
      window.transcriptPage.prepare({ characters: 300_000, codings: 500, seed: 5 })
      window.transcriptPage.open()
    })
    await settled()
    await page.mouse.click(400, 40)
    const start = await page.evaluate(() => window.transcriptPage.view.caret())
    await page.evaluate(() => window.transcriptPage.view.scrollTo(250_000))
    await settled()
    await page.keyboard.down('Shift')
    await page.mouse.click(400, 300)
    await page.keyboard.up('Shift')
    await settled()
    const range = await page.evaluate(() => window.transcriptPage.view.selection())
    expect(range?.from).toBe(start)
    expect(range?.to).toBeGreaterThan(240_000)
    expect(await page.locator('.cm-line').count()).toBeLessThan(300)
  })
})

describe('selecting with the keyboard in a text that cannot be typed in', () => {
  test('follows Shift and the arrow keys, and the caret can be seen', async () => {
    await mountInterview()
    await placeCaret('I look around')
    expect(await page.locator('.cm-cursor-primary').isVisible()).toBe(true)
    for (let presses = 0; presses < 6; presses += 1) await page.keyboard.press('Shift+ArrowRight')
    expect(await selectedWords()).toBe('I look')
    await page.keyboard.press('Shift+Control+ArrowRight')
    expect(await selectedWords()).toBe('I look around')
  })

  test('goes from one turn to the next without stopping in a label or a blank line', async () => {
    await mountInterview()
    await placeCaret('Honestly')
    await page.keyboard.press('ArrowLeft')
    expect(await page.evaluate(() => window.transcriptPage.view.caret())).toBe(
      rangeOf('belong?').to,
    )
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate(() => window.transcriptPage.view.caret())).toBe(
      rangeOf('Honestly').from,
    )
  })

  test('selects everything with Control+A, rendered or not', async () => {
    await page.evaluate(() => {
      window.transcriptPage.prepare({ characters: 200_000, codings: 0, seed: 1 })
      window.transcriptPage.open()
      window.transcriptPage.view.focus()
    })
    await page.keyboard.press('Control+a')
    await settled()
    const range = await page.evaluate(() => window.transcriptPage.view.selection())
    expect(range?.from).toBe('SD: '.length)
    expect(range?.to).toBeGreaterThan(199_000)
  })

  test('leaves the text as it is, whatever is typed', async () => {
    await mountInterview()
    await placeCaret('I look around')
    const before = await page.locator('.cm-content').innerText()
    await page.keyboard.type('xyz')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Enter')
    expect(await page.locator('.cm-content').innerText()).toBe(before)
  })

  test('takes an emoji family and a letter with its accent as one character each', async () => {
    await mountInterview()
    await placeCaret('👩‍👩‍👧')
    await page.keyboard.press('Shift+ArrowRight')
    expect(await selectedWords()).toBe('👩‍👩‍👧')
    await placeCaret('fe\u0301')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    expect(await selectedWords()).toBe('e\u0301')
  })

  test('widens a range that ends within a character to the whole character', async () => {
    await mountInterview()
    const family = rangeOf('👩‍👩‍👧')
    await page.evaluate((at) => window.transcriptPage.view.select(at), {
      from: family.from + 1,
      to: family.to - 1,
    })
    expect(await selectedWords()).toBe('👩‍👩‍👧')
  })

  test('lets the page keep a key for itself', async () => {
    await mountInterview()
    await placeCaret('I look around')
    await page.evaluate(() => window.transcriptPage.keysKept.push('ArrowRight'))
    await page.keyboard.press('Shift+ArrowRight')
    expect(await selectedWords()).toBeNull()
    expect((await told('key')).map(({ key }) => key)).toContain('ArrowRight')
  })
})

describe('growing the selection', () => {
  test('goes from the caret to the word, the sentence and the turn', async () => {
    await mountInterview()
    await placeCaret('fully')
    const grown: string[] = []
    for (let times = 0; times < 3; times += 1) {
      const range = await page.evaluate(() => window.transcriptPage.view.grow())
      grown.push(interview.text.slice(range.from, range.to))
    }
    expect(grown).toEqual(['fully', 'Honestly I never feel I fully belong.', said[1][1]])
  })
})

describe('codings', () => {
  test('are told by the caret, the shortest first', async () => {
    await mountInterview()
    await placeCaret('feel I fully')
    expect((await told('caret')).at(-1)?.ids).toEqual(['never', 'honest'])
    await placeCaret('I look around')
    expect((await told('caret')).at(-1)?.ids).toEqual([])
  })

  test('are told again when one comes or goes at the caret', async () => {
    await mountInterview()
    await placeCaret('no alternative')
    const added = coding('more', 'belong', 'There was no alternative.')
    await page.evaluate((one) => window.transcriptPage.view.addCoding(one), added)
    expect((await told('caret')).at(-1)?.ids).toEqual(['more'])
    await page.evaluate(() => window.transcriptPage.view.removeCoding('honest'))
    const before = (await told('caret')).length
    await page.evaluate(() => window.transcriptPage.view.removeCoding('more'))
    expect((await told('caret')).slice(before).map(({ ids }) => ids)).toEqual([[]])
  })

  test('have a stripe each: a button that tells code, coder and length, and opens the coding', async () => {
    await mountInterview()
    const stripe = page.getByRole('button', { name: 'Only one like me, by SA, 7 words' })
    await stripe.click({ position: { x: 2, y: 10 } })
    expect(await told('openStripe')).toEqual([{ event: 'openStripe', id: 'honest' }])
    expect(await page.locator('.tv-stripe').count()).toBe(3)
  })

  test('stand beside the rows they are on', async () => {
    await mountInterview()
    const stripe = await page.locator('[data-coding="event"]').boundingBox()
    const row = await edgeOf('Every event', 'left')
    expect(stripe && stripe.y < row.y && row.y < stripe.y + stripe.height).toBe(true)
  })

  test('stand beside their rows after jumps too, in very long turns as well', async () => {
    const positions = [150_000, 60_000, 280_000]
    await page.evaluate(() => {
      const { text } = window.transcriptPage.synthetic({ characters: 300_000, codings: 0, seed: 6 })
      window.transcriptPage.mount({
        text: text.replaceAll('\n', ' '),
        codings: Array.from({ length: 600 }, (_, index) => ({
          id: `${index}`,
          codeId: 'none',
          coderId: 'none',
          from: index * 480 + 7,
          to: index * 480 + 7 + (index % 7) * 60 + 10,
        })),
      })
    })
    await settled()
    for (const position of positions) {
      await page.evaluate((at) => window.transcriptPage.view.scrollTo(at), position)
      const middle = page.locator(`[data-coding="${Math.floor(position / 480)}"]`)
      await middle.waitFor({ state: 'attached' })
      await settled()
      const apart = await page.evaluate(() => {
        const { view } = window.transcriptPage
        const stripes = [...document.querySelectorAll('.tv-stripe')].map((stripe) => ({
          index: Number(stripe.getAttribute('data-coding')),
          box: stripe.getBoundingClientRect(),
        }))
        const inView = stripes.filter(({ box }) => box.top > 0 && box.bottom < innerHeight)
        return inView.map(({ index, box }) => {
          const from = index * 480 + 7
          view.select({ from, to: from + (index % 7) * 60 + 10 }, { scroll: false })
          const bottom = view.anchorRect()?.bottom ?? 0
          view.select({ from, to: from + 1 }, { scroll: false })
          const top = view.anchorRect()?.top ?? 0
          return Math.max(Math.abs(top - box.top), Math.abs(bottom - box.bottom))
        })
      })
      expect(apart.length).toBeGreaterThan(2)
      expect(Math.max(...apart)).toBeLessThanOrEqual(1)
    }
  })

  test('are reached by Tab and the arrow keys in the margin', async () => {
    await mountInterview()
    await placeCaret('I look around')
    await page.keyboard.press('Tab')
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('data-coding') ?? null)
    expect(await focused()).toBe('honest')
    await page.keyboard.press('ArrowDown')
    await settled()
    expect(await focused()).toBe('never')
    await page.keyboard.press('Enter')
    expect(await told('openStripe')).toEqual([{ event: 'openStripe', id: 'never' }])
  })

  test('show two lines where two overlap and a fill only for the code in focus', async () => {
    await mountInterview()
    const lines = (words: string) =>
      page.evaluate((wanted) => {
        const marks = [...document.querySelectorAll<HTMLElement>('mark')]
        const found = marks.find((mark) => mark.textContent.includes(wanted))
        const images = found ? getComputedStyle(found).backgroundImage : ''
        return images.split('gradient(').length - 1
      }, words)
    expect(await lines('Honestly')).toBe(1)
    expect(await lines('never feel')).toBe(2)
    expect(await page.locator('.tv-filled').count()).toBe(0)
    await page.evaluate(() => window.transcriptPage.view.update({ focusCode: 'drink' }))
    expect(await page.locator('.tv-filled').allInnerTexts()).toEqual([
      'never feel',
      'Every event is centred around drinking.',
    ])
  })

  test('come and go one by one, and by what the page lets through', async () => {
    await mountInterview()
    const stripes = async () => {
      await settled()
      const ids = await page
        .locator('.tv-stripe')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-coding') ?? ''))
      return ids.toSorted()
    }
    const added = coding('more', 'belong', 'There was no alternative.')
    await page.evaluate((one) => window.transcriptPage.view.addCoding(one), added)
    expect(await stripes()).toEqual(['event', 'honest', 'more', 'never'])
    await page.evaluate(() => window.transcriptPage.view.removeCoding('honest'))
    expect(await stripes()).toEqual(['event', 'more', 'never'])
    await page.evaluate(() =>
      window.transcriptPage.view.update({ visibleCodes: new Set(['drink']) }),
    )
    expect(await stripes()).toEqual(['event', 'never'])
    await page.evaluate(() =>
      window.transcriptPage.view.update({ visibleCoders: new Set(['other']) }),
    )
    expect(await stripes()).toEqual([])
    await page.evaluate((one) => {
      window.transcriptPage.view.update({ visibleCodes: null, visibleCoders: null, codings: [one] })
    }, added)
    expect(await stripes()).toEqual(['more'])
  })

  test('are visited in order, forth and back, even one that begins in a label', async () => {
    await mountInterview()
    const labelled = coding('labelled', 'drink', 'P012: Every')
    await page.evaluate((one) => window.transcriptPage.view.addCoding(one), labelled)
    const visited = await page.evaluate(() => {
      const { view } = window.transcriptPage
      return [1, 1, 1, 1, 1, -1, -1, -1, -1].map((step) => view.nextCoding(step === 1 ? 1 : -1))
    })
    const forth = ['honest', 'never', 'labelled', 'event', null]
    const back = ['labelled', 'never', 'honest', null]
    expect(visited).toEqual([...forth, ...back])
  })
})

describe('copying', () => {
  test('puts what was said on the clipboard, without labels and blank lines', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await mountInterview()
    await page.evaluate(() => window.transcriptPage.view.focus())
    await page.keyboard.press('Control+a')
    await settled()
    await page.keyboard.press('Control+c')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe(said.map(([, words]) => words).join('\n'))
  })
})

describe('finding', () => {
  test('marks what is found and brings one of it into view', async () => {
    await page.evaluate(() => {
      window.transcriptPage.prepare({ characters: 300_000, codings: 200, seed: 7 })
      window.transcriptPage.open()
    })
    const found = await page.evaluate(() => {
      const matches = window.transcriptPage.view.find('hijab minority')
      window.transcriptPage.view.showMatch(matches.length - 1)
      return matches.length
    })
    expect(found).toBeGreaterThan(3)
    await settled()
    expect(await page.locator('.tv-match-current').innerText()).toMatch(/^hijab minority$/i)
    await page.evaluate(() => window.transcriptPage.view.find(''))
    expect(await page.locator('.tv-match').count()).toBe(0)
  })
})

describe('scrolling', () => {
  test('moves what is in view by what the wheel says, also over text not measured before', async () => {
    await page.evaluate(() => {
      window.transcriptPage.prepare({ characters: 400_000, codings: 1500, seed: 11 })
      window.transcriptPage.open()
      window.transcriptPage.view.scrollTo(200_000)
    })
    await settled()
    await page.mouse.move(400, 300)
    for (let turns = 0; turns < 30; turns += 1) {
      const line = await page.evaluateHandle(() => {
        const found = [...document.querySelectorAll('.cm-line')].find((one) => {
          const { top } = one.getBoundingClientRect()
          return top > 0 && top < 500
        })
        if (!found) throw new Error('No line begins in the upper part of the view')
        return found
      })
      const top = () => line.evaluate((one) => one.getBoundingClientRect().top)
      const before = await top()
      await page.mouse.wheel(0, -120)
      await settled()
      expect(Math.abs((await top()) - before - 120)).toBeLessThanOrEqual(1)
    }
  })
})

describe('accessibility', () => {
  test.each(['light', 'dark'] as const)(
    'has no fault that axe can find in %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme })
      await mountInterview()
      await page.evaluate(() => window.transcriptPage.view.update({ focusCode: 'drink' }))
      await placeCaret('I look around')
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
    },
  )

  test('tells the text by its name, and that it is read only', async () => {
    await mountInterview()
    const text = page.getByRole('textbox', { name: 'Transcript of P012' })
    expect(await text.getAttribute('aria-readonly')).toBe('true')
  })
})

describe('touch', () => {
  let phone: Page
  let fingers: CDPSession

  beforeEach(async () => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    })
    phone = await openPage(context)
    fingers = await context.newCDPSession(phone)
    await mountInterview(phone)
  })
  afterEach(() => phone.context().close())

  test('places the caret by a tap', async () => {
    const place = await edgeOf('counting', 'left', phone)
    await phone.touchscreen.tap(place.x, place.y)
    await phone.waitForFunction(() => window.transcriptPage.view.caret() > 10)
    expect(await phone.evaluate(() => window.transcriptPage.view.caret())).toBe(
      rangeOf('counting').from,
    )
  })

  test('takes over what the browser selects by itself, as after a long press', async () => {
    await phone.evaluate(() => {
      const line = [...document.querySelectorAll('.cm-line')].find((one) =>
        one.textContent.includes('I look around'),
      )
      const words = [...(line?.childNodes ?? [])].find((node) =>
        node.textContent?.includes('I look around'),
      )
      const at = words?.textContent?.indexOf('around') ?? -1
      if (!words || at === -1) throw new Error('The words are not shown')
      getSelection()?.setBaseAndExtent(words, at, words, at + 'around'.length)
    })
    expect(await selectedWords(phone)).toBe('around')
  })

  test('selects from word to word by two taps while that is asked for', async () => {
    await phone.evaluate(() => window.transcriptPage.view.update({ tapToSelect: true }))
    const from = await edgeOf('around and', 'right', phone)
    const to = await edgeOf('counting', 'left', phone)
    await phone.touchscreen.tap(from.x - 4, from.y)
    await phone.touchscreen.tap(to.x + 6, to.y)
    await expect.poll(() => selectedWords(phone)).toBe('and I am counting')
  })

  test('scrolls by a pan and leaves caret and selection alone', async () => {
    await phone.evaluate(() => {
      window.transcriptPage.prepare({ characters: 60_000, codings: 100, seed: 2 })
      window.transcriptPage.open()
    })
    await settled(phone)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      fingers.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: y === undefined ? [] : [{ x: 200, y }],
      })
    await touch('touchStart', 700)
    for (let y = 680; y >= 200; y -= 20) await touch('touchMove', y)
    await touch('touchEnd')
    await phone.waitForFunction(
      () => (document.querySelector('.cm-scroller')?.scrollTop ?? 0) > 300,
    )
    expect(await phone.evaluate(() => window.transcriptPage.view.selection())).toBeNull()
  })
})
