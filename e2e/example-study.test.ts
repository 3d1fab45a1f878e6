import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  keepPicture,
  openExample,
  openProduct,
  settled,
  setUp,
  type Product,
  type Visitor,
} from './product.ts'

/** What is known of the example study before it is opened: 17 teachers, 11 codes in 3 groups, 2 themes. */
const title = 'Example: teachers and AI at four schools'

let product: Product
let visitor: Visitor
let page: Page
let study: string

beforeAll(async () => {
  product = await openProduct()
  visitor = await product.arrive()
  page = visitor.page
})
afterAll(() => product.close())

test('the printed link makes the first account, and the first page opens the example study', async () => {
  await setUp(product, visitor, 'Sam Adeyemi', 'sam@study.example')
  study = await openExample(visitor)
  await page.getByRole('button', { name: title.slice(0, 20) }).waitFor()
  expect(visitor.faults).toEqual([])
})

/** Each page: its address below the study, and something true that it shows. */
const pages: readonly [
  name: string,
  path: string,
  truth: (page: Page) => ReturnType<Page['locator']>,
][] = [
  ['home', '', (page) => page.getByText('17 participants are in the study')],
  ['Recruit', '/recruit', (page) => page.getByRole('link', { name: 'Look at what is missing' })],
  ['Interview', '/interview', (page) => page.getByRole('heading', { level: 1, name: 'Interview' })],
  ['Transcribe', '/transcribe', (page) => page.getByRole('row').nth(17)],
  [
    'the import',
    '/transcribe/import',
    (page) => page.getByRole('button', { name: 'Choose files' }),
  ],
  ['Code', '/code', (page) => page.getByRole('row').nth(17)],
  [
    'a transcript',
    '/code/first',
    (page) => page.locator('.cm-content').getByText(/Claude from Anthropic/),
  ],
  ['the code list', '/codes', (page) => page.getByRole('row', { name: /Staying the teacher/ })],
  [
    'quotes',
    '/quotes',
    (page) => page.getByRole('heading', { name: /^\d+ quotes from 17 people$/ }),
  ],
  [
    'Themes',
    '/themes',
    (page) => page.getByRole('heading', { name: 'A colleague who never sleeps' }),
  ],
  [
    'a theme',
    '/themes/first',
    (page) => page.getByRole('heading', { level: 1, name: 'A colleague who never sleeps' }),
  ],
  ['Report', '/report', (page) => page.getByText('7 quotes from')],
  ['participants', '/participants', (page) => page.getByRole('row', { name: /P017/ })],
  [
    'the import of participants',
    '/participants/import',
    (page) => page.getByRole('button', { name: 'Choose files' }),
  ],
  [
    'the import of codes',
    '/codes/import',
    (page) => page.getByRole('button', { name: 'Choose files' }),
  ],
  [
    'attributes from transcripts',
    '/transcribe/attributes',
    (page) => page.getByRole('textbox', { name: 'Pattern of the titles' }),
  ],
  [
    'a code',
    '/codes/first',
    (page) => page.getByRole('link', { name: /with conditions, groups and export/ }),
  ],
  ['settings', '/settings', (page) => page.getByText('This is the example study.')],
  ['sites', '/settings?part=sites', (page) => page.getByText('Site D (invented)')],
  ['the team', '/settings?part=team', (page) => page.getByText('sam@study.example')],
  [
    'roles',
    '/settings?part=permissions',
    (page) => page.getByRole('rowheader', { name: 'code', exact: true }),
  ],
  [
    'attributes',
    '/settings?part=attributes',
    (page) => page.getByRole('button', { name: 'Add an attribute' }),
  ],
  ['the audit trail', '/audit', (page) => page.getByText('open example study')],
]

describe('each page of the example study shows something true, to everybody', () => {
  test.for(pages)('%s', async ([name, path, truth]) => {
    await page.setViewportSize({ width: 1280, height: 860 })
    await page.emulateMedia({ colorScheme: 'light' })
    const address = await addressOf(path)
    visitor.faults.length = 0
    await page.goto(address)
    await truth(page)
      .waitFor()
      .catch(async (error: unknown) => {
        throw new Error(`See ${await keepPicture(page, name)}`, { cause: error })
      })
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 860 })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect(await barriers(page, colorScheme), `${name}, ${width} px, ${colorScheme}`).toEqual(
          [],
        )
      }
      expect(await tooWide(page), `${name} is wider than ${width} px`).toBe(false)
    }
    expect(visitor.faults).toEqual([])
  })
})

test('the example study goes whole when its title is typed', async () => {
  await page.setViewportSize({ width: 1280, height: 860 })
  await page.goto(`${study}/settings`)
  await page.getByRole('button', { name: 'Remove the study…' }).click()
  const dialog = page.getByRole('alertdialog')
  const remove = dialog.getByRole('button', { name: 'Remove for ever' })
  await dialog.getByRole('textbox').fill(title.toLowerCase())
  expect(await remove.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill(title)
  await remove.click()
  await page.getByRole('heading', { name: 'Begin with a study' }).waitFor()
  await page.goto(study)
  await page
    .getByText(/not in its team|There is nothing here|does not exist|no such study/i)
    .first()
    .waitFor()
})

async function addressOf(path: string): Promise<string> {
  if (!path.endsWith('/first')) return study + path
  const list = path.replace('/first', '')
  if (list === '/codes') return codeWithQuotes()
  await page.goto(study + list)
  const link = page.locator(`[href*="${list}/"], [data-href*="${list}/"]`).first()
  await link.waitFor({ state: 'attached' })
  const href = (await link.getAttribute('href')) ?? (await link.getAttribute('data-href')) ?? ''
  return new URL(href, study).href
}

/** The page of a code that has quotes. */
async function codeWithQuotes(): Promise<string> {
  await page.goto(`${study}/codes`)
  await page.getByRole('row', { name: 'Finding ideas' }).click()
  const href = await page.getByRole('link', { name: 'Its page' }).getAttribute('href')
  return new URL(href ?? '', study).href
}

/** What axe finds against WCAG 2.2 A and AA; at night, contrast alone: the rest is the same by day. */
async function barriers(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  // A colour on its way to another is neither of them.
  await settled(page)
  // There are no frames, for which axe would open and close a page each time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (
    colorScheme === 'light'
      ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      : axe.withRules(['color-contrast'])
  ).analyze()
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`,
  )
}

function tooWide(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > window.innerWidth')
}
