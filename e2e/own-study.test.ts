import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { twentyFiles } from './interviews.ts'
import { keepPicture, openProduct, password, setUp, type Product, type Visitor } from './product.ts'
import { caretBefore, codings, dragOver, pointAt, saved } from './coding-screen.ts'

let product: Product
let sam: Visitor
let page: Page
let study: string
/** The second member, on a phone. */
let ines: Visitor
let transcript: string
let files: Awaited<ReturnType<typeof twentyFiles>>

beforeAll(async () => {
  product = await openProduct()
  sam = await product.arrive()
  page = sam.page
  await setUp(product, sam, 'Sam Adeyemi', 'sam@study.example')
  files = await twentyFiles()
})
afterAll(() => product.close())
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(`See ${await keepPicture(page, task.name)}`)
})

describe('a study of one’s own', () => {
  test('is founded, and has two sites', async () => {
    await page.getByRole('button', { name: 'Found a study' }).click()
    await page.getByRole('textbox', { name: 'Title' }).fill('Belonging in week one')
    await page.getByRole('button', { name: 'Found the study' }).click()
    await page.waitForURL(/\/studies\/[^/]+$/)
    study = page.url()
    await page.goto(`${study}/settings?part=sites`)
    for (const site of ['North', 'South']) {
      await page.getByRole('button', { name: 'Add a site' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: 'Name of the site' }).fill(site)
      await dialog.getByRole('button', { name: 'Add a site' }).click()
      await page.getByRole('button', { name: `Change ${site}` }).waitFor()
    }
    await saved(page)
  })

  test('takes in a second member by a link that is copied and handed over', async () => {
    await page.goto(`${study}/settings?part=team`)
    await page.getByRole('button', { name: 'Invite somebody' }).click()
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('ines.moreau@study.example')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByRole('button', { name: 'Copy the link' }).click()
    await page.getByText(/link.*copied|copied.*link/i).waitFor()
    const link = z.url().parse(await page.evaluate('navigator.clipboard.readText()'))
    ines = await product.arrive({ hasTouch: true, viewport: { width: 390, height: 844 } })
    await ines.page.goto(link)
    await ines.page.getByText(/Sam Adeyemi invites you .* as researcher/i).waitFor()
    await ines.page.getByLabel('Your name').fill('Ines Moreau')
    await ines.page.getByLabel('Password', { exact: true }).fill(password)
    await ines.page.getByRole('button', { name: 'Make my account and join' }).click()
    await ines.page.waitForURL(study)
    await page.getByText('Ines Moreau').waitFor()
  })

  test('takes in twenty files of every format at once, after a look at each, and says what is wrong with one', async () => {
    await page.goto(`${study}/transcribe/import`)
    await page
      .locator('input[type=file]')
      .setInputFiles(files.map(({ name, buffer }) => ({ name, mimeType: '', buffer })))
    await page.getByText('19 files, 19 transcripts').waitFor()
    const broken = page.getByRole('listitem').filter({ hasText: 'broken.docx' })
    expect(await broken.innerText()).toMatch(/ends in the middle.*Get it once more/)

    await page.getByRole('button', { name: 'Look at P003 interview.txt' }).click()
    const look = page.getByRole('dialog')
    await look.getByText('UTF-16').first().waitFor()
    await look.getByText('In room 3 I felt “at home”').waitFor()
    await look.getByRole('button', { name: 'Done' }).click()

    await page.getByRole('button', { name: 'Look at all the others.csv' }).click()
    await choose(look, 'Each row is', 'A whole interview')
    await choose(look, 'Tells the transcripts apart', 'id')
    await look.getByRole('button', { name: 'Done' }).click()
    await page.getByText('19 files, 21 transcripts').waitFor()

    await page.getByRole('button', { name: 'Make 21 participants' }).click()
    await page.locator('label').filter({ hasText: 'They are pseudonymised already' }).click()
    await page.getByText('One file cannot be read and is left out.').waitFor()
    await page.getByRole('button', { name: 'Import 19 files' }).click()
    await page.getByText('19 files are in.').waitFor()
  })

  test('has every character of every file', async () => {
    const list = await api(`${study}/transcripts`, transcripts)
    for (const { name, texts } of files)
      for (const [index, text] of texts.entries()) {
        const label = texts.length > 1 ? `P0${19 + index}` : name.slice(0, 4)
        const found = list.transcripts.filter(({ participant }) => participant?.label === label)
        expect(found, label).toHaveLength(1)
        const read = await api(
          `${study}/transcripts/${found[0]?.id}`,
          z.object({ text: z.string() }),
        )
        expect(read.text, name).toBe(text)
      }
    for (const name of [
      'P004 interview.txt',
      'P006 interview.md',
      'P009 interview.docx',
      'P013 interview.vtt',
      'P015 interview.srt',
      'P017 interview.csv',
    ]) {
      const file = files.find((one) => one.name === name)
      const found = list.transcripts.find(
        ({ participant }) => participant?.label === name.slice(0, 4),
      )
      await page.goto(`${study}/code/${found?.id}`)
      await page
        .locator('.cm-content')
        .getByText(file?.sentence ?? '?')
        .waitFor()
    }
  })

  test('records in one step that everybody may be quoted', async () => {
    await page.goto(`${study}/participants`)
    await page.getByRole('row', { name: /P021/ }).waitFor()
    await page.getByRole('columnheader').first().locator('label, input').first().click()
    const bar = page.getByRole('region', { name: '21 selected' })
    await bar.getByRole('button', { name: 'Yes', exact: true }).click()
    await saved(page)
    await page.reload()
    await page.getByRole('row', { name: /P021/ }).waitFor()
    expect(await page.getByRole('gridcell', { name: 'Yes', exact: true }).count()).toBe(21)
  })
})

describe('coding', () => {
  test('goes by keys alone: select, grow, type, a new code, a recent one, walk, remove, undo, redo', async () => {
    const list = await api(`${study}/transcripts`, transcripts)
    const first = list.transcripts.find(({ participant }) => participant?.label === 'P001')
    transcript = `${study}/code/${first?.id}`
    await page.goto(transcript)
    await page.locator('.cm-content').getByText('at home').waitFor()
    const palette = page.getByRole('group', { name: 'Code the selected words' })
    await caretBefore(page, 'corridors')
    for (let times = 0; times < 9; times += 1) await page.keyboard.press('Shift+ArrowRight')
    await palette.waitFor()
    await page.keyboard.type('empty halls')
    await page.keyboard.press('Control+Enter')
    await codings(page, 1)
    await here(page, 'empty halls').getByText('corridors').waitFor()

    await caretBefore(page, 'nobody came')
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('Alt+ArrowUp')
    await palette.waitFor()
    await page.keyboard.press('1')
    await codings(page, 2)
    await here(page, 'empty halls')
      .getByText('Then nobody came back to ask.', { exact: true })
      .waitFor()

    await caretBefore(page, 'I wrote')
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('Alt+ArrowUp')
    await palette.waitFor()
    await page.keyboard.type('halls')
    await page.keyboard.press('Enter')
    await codings(page, 3)

    for (const [key, words] of [
      ['[', 'I wrote twice'],
      ['[', 'Then nobody came back'],
      ['[', 'corridors'],
      [']', 'Then nobody came back'],
    ] as const) {
      await page.keyboard.press(key)
      await here(page, 'empty halls').getByText(words).waitFor()
    }
    await page.keyboard.press('Delete')
    await codings(page, 2)
    await page.keyboard.press('Control+z')
    await codings(page, 3)
    await page.keyboard.press('Control+Shift+z')
    await codings(page, 2)
    await page.keyboard.press('Control+z')
    await codings(page, 3)

    await page.keyboard.press('Control+f')
    await page.keyboard.type('form')
    await page.getByRole('search').getByText('1 of 1').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys on this page' }).waitFor()
    await page.keyboard.press('Escape')
    await saved(page)
    expect(sam.faults).toEqual([])
  })

  test('goes by mouse', async () => {
    await dragOver(page, 'In room', 'for once')
    await page.getByRole('option', { name: /empty halls/ }).click()
    await codings(page, 4)
    await saved(page)
  })

  test('goes by two taps on a phone, and appears in the other’s page at once', async () => {
    await ines.page.goto(transcript)
    await codings(ines.page, 4)
    await ines.page.getByRole('button', { name: 'Tap to select' }).tap()
    for (const words of ['Mostly', 'number 1']) {
      const { x, y } = await pointAt(ines.page, words)
      await ines.page.touchscreen.tap(x + 4, y)
    }
    await ines.page.getByRole('option', { name: /empty halls/ }).tap()
    await codings(ines.page, 5)
    await codings(page, 5)
    expect(ines.faults).toEqual([])
  })

  test('is all there after the page is loaded again', async () => {
    await saved(ines.page)
    await page.reload()
    await codings(page, 5)
  })

  test('goes on while the server is away, says so, and arrives once', async () => {
    const palette = page.getByRole('group', { name: 'Code the selected words' })
    await product.stop()
    for (const [index, words] of ['And then', 'What do'].entries()) {
      await caretBefore(page, words)
      await page.keyboard.press('Alt+ArrowUp')
      await palette.waitFor()
      await page.keyboard.press('1')
      await codings(page, 6 + index)
    }
    await page.locator('.shell-save').getByText('No connection – 2 kept here').waitFor()
    await product.startAgain()
    await saved(page)
    await codings(page, 7)
    await page.reload()
    await codings(page, 7)
    await codings(ines.page, 7)
  })
})

async function choose(within: Locator, label: string, choice: string): Promise<void> {
  await within.getByRole('button', { name: label }).click()
  await page.getByRole('option', { name: choice, exact: true }).click()
}

const here = (page: Page, code: string) =>
  page.getByRole('complementary', { name: 'Here' }).getByRole('article', { name: code })

const transcripts = z.object({
  transcripts: z.array(
    z.object({ id: z.string(), participant: z.object({ label: z.string() }).nullable() }),
  ),
})

/** What the API answers to this member. */
async function api<Answer>(address: string, schema: z.ZodType<Answer>): Promise<Answer> {
  const answer = await sam.context.request.get(address.replace('/studies/', '/api/studies/'))
  return schema.parse(await answer.json())
}
