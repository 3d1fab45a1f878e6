import type { Page } from 'playwright-core'
import { z } from 'zod'
import { until } from './faults/app-under-fault.ts'

/** Waits until everything that was done has reached the server. */
export async function saved(page: Page): Promise<void> {
  await page.locator('.shell-save').getByText('Saved', { exact: true }).waitFor()
}

/** Waits until the transcript on screen has so many codings. */
export async function codings(page: Page, count: number): Promise<void> {
  const words = count === 1 ? '1 coding' : `${count} codings`
  await page
    .locator('.coding-head')
    .getByText(new RegExp(`· ${words}$`))
    .waitFor()
}

/** Where these words of the transcript begin on screen. Pixels. */
export async function pointAt(page: Page, words: string): Promise<{ x: number; y: number }> {
  return rectangle
    .transform(({ left, top, bottom }) => ({ x: left, y: (top + bottom) / 2 }))
    .parse(await rectangleOf(page, words))
}

/** Puts the caret before these words. */
export async function caretBefore(page: Page, words: string): Promise<void> {
  const { x, y } = await pointAt(page, words)
  await page.mouse.click(x + 1, y)
}

/** Draws the mouse from where the first words begin to where the last end. */
export async function dragOver(page: Page, first: string, last: string): Promise<void> {
  const from = await pointAt(page, first)
  await page.mouse.move(from.x + 1, from.y)
  await page.mouse.down()
  const to = rectangle.parse(await rectangleOf(page, last))
  await page.mouse.move(to.right - 1, (to.top + to.bottom) / 2, { steps: 4 })
  await page.mouse.up()
}

const rectangle = z.object({
  left: z.number(),
  right: z.number(),
  top: z.number(),
  bottom: z.number(),
})

/** Of words that stand in one piece of text, once they are on screen. */
async function rectangleOf(page: Page, words: string): Promise<unknown> {
  let found: unknown = null
  await until(`“${words}” is on screen`, async () => {
    found = await page.evaluate(`(() => {
      const content = document.querySelector('.cm-content')
      if (!content) return null
      const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(${JSON.stringify(words)})
        if (at < 0) continue
        const range = document.createRange()
        range.setStart(node, at)
        range.setEnd(node, at + ${words.length})
        const { left, right, top, bottom } = range.getBoundingClientRect()
        return { left, right, top, bottom }
      }
      return null
    })()`)
    return found !== null
  })
  return found
}
