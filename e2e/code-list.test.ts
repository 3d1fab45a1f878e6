import { getReport } from '@throughline/contract/reporting'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { saved } from './coding-screen.ts'
import {
  keepPicture,
  openExample,
  openProduct,
  setUp,
  type Product,
  type Visitor,
} from './product.ts'

let product: Product
let visitor: Visitor
let page: Page
let study: string

beforeAll(async () => {
  product = await openProduct()
  visitor = await product.arrive()
  page = visitor.page
  await setUp(product, visitor, 'Sam Adeyemi', 'sam@study.example')
  study = await openExample(visitor)
  await page.goto(`${study}/codes`)
})
afterAll(() => product.close())
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(`See ${await keepPicture(page, task.name)}`)
  expect(visitor.faults).toEqual([])
})

const code = (name: string) => page.getByRole('row', { name, exact: true })
const codingsOf = async (name: string) =>
  Number(await code(name).locator('.coding-count').innerText())
const dialog = () => page.getByRole('dialog')

async function begin(step: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'More steps' }).click()
  await page.getByRole('menuitem', { name: step }).click()
}

describe('two codes that mean the same', () => {
  test('are merged after a look at what happens to each coding, and come apart by one undo', async () => {
    const [time, voice] = [await codingsOf('Time won back'), await codingsOf('Not my voice')]
    await code('Time won back').click()
    await begin(/^Merge/)
    await dialog().getByRole('combobox', { name: 'Into' }).fill('Not my')
    await page.getByRole('option', { name: 'Not my voice' }).click()
    await dialog().getByText(`${time} codings get the code “Not my voice”`).waitFor()
    await dialog().getByText('In one theme “Not my voice” takes the place').waitFor()
    await expect.poll(() => dialog().getByText('gets “Not my voice”').count()).toBe(time)
    await dialog().getByRole('textbox', { name: 'Why' }).fill('Tuesday’s meeting')
    await dialog().getByRole('button', { name: 'Merge', exact: true }).click()

    await code('Time won back').waitFor({ state: 'detached' })
    await expect.poll(() => codingsOf('Not my voice')).toBe(voice + time)
    await page.getByText('Show retired codes').click()
    await code('Time won back (retired)').click()
    const step = page.getByRole('listitem').filter({ hasText: 'Merged into “Not my voice”' })
    await step.getByText('Tuesday’s meeting').waitFor()
    await step.getByRole('button', { name: 'Undo' }).click()
    await code('Time won back').waitFor()
    await expect.poll(() => codingsOf('Time won back')).toBe(time)
    expect(await codingsOf('Not my voice')).toBe(voice)
    await saved(page)
  })
})

describe('a code that turned out to be two', () => {
  test('gives the codings that were ticked to a new one', async () => {
    const all = await codingsOf('Staying the teacher')
    await code('Staying the teacher').click()
    await begin(/^Split/)
    await dialog().getByRole('textbox', { name: 'Name of the new code' }).fill('Being the adult')
    const boxes = dialog()
      .locator('label')
      .filter({ has: page.locator('blockquote') })
    await boxes.first().waitFor()
    for (const at of [0, 1, 2]) await boxes.nth(at).click()
    await dialog().getByText('3 chosen').waitFor()
    await dialog().getByRole('button', { name: 'Split', exact: true }).click()
    await code('Being the adult').waitFor()
    await expect.poll(() => codingsOf('Being the adult')).toBe(3)
    expect(await codingsOf('Staying the teacher')).toBe(all - 3)
    await saved(page)
  })
})

describe('the page of a code', () => {
  test('holds its meaning, quotes, neighbours, themes and transcripts, each leading further', async () => {
    await code('Finding ideas').click()
    await page.getByRole('link', { name: 'Its page' }).click()
    await page.getByRole('heading', { level: 1, name: 'Finding ideas' }).waitFor()
    const neighbours = page.locator('.Card').filter({ hasText: 'Neighbours' })
    await neighbours.getByRole('link', { name: 'Planning lessons' }).waitFor()
    const shared = await neighbours
      .getByRole('listitem')
      .filter({ hasText: 'Planning lessons' })
      .getByRole('link', { name: / of / })
      .innerText()
    await neighbours
      .getByRole('listitem')
      .filter({ hasText: 'Planning lessons' })
      .getByText(shared)
      .click()
    await page
      .getByRole('heading', { level: 1, name: new RegExp(`^${parseInt(shared)} `) })
      .waitFor()
    await page.goBack()
    await page.getByText('Added “Finding ideas”').waitFor()
    await page.getByRole('link', { name: 'Change it in the list' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor()
  })

  test('says where the report quotes it, and leads there', async () => {
    const answer = await visitor.context.request.get(
      `${study.replace('/studies', '/api/studies')}/report`,
    )
    const { themes } = getReport.answer.parse(await answer.json())
    const theme = themes.find(({ quotes }) => quotes.length > 0)
    const quoted = theme?.quotes[0]?.code
    const count = theme?.quotes.filter((quote) => quote.code === quoted).length
    await page.goto(`${study}/codes/${quoted}`)
    const words = `${count === 1 ? 'One quote' : `${count} quotes`} under “${theme?.name}”`
    await page.getByRole('link', { name: words }).click()
    await page.getByRole('heading', { name: theme?.name, exact: true }).waitFor()
    await page.goto(`${study}/codes`)
  })
})

describe('a file of codes', () => {
  test('is looked at, brought in where it is new and where it was chosen, and undone as one', async () => {
    await page.getByRole('link', { name: 'Import' }).click()
    await page.locator('input[type=file]').setInputFiles({
      name: 'codes.csv',
      mimeType: '',
      buffer: Buffer.from(
        'code,definition\nWhat it is used for › Finding ideas,When the page is empty.\nWhat it is used for › Making pictures,\n,x\n',
      ),
    })
    await page
      .getByText(
        'One code is new, one differs from the list, none is the same. One row is left out',
      )
      .waitFor()
    await page.getByText('This row names no code').waitFor()
    await page.getByRole('button', { name: /What it is used for › Finding ideas/ }).click()
    await page.getByRole('option', { name: 'Keep ours, add the file’s' }).click()
    await page.getByRole('button', { name: 'Add one code, change one' }).click()
    await code('Making pictures').waitFor()
    await code('Finding ideas').click()
    const definition = page.getByRole('textbox', { name: 'Definition' })
    await expect
      .poll(() => definition.inputValue())
      .toMatch(/^Looking for a start.*\n\nWhen the page is empty\.$/s)
    await saved(page)
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('Control+z')
    await code('Making pictures').waitFor({ state: 'detached' })
    await expect.poll(() => definition.inputValue()).not.toContain('When the page is empty.')
    await saved(page)
  })
})

describe('several codes', () => {
  test('are chosen with Control, and grouped under a new code in one step', async () => {
    await code('Finding ideas').click()
    await code('Planning lessons').click({ modifiers: ['Control'] })
    await page.getByRole('heading', { name: '2 codes chosen' }).waitFor()
    await page.getByRole('button', { name: 'Group under a new code …' }).click()
    await dialog().getByRole('textbox', { name: 'Name of the new code' }).fill('Before class')
    await dialog().getByRole('button', { name: 'Group', exact: true }).click()
    await code('Before class').waitFor()
    await expect.poll(() => code('Finding ideas').getAttribute('aria-level')).toBe('3')
    await saved(page)
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('Control+z')
    await code('Before class').waitFor({ state: 'detached' })
    await expect.poll(() => code('Finding ideas').getAttribute('aria-level')).toBe('2')
  })
})
