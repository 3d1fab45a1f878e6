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

beforeAll(async () => {
  product = await openProduct()
  visitor = await product.arrive()
  page = visitor.page
  await setUp(product, visitor, 'Sam Adeyemi', 'sam@study.example')
  await page.goto(`${await openExample(visitor)}/transcribe`)
})
afterAll(() => product.close())
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(`See ${await keepPicture(page, task.name)}`)
  expect(visitor.faults).toEqual([])
})

const dialog = () => page.getByRole('dialog')
const row = (title: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: title, exact: true }) })
const titles = () => page.locator('.transcripts-open').allInnerTexts()
const tick = (title: string) => row(title).locator('label').first().click()
const button = (name: string) => page.getByRole('button', { name, exact: true })

async function menu(title: string, step: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${title}`, exact: true }).click()
  await page.getByRole('menuitem', { name: step }).click()
}

async function undoByKeys(): Promise<void> {
  await saved(page)
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('Control+z')
  await saved(page)
}

describe('transcripts', () => {
  test('are put in folders, shown by folder, and moved up and down', async () => {
    await button('Folders').click()
    await dialog().getByLabel('Name of a new folder').fill('Wave 1')
    await dialog().getByRole('button', { name: 'Add' }).click()
    await dialog().getByLabel('Name of the folder Wave 1').waitFor()
    await dialog().getByRole('button', { name: 'Close' }).last().click()
    await tick('P004')
    await tick('P002')
    await button('Move…').click()
    await dialog().getByRole('button', { name: 'To the folder' }).click()
    await page.getByRole('option', { name: 'Wave 1' }).click()
    await dialog().getByRole('button', { name: 'Move', exact: true }).click()
    await expect.poll(async () => (await titles()).slice(0, 3)).toEqual(['P002', 'P004', 'P001'])
    await button('Choose none').click()
    await menu('P004', 'Move up')
    await expect.poll(async () => (await titles()).slice(0, 2)).toEqual(['P004', 'P002'])
    await page.getByRole('button', { name: 'All folders' }).click()
    await page.getByRole('option', { name: 'Wave 1' }).click()
    await expect.poll(titles).toEqual(['P004', 'P002'])
    expect(page.url()).toContain('folder=')
    await page.getByRole('button', { name: /^Wave 1/ }).click()
    await page.getByRole('option', { name: 'All folders' }).click()
    await expect.poll(async () => (await titles()).length).toBe(17)
  })

  test('are renamed by a pattern that shows first what it does, and named back by one undo', async () => {
    await tick('P005')
    await tick('P006')
    await button('Rename…').click()
    await dialog()
      .getByRole('textbox', { name: 'Pattern' })
      .fill('Teacher {number} ({participant})')
    await dialog().getByText('→ Teacher 2 (P006)').waitFor()
    await dialog().getByRole('button', { name: 'Rename 2' }).click()
    await row('Teacher 1 (P005)').waitFor()
    await undoByKeys()
    await row('P005').waitFor()
    await row('P006').waitFor()
    await button('Choose none').click()
  })

  test('are split where a line is chosen, with their codings, and merged again', async () => {
    await menu('P003', 'Split…')
    await dialog().getByText('Lines I choose').click()
    await dialog().locator('.arrange-lines label').nth(8).click()
    await dialog().getByRole('textbox', { name: 'Title of part 2' }).fill('P003 second')
    const cut = dialog().getByText(/^Cut /)
    await dialog().getByRole('button', { name: 'Split into 2' }).waitFor()
    if (await cut.isVisible()) await cut.click()
    await dialog().getByRole('button', { name: 'Split into 2' }).click()
    await row('P003 second').waitFor()
    await tick('P003')
    await tick('P003 second')
    await button('Merge…').click()
    await dialog().getByRole('textbox', { name: 'Title of the whole' }).fill('P003 whole')
    await dialog().getByRole('button', { name: 'Merge 2 into one' }).click()
    await row('P003 whole').waitFor()
    await row('P003 second').waitFor({ state: 'detached' })
    expect((await titles()).length).toBe(17)
    await saved(page)
  })

  test('that are coded say why no file can take their place', async () => {
    await menu('P001', 'Replace its file…')
    await dialog()
      .getByText(/^It cannot be replaced: \d+ codings would lose their words/)
      .waitFor()
    expect(await dialog().getByRole('button', { name: 'Replace', exact: true }).isDisabled()).toBe(
      true,
    )
    await dialog().getByRole('button', { name: 'Cancel' }).click()
  })

  test('have their headings marked as sections, all in one step', async () => {
    await button('Sections and questions').click()
    await dialog().getByText('Headings', { exact: true }).click()
    await dialog()
      .getByText(/^17 places in 17 transcripts/)
      .waitFor()
    await dialog().locator('.arrange-lines label').first().click()
    await dialog().getByRole('button', { name: 'Mark 16' }).click()
    await saved(page)
    await button('Sections and questions').click()
    await dialog().getByText('Headings', { exact: true }).click()
    await expect.poll(() => dialog().getByText('marked already').count()).toBe(16)
    await dialog().getByRole('button', { name: 'Cancel' }).click()
  })

  test('give their participants attributes by a pattern, after a look at each change', async () => {
    await page.getByRole('link', { name: 'Attributes' }).click()
    await page.getByRole('textbox', { name: 'Pattern of the titles' }).fill('P{number}')
    await page.getByText('17 transcripts fit, of 17.').waitFor()
    await button('See what this changes').click()
    await page.getByText('What each row does').waitFor()
    await page.getByRole('button', { name: 'Import 17 participants' }).click()
    await page.waitForURL(/\/participants$/)
    await page.getByRole('columnheader', { name: 'number' }).waitFor()
    await page.getByRole('row', { name: /P004/ }).getByText('004', { exact: true }).waitFor()
    await undoByKeys()
    await page.getByRole('columnheader', { name: 'number' }).waitFor({ state: 'detached' })
  })
})
