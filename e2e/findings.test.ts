import mammoth from 'mammoth'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Papa from 'papaparse'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
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
})
afterAll(() => product.close())
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(`See ${await keepPicture(page, task.name)}`)
  expect(visitor.faults).toEqual([])
})

describe('the code list', () => {
  test('renames, keeps the old name in the history, and undoes it there', async () => {
    await page.goto(`${study}/codes`)
    await code('Time won back').click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Evenings returned')
    await page.getByRole('textbox', { name: 'Why this change' }).fill('Tuesday’s meeting')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await code('Evenings returned').waitFor()
    const change = page
      .getByRole('listitem')
      .filter({ hasText: 'Renamed “Time won back” to “Evenings returned”' })
    await change.getByText('Tuesday’s meeting').waitFor()
    await change.getByRole('button', { name: 'Undo' }).click()
    await code('Time won back').waitFor()
    await saved(page)
  })

  test('moves a code by keys and by mouse, and Control+Z takes both back', async () => {
    await page.goto(`${study}/codes`)
    expect(await levelOf('Not my voice')).toBe('2')
    await code('Not my voice').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    // A target has the focus as soon as the code is picked up.
    await underADrag().first().waitFor({ state: 'attached' })
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await expect.poll(() => levelOf('Not my voice')).toBe('1')
    await saved(page)
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('Control+z')
    await expect.poll(() => levelOf('Not my voice')).toBe('2')
    // What is dragged is taken from the list as the server has it now.
    await saved(page)

    await dragOnto(code('Not my voice'), code('What is at stake'))
    await expect.poll(() => groupOf('Not my voice')).toBe('What is at stake')
    await saved(page)
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('Control+z')
    await expect.poll(() => groupOf('Not my voice')).toBe('Trust and its limits')
    await saved(page)
  })

  test('retires a code, and brings it back', async () => {
    await code('It gets things wrong').click()
    await page.getByRole('button', { name: 'Retire' }).click()
    await code('It gets things wrong').waitFor({ state: 'detached' })
    await page.getByText('Show retired codes').click()
    await code('It gets things wrong (retired)').click()
    await page.getByRole('button', { name: 'Bring back' }).click()
    await code('It gets things wrong').waitFor()
    await saved(page)
  })
})

describe('quotes', () => {
  const count = async () =>
    Number(/^\d+/.exec(await page.getByRole('heading', { level: 1 }).innerText())?.[0] ?? 0)

  test('are found by any, all and none of codes, by participant and by coder', async () => {
    await page.goto(`${study}/quotes`)
    await expect.poll(count).toBeGreaterThan(100)
    const everything = await count()
    const { quotes } = await api('/quotes?limit=500', z.object({ quotes: z.array(quote) }))
    expect(quotes).toHaveLength(everything)
    const ids = await codeIds()
    const [ideas = '', plans = ''] = [ids.get('Finding ideas'), ids.get('Planning lessons')]
    const of = (code: string) => quotes.filter((one) => one.code === code)
    const meets = (one: Q, other: Q) =>
      one.transcript === other.transcript && one.from < other.to && other.from < one.to
    const under = (code: string) => (one: Q) => of(code).some((other) => meets(one, other))

    await add('any of these codes', 'Finding ideas')
    await expect.poll(count).toBe(of(ideas).length)
    await add('any of these codes', 'Planning lessons')
    await expect.poll(count).toBe(of(ideas).length + of(plans).length)
    await add('none of these codes', 'Time won back')
    const time = ids.get('Time won back') ?? ''
    await expect
      .poll(count)
      .toBe([...of(ideas), ...of(plans)].filter((one) => !under(time)(one)).length)
    await add('said by', 'P002')
    const hers = [...of(ideas), ...of(plans)].filter(
      (one) => !under(time)(one) && one.participant?.label === 'P002',
    )
    expect(hers.length).toBeGreaterThan(0)
    await expect.poll(count).toBe(hers.length)
    await add('coded by', 'Sam Adeyemi')
    await expect.poll(count).toBe(hers.length)

    await page.goto(`${study}/quotes`)
    await add('all of these codes', 'Finding ideas')
    await add('all of these codes', 'Planning lessons')
    const both = [...of(ideas), ...of(plans)].filter(
      (one) => under(ideas)(one) && under(plans)(one),
    )
    expect(both.length).toBeGreaterThan(0)
    await expect.poll(count).toBe(both.length)
  })

  test('show what stands around them, and lead to their place', async () => {
    await page.goto(`${study}/quotes`)
    const first = page.getByRole('article').first()
    const words = await first.getByRole('blockquote').innerText()
    await first.getByRole('button', { name: 'More around it' }).click()
    await first.getByRole('button', { name: 'Less' }).waitFor()
    expect((await first.getByRole('blockquote').innerText()).length).toBeGreaterThan(words.length)
    const name = await page.locator('.quotes-group').first().getByRole('heading').innerText()
    await first.getByRole('link', { name: 'Go to the place' }).click()
    const here = page.getByRole('complementary', { name: 'Here' })
    await here
      .getByRole('article', { name: name.split('\n')[0] ?? '?' })
      .getByText(words.slice(0, 60))
      .waitFor()
  })

  test('are saved as CSV and DOCX, only where there is consent', async () => {
    await page.goto(`${study}/quotes`)
    const { quotes } = await api('/quotes?limit=500', z.object({ quotes: z.array(quote) }))
    const free = quotes.filter(({ participant }) => participant?.consent === 'yes')
    const csv = (await save(() => exportAs('CSV'))).toString('utf8')
    const { data, errors } = Papa.parse<Record<string, string>>(csv.replace(/^\ufeff/, ''), {
      header: true,
      skipEmptyLines: true,
    })
    expect(errors).toEqual([])
    const cells = data.flatMap((row) => Object.values(row))
    expect(data).toHaveLength(free.length)
    for (const { text } of free.slice(0, 20)) expect(cells).toContain(text)
    const buffer = await save(() => exportAs('Word (DOCX)'))
    const { value } = await mammoth.extractRawText({ buffer })
    for (const { text } of free.slice(0, 20)) expect(value).toContain(text.trim().split('\n')[0])
    for (const { text, participant } of quotes)
      if (participant?.consent !== 'yes' && free.every((one) => !one.text.includes(text)))
        expect(value).not.toContain(text)
  })
})

describe('themes', () => {
  test('take a code in by mouse and by keys, and say who is in them', async () => {
    await page.goto(`${study}/themes`)
    const [first, second] = [theme('A colleague who never sleeps'), theme('Whose work is it?')]
    await first.getByText('16 of 17 speak of it').waitFor()
    await dragOnto(chip('Marking and feedback'), first.getByRole('row', { name: /Finding ideas/ }))
    await first.getByRole('row', { name: /Marking and feedback/ }).waitFor()
    await chip('It gets things wrong').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await underADrag().first().waitFor({ state: 'attached' })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await second.getByRole('row', { name: /It gets things wrong/ }).waitFor()

    await page.getByRole('button', { name: /^New theme/ }).click()
    const form = page.getByRole('form', { name: 'New theme' })
    await form.getByLabel('Name').fill('Writing home')
    await form.getByLabel('Name').press('Enter')
    await page.keyboard.press('Escape')
    await chip('Writing to parents and colleagues')
      .getByRole('button', { name: /^Carry/ })
      .click()
    await page.getByRole('group', { name: 'Carry into' }).getByText('Writing home').click()
    await theme('Writing home')
      .getByRole('row', { name: /Writing to parents/ })
      .waitFor()
    await saved(page)
    const { quotes } = await api('/quotes?limit=500', z.object({ quotes: z.array(quote) }))
    const ids = await codeIds()
    const people = new Set(
      quotes
        .filter(({ code: one }) => one === ids.get('Writing to parents and colleagues'))
        .map(({ participant }) => participant?.label),
    )
    await theme('Writing home').getByText(`${people.size} of 17 speak of it`).waitFor()
    await page.reload()
    await theme('Writing home')
      .getByRole('row', { name: /Writing to parents/ })
      .waitFor()
  })
})

describe('the report', () => {
  test('takes in a chosen quote, in its order, shortened with marks', async () => {
    await page.goto(`${study}/report`)
    await page.getByRole('button', { name: 'Choose quotes for Writing home' }).click()
    const choosing = page.getByRole('dialog')
    const passage = choosing.getByRole('listitem').first()
    const words = (await passage.getByRole('blockquote').innerText()).trim()
    const others = choosing.getByRole('button', { name: /^Choose this passage of/ })
    const choosable = await others.count()
    await others.first().click()
    // Once chosen, a passage offers to be taken back instead.
    await expect.poll(() => others.count()).toBe(choosable - 1)
    await others.first().click()
    await expect.poll(() => others.count()).toBe(choosable - 2)
    await choosing.getByRole('button', { name: 'Done' }).click()
    const rows = page.getByRole('grid', { name: 'Quotes of Writing home' }).getByRole('row')
    await expect.poll(() => rows.count()).toBe(2)
    await page.getByText('9 quotes from').waitFor()
    const before = await rows.first().getByRole('blockquote').innerText()
    expect(before).toContain(words.slice(0, 40))
    await rows
      .first()
      .getByRole('button', { name: /^More about the quote/ })
      .click()
    await page.getByRole('menuitem', { name: 'Move later' }).click()
    await expect.poll(() => rows.last().getByRole('blockquote').innerText()).toBe(before)

    await rows
      .last()
      .getByRole('button', { name: /^Shorten the quote/ })
      .click()
    const source = page.getByRole('textbox', { name: 'The words as the transcript has them' })
    await source.focus()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('Control+ArrowRight')
    await page.keyboard.press('Control+Shift+ArrowRight')
    await page.keyboard.press('Delete')
    await page.getByText(/^left out:/).waitFor()
    await page.getByLabel('Words to put in').fill('as I said')
    await page.getByLabel('Words to put in').press('Enter')
    await page.getByText('put in: “as I said”').waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await rows.last().getByText('[as I said]').waitFor()
    await saved(page)
  })

  test('holds every quote in a word processor, and not the one that is withheld', async () => {
    const quoted = page.getByRole('row').getByRole('blockquote')
    const shown = await quoted.allInnerTexts()
    const withheld = shown[0] ?? ''
    const who = /P\d{3}/.exec(await page.getByRole('row').first().innerText())?.[0] ?? ''
    await page.goto(`${study}/participants`)
    await page
      .getByRole('row', { name: new RegExp(who) })
      .getByRole('checkbox')
      .first()
      .click({ force: true })
    await page
      .getByRole('region', { name: '1 selected' })
      .getByRole('button', { name: 'No', exact: true })
      .click()
    await saved(page)
    await page.goto(`${study}/report`)
    await page.getByText(`Withheld: ${who} does not want to be quoted.`).first().waitFor()
    const printed = (await quoted.allInnerTexts()).filter((words) => words !== '')
    expect(printed.length).toBeGreaterThan(3)
    expect(printed).not.toContain(withheld)

    const docx = await save(() =>
      page.getByRole('button', { name: 'Word document (DOCX)' }).click(),
    )
    const html = (
      await save(() => page.getByRole('button', { name: 'Web page (HTML)' }).click())
    ).toString('utf8')
    const read = plain(await readByWordProcessor(docx))
    const { value } = await mammoth.extractRawText({ buffer: docx })
    for (const words of printed) {
      expect(read).toContain(plain(words))
      expect(plain(value)).toContain(plain(words))
    }
    expect(read).toContain(plain('[as I said]'))
    for (const everything of [read, plain(value), plain(html)])
      expect(everything).not.toContain(plain(withheld))
    await page.goto('about:blank')
    await page.setContent(html)
    const onScreen = plain(await page.locator('body').innerText())
    for (const words of printed) expect(onScreen).toContain(plain(words))
    await page.goto(study)
  })
})

const quote = z.object({
  code: z.string(),
  transcript: z.string(),
  from: z.number(),
  to: z.number(),
  text: z.string(),
  participant: z.object({ label: z.string(), consent: z.string() }).nullable(),
})
type Q = z.output<typeof quote>

/** What the API answers to this member. */
async function api<Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer> {
  const address = study.replace('/studies/', '/api/studies/') + path
  return schema.parse(await (await visitor.context.request.get(address)).json())
}

async function codeIds(): Promise<Map<string, string>> {
  const list = z.object({ codes: z.array(z.object({ id: z.string(), name: z.string() })) })
  const { codes } = await api('/codes', list)
  return new Map(codes.map(({ id, name }) => [name, id]))
}

const code = (name: string) => page.getByRole('row', { name, exact: true })
const theme = (name: string) => page.getByRole('region', { name, exact: true })
const chip = (name: string) => page.getByRole('row', { name })
/** Where what is dragged, by mouse or by keys, would come to stand. */
const underADrag = () => page.locator('[data-drop-target], [data-drop]')
const levelOf = (name: string) => code(name).getAttribute('aria-level')

/** The last code of the first level above a code. */
async function groupOf(name: string): Promise<string | undefined> {
  let group: string | undefined
  for (const row of await page.getByRole('treegrid').getByRole('row').all()) {
    const label = (await row.getAttribute('aria-label')) ?? ''
    if (label === name) return group
    if ((await row.getAttribute('aria-level')) === '1') group = label
  }
  return undefined
}

async function dragOnto(what: Locator, where: Locator): Promise<void> {
  await what.hover()
  await page.mouse.down()
  const { x, y, width, height } = (await where.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await page.mouse.move(x + width / 2, y + height / 2 + 20, { steps: 5 })
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 })
  // The place has been told of the drag before anything is let go over it.
  await underADrag().first().waitFor({ state: 'attached' })
  await page.mouse.up()
}

async function add(condition: string, choice: string): Promise<void> {
  const box = page.getByRole('combobox', { name: condition })
  await page.getByRole('region', { name: 'any of these codes' }).waitFor()
  if (!(await box.isVisible())) {
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByRole('menuitem', { name: condition }).first().click()
  }
  await box.fill(choice)
  await page.getByRole('option', { name: choice, exact: true }).click()
}

async function exportAs(format: string): Promise<void> {
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: format }).click()
}

/** What the browser saved when something was pressed. */
async function save(press: () => Promise<void>): Promise<Buffer> {
  const waiting = page.waitForEvent('download')
  await press()
  return readFile(await (await waiting).path())
}

/** The text of a document as LibreOffice reads it. */
async function readByWordProcessor(docx: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-report-'))
  try {
    await writeFile(join(folder, 'report.docx'), docx)
    await promisify(execFile)('soffice', [
      `-env:UserInstallation=file://${folder}/profile`,
      '--headless',
      '--convert-to',
      'txt:Text (encoded):UTF8',
      '--outdir',
      folder,
      join(folder, 'report.docx'),
    ])
    return await readFile(join(folder, 'report.txt'), 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

/** Words alone: a page breaks its lines where it likes, and a document marks its quotes. */
const plain = (words: string) => words.replaceAll(/[\s“”]+/g, ' ').trim()
