import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium, serveWeb } from './browser.ts'

let browser: Browser
let server: Awaited<ReturnType<typeof serveWeb>>
let page: Page
let faults: string[]

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchChromium(), serveWeb()])
})
afterAll(async () => {
  await browser.close()
  await server.close()
})
beforeEach(async () => {
  faults = []
  page = await (await browser.newContext()).newPage()
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  await page.goto(`${server.url}test/transcript-view/react.html`)
  await page.waitForFunction(() => 'reactPage' in window)
})
afterEach(async () => {
  await page.context().close()
  expect(faults).toEqual([])
})

describe('the transcript in React', () => {
  test('keeps its view and its caret while codings come and go', async () => {
    const seen = await page.evaluate(async () => {
      const page = window.reactPage
      const until = async (holds: () => boolean) => {
        for (const end = Date.now() + 30_000; !holds() && Date.now() < end;)
          await new Promise((resolve) => setTimeout(resolve, 50))
      }
      const shownOf = (codings: readonly { id: string; from: number }[]) =>
        codings.filter(
          ({ id, from }) => page.view?.codingsAt(from).some((one) => one.id === id) ?? false,
        ).length
      const transcript = page.transcript({ characters: 5000, codings: 6, seed: 4 })
      page.pane(transcript)
      await until(() => page.view !== null && shownOf(transcript.codings) === 6)
      const before = page.view
      before?.select({ from: 200, to: 200 })
      page.pane({ ...transcript, codings: transcript.codings.slice(1), focusCode: 'code-1' })
      await until(() => shownOf(transcript.codings) === 5)
      const other = { ...transcript, text: `${transcript.text}And more.` }
      const result = {
        same: before !== null && page.view === before,
        caret: page.view?.caret(),
        shown: shownOf(transcript.codings),
      }
      page.pane(other)
      await until(() => page.view !== null && page.view !== before)
      return {
        ...result,
        anew: page.view !== before,
        views: document.querySelectorAll('.cm-editor').length,
      }
    })
    expect(seen).toEqual({ same: true, caret: 200, shown: 5, anew: true, views: 1 })
  })
})

describe('the transcript as reading pages', () => {
  beforeEach(async () => {
    await page.evaluate(() =>
      window.reactPage.reading(
        window.reactPage.transcript({ characters: 30_000, codings: 60, seed: 9 }),
      ),
    )
    await page.getByRole('heading', { level: 2 }).waitFor()
  })

  test('tells every turn under the name of its speaker, with no label in the words', async () => {
    const turns = await page.getByRole('article').all()
    expect(turns.length).toBeGreaterThan(5)
    expect(await page.getByRole('heading', { level: 3 }).first().innerText()).toMatch(
      /^SD\s+00:00$/,
    )
    const words = await page.getByRole('paragraph').allInnerTexts()
    for (const paragraph of words) expect(paragraph).not.toMatch(/(SD|P012):/)
  })

  test('tells the codes on a turn in words', async () => {
    const codes = page.getByRole('list', { name: 'Codes on these words' })
    expect(await codes.first().getByRole('listitem').first().innerText()).toMatch(/, by \w\w: “.+”/)
  })

  test('says before a page which codes are on it, and in the text where each coding begins and ends', async () => {
    await page.evaluate(() => {
      const text = 'SD: And then?\n\nP012: I never belong. I am counting.\n\nStill counting.'
      const at = (words: string) => ({
        from: text.indexOf(words),
        to: text.indexOf(words) + words.length,
      })
      const turn = (words: string, role: 'interviewer' | 'participant', to: number) => ({
        from: text.indexOf(words),
        to,
        label: { from: text.indexOf(words), to: text.indexOf(words) + words.length },
        speaker: words.slice(0, -1),
        role,
        startsAt: null,
      })
      window.reactPage.reading({
        text,
        turns: [turn('SD:', 'interviewer', 15), turn('P012:', 'participant', text.length)],
        codes: [
          { id: 'one', name: 'Only one', colour: 1 },
          { id: 'two', name: 'Counting', colour: 2 },
        ],
        coders: [{ id: 'sa', name: 'SA' }],
        codings: [
          { id: 'a', codeId: 'one', coderId: 'sa', ...at('never belong') },
          { id: 'b', codeId: 'two', coderId: 'sa', from: at('I am').from, to: text.length },
        ],
        sections: [{ at: at('P012').from, name: 'Belonging' }],
      })
    })
    await page.getByRole('heading', { level: 3, name: 'Belonging' }).waitFor()
    expect(await page.getByRole('heading', { level: 4 }).allInnerTexts()).toEqual(['SD', 'P012'])
    const codes = page.getByRole('list', { name: 'Codes on this page' })
    expect(await codes.getByRole('listitem').allInnerTexts()).toEqual([
      'Only one, once',
      'Counting, once',
    ])
    const heard = await page.evaluate(() =>
      [...document.querySelectorAll('article p')].map((one) => {
        const words = document.createElement('p')
        words.innerHTML = one.innerHTML
        for (const silent of words.querySelectorAll('[aria-hidden]')) silent.remove()
        return words.textContent
      }),
    )
    expect(heard).toEqual([
      'And then?',
      'I Only one begins: never belong Only one ends. . Counting begins: I am counting.',
      'Still counting. Counting ends. ',
    ])
  })

  test('leads on by buttons to every word of the transcript, the focus at the top', async () => {
    let words = 0
    // What is said of codings between the words is none of the transcript's.
    const wordsHere = () =>
      page.evaluate(() => {
        const paragraphs = [...document.querySelectorAll('article p')].map((one) => {
          const words = document.createElement('p')
          words.innerHTML = one.innerHTML
          for (const edge of words.querySelectorAll('.edge')) edge.remove()
          return words.textContent.trim()
        })
        return paragraphs.join(' ').split(/\s+/u).length
      })
    const heading = page.getByRole('heading', { level: 2 })
    const pages = Number((await heading.innerText()).split(' ').at(-1))
    expect(pages).toBeGreaterThan(1)
    for (let number = 1; number <= pages; number += 1) {
      expect(await heading.innerText()).toBe(`Page ${number} of ${pages}`)
      words += await wordsHere()
      if (number === pages) break
      await page.getByRole('button', { name: 'Next page' }).click()
      await page.waitForFunction(() => document.activeElement?.tagName === 'H2')
    }
    expect(await page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true)
    const all = await page.evaluate(() => {
      const { text } = window.reactPage.transcript({ characters: 30_000, codings: 60, seed: 9 })
      return text
        .replace(/^(SD|P012):/gm, '')
        .trim()
        .split(/\s+/u).length
    })
    expect(words).toBe(all)
  })

  test('has no fault that axe can find', async () => {
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
  })
})
