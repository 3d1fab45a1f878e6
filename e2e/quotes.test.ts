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
let quotes: string

beforeAll(async () => {
  product = await openProduct()
  visitor = await product.arrive()
  page = visitor.page
  await setUp(product, visitor, 'Sam Adeyemi', 'sam@study.example')
  quotes = `${await openExample(visitor)}/quotes`
  await page.goto(quotes)
})
afterAll(() => product.close())
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(`See ${await keepPicture(page, task.name)}`)
  expect(visitor.faults).toEqual([])
})

const answer = () => page.getByRole('heading', { level: 1 }).innerText()

/** Opens a condition from the menu and chooses in it, by the keyboard. */
async function ask(condition: string, choice: string): Promise<void> {
  const box = page.getByRole('region', { name: condition, exact: true })
  // One box stands open from the start: before it, nothing of the page can be told.
  await page.getByRole('region', { name: 'any of these codes', exact: true }).waitFor()
  if (!(await box.isVisible())) {
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByRole('menuitem', { name: condition }).first().click()
  }
  await box.getByRole('combobox').fill(choice)
  await page.getByRole('option', { name: choice }).first().click()
  await box.getByText(choice).waitFor()
}

describe('a saved quotes view', () => {
  test('keeps conditions that were put together under a name, and its link opens them again', async () => {
    const all = await answer()
    await ask('any of these codes', 'Checking what it says')
    await ask('in the year', 'year 1')
    await page.getByRole('button', { name: /Grouped by/ }).click()
    await page.getByRole('option', { name: 'participant' }).click()
    await expect.poll(answer).not.toBe(all)
    const asked = await answer()

    await page.getByRole('button', { name: 'Save this view' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('First years who check')
    await page.keyboard.press('Enter')
    await page.waitForURL(/view=/)
    await saved(page)
    await expect.poll(answer).toContain(asked)

    const link = page.url()
    await page.goto(quotes)
    await expect.poll(answer).toBe(all)
    await page.goto(link)
    await expect.poll(answer).toContain(asked)
    await page
      .getByRole('region', { name: 'any of these codes' })
      .getByText('Checking what it says')
      .waitFor()
  })

  test('is renamed, and comes back when its removal is undone', async () => {
    const views = page.getByRole('region', { name: 'Saved views' })
    const more = (name: string) =>
      views.getByRole('button', { name: `More about “${name}”` }).click()
    await more('First years who check')
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Year one, checking')
    await page.keyboard.press('Enter')
    await views.getByRole('link', { name: 'Year one, checking' }).waitFor()
    await more('Year one, checking')
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await views.getByRole('link').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await views.getByRole('link', { name: 'Year one, checking' }).waitFor()
    await saved(page)
  })
})

describe('many quotes', () => {
  test('are ticked and given a further code in one step, and lose it by one undo', async () => {
    await page.goto(quotes)
    await ask('any of these codes', 'It gets things wrong')
    const before = await answer()
    const boxes = page.locator('.quotes-row > .ChoiceField label')
    await boxes.first().click()
    await page.getByRole('button', { name: /^Choose all \d+ shown$/ }).click()
    const bar = page.getByRole('region', { name: /quotes chosen/ })
    const count = Number.parseInt(await bar.locator('b').innerText())
    await bar.getByRole('combobox', { name: 'Code' }).fill('Not my')
    await page.getByRole('option', { name: 'Not my voice' }).click()
    await bar.getByRole('button', { name: 'Add this code' }).click()
    await page.getByText(`Added “Not my voice” to ${count} passages`).waitFor()
    await saved(page)
    await ask('any of these codes', 'Not my voice')
    await expect.poll(answer).not.toBe(before)
    const further = await answer()
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('Control+z')
    await expect.poll(answer).not.toBe(further)
    await saved(page)
  })
})
