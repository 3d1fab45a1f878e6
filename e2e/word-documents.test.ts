import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { caretBefore, codings, dragOver, saved } from './coding-screen.ts'
import { keepPicture, openProduct, setUp, type Product, type Visitor } from './product.ts'

// Tracked changes, a comment, notes and a table; see the folder's README.
const fixture = new URL(
  '../packages/transcripts/test/fixtures/office/changes.docx',
  import.meta.url,
)
const comment = 'Comment: Is this about the exam?'

let product: Product
let sam: Visitor
let page: Page
let study: string

beforeAll(async () => {
  product = await openProduct()
  sam = await product.arrive()
  page = sam.page
  await setUp(product, sam, 'Sam Adeyemi', 'sam@study.example')
  await page.getByRole('button', { name: 'Found a study' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Sleep')
  await page.getByRole('button', { name: 'Found the study' }).click()
  await page.waitForURL(/\/studies\/[^/]+$/)
  study = page.url()
})
afterAll(() => product.close())
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(`See ${await keepPicture(page, task.name)}`)
})

const here = () => page.getByRole('complementary', { name: 'Here' })

describe('a Word document with tracked changes and comments', () => {
  test('is its accepted text, and says before the import that its notes are kept', async () => {
    await page.goto(`${study}/transcribe/import`)
    await page.locator('input[type=file]').setInputFiles({
      name: 'P001 interview.docx',
      mimeType: '',
      buffer: await readFile(fixture),
    })
    await page.getByText('1 file, 1 transcript').waitFor()
    await page.getByRole('button', { name: 'Look at P001 interview.docx' }).click()
    const look = page.getByRole('dialog')
    await look.getByText(/1 comment, 1 footnote and 1 endnote are kept/).waitFor()
    await look.getByRole('button', { name: 'Done' }).click()
    await page.locator('label').filter({ hasText: 'They are pseudonymised already' }).click()
    await page.getByRole('button', { name: 'Import 1 file' }).click()
    await page.getByText('One file is in.').waitFor()
    await page.getByRole('link', { name: 'P001 interview' }).click()
    const text = page.locator('.cm-content')
    await text.getByText('How did you sleep that week?').waitFor()
    expect(await text.innerText()).not.toMatch(/rest|Gone/)
    for (const words of ['I was tired.', 'And at home?', 'Since May.'])
      expect((await text.innerText()).split(words)).toHaveLength(2)
  })

  test('is coded in its accepted words', async () => {
    await dragOver(page, 'How did you sleep', 'that week?')
    await page.getByRole('combobox', { name: 'Code for the selected words' }).fill('rest')
    await page.keyboard.press('Enter')
    await codings(page, 1)
    await saved(page)
    await here().getByText('How did you sleep that week?').waitFor()
  })

  test('shows its comment at its place, by mouse, by keys and in words', async () => {
    await page.locator('.tv-note').first().click()
    const card = here().getByRole('article').filter({ hasText: 'Is this about the exam?' })
    await card.getByText('well at all').waitFor()
    await card.getByText('Ask again.').waitFor()

    await caretBefore(page, 'Since May.')
    await card.waitFor({ state: 'detached' })
    await caretBefore(page, 'well at all')
    await card.waitFor()
    await page
      .locator('[aria-live=polite]')
      .filter({ hasText: comment })
      .first()
      .waitFor({ state: 'attached' })

    await here().getByText('All notes of the file').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await here().getByRole('article').filter({ hasText: 'Said twice.' }).waitFor()
    expect(sam.faults).toEqual([])
  })

  test('tells its notes beside the words on the pages for screen readers', async () => {
    await page.getByText('Pages', { exact: true }).click()
    await page.getByText(`${comment} Ask again. (on “well at all”)`).waitFor()
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Endnote: Two languages.' })
      .first()
      .waitFor()
    expect(sam.faults).toEqual([])
  })
})
