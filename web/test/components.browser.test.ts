import { AxeBuilder } from '@axe-core/playwright'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium } from './browser.ts'
import { answer, buildPage, PageServer, type Built } from './built-pages.ts'

let browser: Browser
let built: Built
let server: PageServer
let context: BrowserContext
let page: Page
let faults: string[]

beforeAll(async () => {
  ;[browser, built] = await Promise.all([launchChromium(), buildPage('test/gallery/index.html')])
  server = new PageServer(built, 'test/gallery/index.html', (_, response) => answer(response, {}))
  await server.start()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await built.remove()
})
beforeEach(async () => {
  faults = []
  await open({})
})
afterEach(async () => {
  await context.close()
  // among them every violation of the content security policy
  expect(faults).toEqual([])
})

async function open(options: Parameters<Browser['newContext']>[0]): Promise<void> {
  context = await browser.newContext(options)
  page = await context.newPage()
  page.setDefaultTimeout(60_000)
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  await page.goto(server.url)
  await page.waitForSelector('h1')
  await page.evaluate(() => document.fonts.ready)
}

const text = (id: string) => page.locator(`#${id}`).textContent()

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test('every component is accessible, its words in contrast, and none is wider than the window', async () => {
    const width = colorScheme === 'light' ? 1280 : 390
    await context.close()
    await open({ colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    ).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    )
  })

  test('what opens over the page is accessible', async () => {
    await context.close()
    await open({ colorScheme, reducedMotion: 'reduce' })
    for (const name of ['Menu', 'Modal', 'Remove the study', 'Popover']) {
      await page.getByRole('button', { name, exact: true }).click()
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
        .analyze()
      expect(
        violations.map(
          ({ id, nodes }) => `${name} ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
        ),
      ).toEqual([])
      await page.keyboard.press('Escape')
    }
    await page.getByRole('button', { name: 'Toast', exact: true }).click()
    await page.getByRole('button', { name: 'Bad toast' }).click()
    const { violations } = await new AxeBuilder({ page }).include('.ToastRegion').analyze()
    expect(
      violations.map(({ id, nodes }) => `toast ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    ).toEqual([])
  })
})

test('the twelve colours of codes are 3:1 on the sheet in both schemes, as signs must be', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const ratios = await page.evaluate(() => {
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
      if (!canvas) throw new Error('no canvas')
      const probe = document.createElement('i')
      document.body.append(probe)
      const luminance = (name: string): number => {
        probe.style.color = `var(${name})`
        canvas.fillStyle = getComputedStyle(probe).color
        canvas.fillRect(0, 0, 1, 1)
        // relative luminance of WCAG 2.2
        const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
          const part = value / 255
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
        })
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
      }
      const ratio = (one: string, other: string) => {
        const [a, b] = [luminance(one), luminance(other)]
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
      }
      return [
        ...Array.from({ length: 12 }, (_, index) => `--c${index + 1}`),
        '--edge',
        '--focus',
      ].map((name) => ({ name, ratio: Math.min(ratio(name, '--sheet'), ratio(name, '--paper')) }))
    })
    expect(
      ratios.filter(({ ratio }) => ratio < 3).map(({ name }) => `${colorScheme} ${name}`),
    ).toEqual([])
  }
})

test('a step that cannot be undone goes ahead only once its name was typed', async () => {
  await page.getByRole('button', { name: 'Remove the study' }).click()
  const dialog = page.getByRole('alertdialog')
  const remove = dialog.getByRole('button', { name: 'Remove', exact: true })
  expect(await remove.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('Belongin')
  expect(await remove.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').press('Enter')
  expect(await text('confirmed')).toBe('0')
  await dialog.getByRole('textbox').fill('Belonging')
  await dialog.getByRole('textbox').press('Enter')
  await dialog.waitFor({ state: 'detached' })
  expect(await text('confirmed')).toBe('1')
})

test('what was typed to confirm is forgotten when the dialog is left', async () => {
  const open = page.getByRole('button', { name: 'Remove the study' })
  await open.click()
  await page.getByRole('alertdialog').getByRole('textbox').fill('Belonging')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await open.click()
  expect(await page.getByRole('alertdialog').getByRole('textbox').inputValue()).toBe('')
})

test('a table sorts by its headings, by keys as by mouse, and leaves what has no value last', async () => {
  const rows = () => page.getByRole('rowheader').allTextContents()
  expect(await rows()).toEqual(['P1', 'P2', 'P10'])
  const year = page.getByRole('columnheader', { name: 'Year' })
  await year.click()
  expect(await rows()).toEqual(['P1', 'P2', 'P10'])
  await year.press('Enter')
  expect(await rows()).toEqual(['P2', 'P1', 'P10'])
  await page.getByRole('columnheader', { name: 'Words' }).click()
  expect(await rows()).toEqual(['P10', 'P2', 'P1'])
})

test('rows of a table are ticked one by one or all at once', async () => {
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}\\b`) })
  await row('P2').locator('.Box').click()
  expect(await text('ticked')).toBe('P2')
  await page.getByRole('checkbox', { name: 'Select all' }).press('Space')
  expect(await text('ticked')).toBe('P1,P10,P2')
})

test('a row of a tree is moved by keys from its grip', async () => {
  await page.getByRole('treegrid').getByRole('row', { name: 'Hoops to reach help' }).focus()
  await page.getByRole('button', { name: 'Move Hoops to reach help' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  expect(await text('moved')).toMatch(/^hoops (on|before|after) \w+$/)
})

test('a row of a list is moved by keys and by mouse', async () => {
  const list = page.getByRole('grid', { name: 'Quotes' })
  await list.getByRole('row', { name: 'first' }).focus()
  await page.getByRole('button', { name: 'Move first' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  expect(await text('order')).toBe('second,third,first')
  await list.getByRole('row', { name: 'third' }).dragTo(list.getByRole('row', { name: 'second' }), {
    targetPosition: { x: 40, y: 2 },
  })
  expect(await text('order')).toBe('third,second,first')
})

test('many files are taken by choosing', async () => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  const files = await chooser
  expect(files.isMultiple()).toBe(true)
  await files.setFiles([
    { name: 'P001.txt', mimeType: 'text/plain', buffer: Buffer.from('a') },
    { name: 'P002.docx', mimeType: '', buffer: Buffer.from('b') },
  ])
  expect(await text('files')).toBe('P001.txt,P002.docx')
})

test('many files are taken by dropping', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-drop-'))
  const files = ['P003.vtt', 'P004.srt'].map((name) => join(folder, name))
  await Promise.all(files.map((file) => writeFile(file, 'a')))
  await page.locator('.FileDrop').scrollIntoViewIfNeeded()
  const box = await page.locator('.FileDrop').boundingBox()
  if (!box) throw new Error('The drop zone is not on the page.')
  // a drag from outside the browser, as the system tells of it
  const protocol = await context.newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await protocol.send('Input.dispatchDragEvent', {
      type,
      x: box.x + 40,
      y: box.y + 40,
      data: { items: [], files, dragOperationsMask: 1 },
    })
  await expect.poll(() => text('files')).toBe('P003.vtt,P004.srt')
  await rm(folder, { recursive: true })
})

test('a notice can be undone once and closes', async () => {
  await page.getByRole('button', { name: 'Toast', exact: true }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await text('opened')).toBe('undone')
  await page.getByText('Self-blame is retired.').waitFor({ state: 'detached' })
})

test('a notice of something gone wrong stays until it is closed', async () => {
  await page.clock.install()
  await page.getByRole('button', { name: 'Bad toast' }).click()
  await page.getByRole('button', { name: 'Toast', exact: true }).click()
  await page.getByText('Self-blame is retired.').waitFor()
  await page.mouse.move(0, 0)
  await page.evaluate(
    () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
  )
  await page.clock.runFor(60_000)
  await page.getByText('Self-blame is retired.').waitFor({ state: 'detached' })
  expect(await page.getByText('Renamed a code: not accepted.').count()).toBe(1)
})

test('every control is at least 24 px in both directions', async () => {
  await page.setViewportSize({ width: 390, height: 900 })
  const small = await page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'button, a[href], input:not([type=file]), [role=tab], [role=radio]',
      ),
    ]
      .filter(
        (control) =>
          control.closest('.VisuallyHidden, [data-react-aria-prevent-focus], [hidden]') === null,
      )
      .map((control) => ({
        control,
        box: (control.closest('label') ?? control).getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
      // words in a line of text are exempt (WCAG 2.2, 2.5.8)
      .filter(({ control }) => control.closest('.Breadcrumbs') === null)
      .map(({ control, box }) => `${control.outerHTML.slice(0, 90)} ${box.width}×${box.height}`),
  )
  expect(small).toEqual([])
})
