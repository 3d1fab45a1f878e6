import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { teamsDocx, timed } from '../packages/transcripts/test/export-writers.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { keepPicture, openProduct, setUp, type Product, type Visitor } from './product.ts'

// Mock consultations; see the folder's README for source and licence.
const fixtures = new URL('../packages/transcripts/test/fixtures/', import.meta.url)

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
  await page.getByRole('textbox', { name: 'Title' }).fill('Consultations')
  await page.getByRole('button', { name: 'Found the study' }).click()
  await page.waitForURL(/\/studies\/[^/]+$/)
  study = page.url()
})
afterAll(() => product.close())
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(`See ${await keepPicture(page, task.name)}`)
})

const choose = async (names: readonly string[]) => {
  await page.goto(`${study}/transcribe/import`)
  const files = await Promise.all(
    names.map(async (name) => ({
      name: name.split('/').at(-1) ?? name,
      mimeType: '',
      buffer: await readFile(new URL(name, fixtures)),
    })),
  )
  await page.locator('input[type=file]').setInputFiles(files)
}

/** A real consultation as Teams would have written it down. */
async function teamsExport() {
  const lines = (await readFile(new URL('osce/RES0029.txt', fixtures), 'utf8'))
    .split(/\r?\n/)
    .flatMap((line) => {
      const [, label, words] = /^([DP]):\s*(.+)$/.exec(line.trim()) ?? []
      return label && words ? [[label, words] as [string, string]] : []
    })
  const turns = timed(lines.slice(0, 60), { D: 'Helen Doyle', P: 'Asha Patel' })
  return { turns, file: await teamsDocx(turns) }
}

const importAll = async () => {
  await page.locator('label').filter({ hasText: 'They are pseudonymised already' }).click()
  await page.getByRole('button', { name: /^Import \d+ files?$/ }).click()
}

describe('one consultation in two files, a speaker each', () => {
  test('is proposed as one session, joined, and read as a dialogue in order of time', async () => {
    await choose([
      'primock57/day2_consultation01_doctor.TextGrid',
      'primock57/day2_consultation01_patient.TextGrid',
    ])
    await page.getByText('2 files, 2 transcripts').waitFor()
    await page.getByRole('heading', { name: 'These files seem to be one session' }).waitFor()
    await page
      .getByRole('button', { name: 'Join the files of day2_consultation01 into one transcript' })
      .click()
    await page.getByText('1 file, 1 transcript').waitFor()
    await page.getByText('2 files, joined by time.').waitFor()
    await page.getByRole('button', { name: /^Look at day2_consultation01_doctor/ }).click()
    const look = page.getByRole('dialog')
    await look.getByText('doctor', { exact: true }).waitFor()
    await look.getByText('patient', { exact: true }).waitFor()
    await look.getByRole('button', { name: 'Done' }).click()
    await page.reload()
    await page.getByText('2 files, joined by time.').waitFor()
    await importAll()
    await page.getByText('One file is in.').waitFor()
    await page.getByRole('link', { name: 'day2_consultation01' }).click()
    const text = page.locator('.cm-content')
    await text.getByText('Good morning!').waitFor()
    const shown = await text.innerText()
    const places = ['Good morning!', 'Can you hear me OK?', 'Yep. Can you find'].map((words) =>
      shown.indexOf(words),
    )
    expect(places.every((place) => place >= 0)).toBe(true)
    expect(places).toEqual(places.toSorted((one, other) => one - other))
    expect(sam.faults).toEqual([])
  })
})

describe('a meeting that Teams wrote down', () => {
  test('is read with its speakers and times, and keeps its header beside the turns', async () => {
    const { turns, file } = await teamsExport()
    await page.goto(`${study}/transcribe/import`)
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'First consultation.docx', mimeType: '', buffer: Buffer.from(file) })
    await page.getByText('1 file, 1 transcript').waitFor()
    await page.getByRole('button', { name: /^Look at First consultation/ }).click()
    const look = page.getByRole('dialog')
    await look.getByText('Helen Doyle', { exact: true }).waitFor()
    await look.getByText('Asha Patel', { exact: true }).waitFor()
    await look.getByRole('button', { name: 'Done' }).click()
    await importAll()
    await page.getByText('One file is in.').waitFor()
    await page.getByRole('link', { name: 'First consultation' }).click()
    const lines = page.locator('.cm-line.tv-opens-turn[data-speaker]')
    await lines.first().waitFor()
    const shown = await lines.evaluateAll((all) =>
      all
        .slice(0, 5)
        .map((line) => [
          line.getAttribute('data-speaker'),
          line.getAttribute('data-time'),
          line.textContent,
        ]),
    )
    const clock = (at: number) =>
      [Math.floor(at / 60_000), Math.floor(at / 1000) % 60]
        .map((part) => String(part).padStart(2, '0'))
        .join(':')
    expect(shown).toEqual(
      turns.slice(0, 5).map(({ speaker, words, from }) => [speaker, clock(from), words]),
    )
    expect(sam.faults).toEqual([])
  })
})
