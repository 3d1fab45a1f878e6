import * as coding from '@throughline/contract/coding'
import * as contract from '@throughline/contract/reporting'
import * as themes from '@throughline/contract/themes'
import { strFromU8, unzipSync } from 'fflate'
import mammoth from 'mammoth'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SaxesParser } from 'saxes'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../app.ts'
import { openScene, type Scene } from '../themes/scene.ts'

const run = promisify(execFile)
const office = ['/usr/bin/soffice', '/usr/local/bin/soffice'].find((path) => existsSync(path))
const hostile = `<script>alert(1)</script><img src=x onerror='alert(2)'> & "quoted"`

let product: TestApp
let scene: Scene
let theme: string

/** What must be found in every export, word for word. */
const shownQuotes = [
  'Every single event is centred around drinking.',
  'You can […] hold a lemonade, but [the evening] […] isn’t for you.',
]

beforeAll(async () => {
  product = await openTestApp()
  scene = await openScene(product)
  const { asha, ben, lead } = scene
  const inStudy = { study: scene.study.id }
  const parent = await scene.code('Exclusion')
  const drinking = await scene.code('Events centred on drinking', { parent })
  await lead.send(
    coding.changeCode,
    {
      id: drinking,
      definition: 'Social life that is organised around alcohol.',
      whenToUse: 'When an event is named.',
      whenNotToUse: 'When drinking is the speaker’s own.',
      example: 'Freshers’ week.\nThe welcome dinner.',
    },
    inStudy,
  )
  await scene.code(hostile)
  const retired = await scene.code('Retired long ago')
  await lead.send(coding.retireCode, { id: retired }, inStudy)
  theme = await scene.theme('Feelings of exclusion', [drinking])
  await lead.send(
    themes.changeTheme,
    {
      id: theme,
      centralIdea: 'Exclusion is felt alone and made by institutions.',
      definition: hostile,
    },
    inStudy,
  )
  await lead.send(
    contract.writeSection,
    { theme, text: `First paragraph.\n\nSecond: ${hostile}` },
    inStudy,
  )
  await lead.send(
    contract.changeReport,
    { title: 'Belonging <i>for all</i>', introduction: 'We asked.' },
    inStudy,
  )
  const choose = async (passage: string) => {
    const made = await scene.coded(drinking, asha.transcript, asha.text, passage)
    const id = uuidv7()
    ;(await lead.send(contract.chooseQuote, { id, theme, coding: made }, inStudy)).answer()
    return id
  }
  await choose('Every single event is centred around drinking.')
  const source = 'You can go and hold a lemonade, but it isn’t for you.'
  const shortened = await choose(source)
  const at = source.indexOf('it isn’t')
  const edits = [
    { kind: 'omit' as const, from: source.indexOf('go and '), to: source.indexOf('hold') },
    { kind: 'omit' as const, from: at, to: at + 2 },
    { kind: 'insert' as const, at, text: 'the evening' },
  ]
  ;(
    await lead.send(contract.shortenQuote, { id: shortened, edits: edits.slice(0, 1) }, inStudy)
  ).answer()
  ;(await lead.send(contract.shortenQuote, { id: shortened, edits }, inStudy)).answer()

  // Ben consented while his words were chosen, and withdrew afterwards.
  const record = (value: string) =>
    product.query('update participant set quote_consent = $1 where id = $2', [
      value,
      ben.participant,
    ])
  await record('yes')
  const made = await scene.coded(
    drinking,
    ben.transcript,
    ben.text,
    'had to fight to think that I belong',
  )
  ;(await lead.send(contract.chooseQuote, { id: uuidv7(), theme, coding: made }, inStudy)).answer()
  await record('no')
})
afterAll(() => product.close())

async function exported(as: 'docx' | 'html') {
  const file = await scene.lead.save(contract.exportReport, { study: scene.study.id }, { as })
  expect(file.status).toBe(200)
  return file
}

describe('the report as HTML', () => {
  test('holds every quote as it is shown, and no word of who withdrew', async () => {
    const text = textOf((await exported('html')).body)
    for (const quote of shownQuotes) expect(text).toContain(quote)
    expect(text).toContain('P002, Site A, year 3')
    expect(text).not.toContain('fight to think')
    expect(text).not.toContain('P012')
    expect(text).toContain('One quotation of the draft is not printed here')
    expect(text).toContain('2 quotations come from 1 of 2 participants.')
  })

  test('shows markup that somebody typed as text, and runs nothing', async () => {
    const { body } = await exported('html')
    expect(textOf(body)).toContain(hostile)
    expect(elementsOf(body).filter(({ name }) => ['script', 'img', 'i'].includes(name))).toEqual([])
    expect(
      elementsOf(body)
        .flatMap(({ attributes }) => Object.keys(attributes))
        .filter((name) => name.startsWith('on')),
    ).toEqual([])
    expect(body).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(body).not.toMatch(/https?:\/\//)
  })

  test('is well-formed, in English, with a head that repeats on each printed page', async () => {
    const { body, headers } = await exported('html')
    const elements = elementsOf(body)
    expect(elements.find(({ name }) => name === 'html')?.attributes).toMatchObject({ lang: 'en' })
    expect(elements.filter(({ name }) => name === 'h1')).toHaveLength(1)
    expect(elements.filter(({ name }) => name === 'thead')).toHaveLength(2)
    expect(headers['content-disposition']).toContain(
      'attachment; filename="Belonging i for all i.html"',
    )
  })
})

describe('the report as DOCX', () => {
  test('holds every quote as it is shown, and no word of who withdrew', async () => {
    const { value } = await mammoth.extractRawText({ buffer: (await exported('docx')).bytes })
    for (const quote of shownQuotes) expect(value.split('\n')).toContain(quote)
    expect(value).toContain('P002, Site A, year 3')
    expect(value).not.toContain('fight to think')
    expect(value).not.toContain('P012')
    expect(value).toContain(hostile)
  })

  test('has headings, quotes in a style of their own, and tables with a head', async () => {
    const parts = unzipSync((await exported('docx')).bytes)
    const document = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
    const { value } = await mammoth.convertToHtml(
      { buffer: (await exported('docx')).bytes },
      {
        styleMap: [
          "p[style-name='Title'] => h1:fresh",
          "p[style-name='heading 1'] => h2:fresh",
          "p[style-name='Quote'] => blockquote:fresh",
        ],
      },
    )
    const headings = [...value.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading)
    expect(headings).toEqual([
      'Feelings of exclusion',
      'Who is quoted',
      'Appendix: the code list',
      'Notes',
    ])
    expect(
      [...value.matchAll(/<blockquote>(.*?)<\/blockquote>/g)].map(([, quote]) => quote),
    ).toEqual(shownQuotes)
    expect(document.match(/<w:tblHeader\/>/g)).toHaveLength(2)
    expect(value).toMatch(/<thead>.*Definition.*<\/thead>/s)
  })

  test('says its title, its author and its language, and spaces by styles alone', async () => {
    const parts = unzipSync((await exported('docx')).bytes)
    const core = strFromU8(parts['docProps/core.xml'] ?? new Uint8Array())
    const styles = strFromU8(parts['word/styles.xml'] ?? new Uint8Array())
    const document = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
    expect(core).toContain('<dc:title>Belonging &lt;i&gt;for all&lt;/i&gt;</dc:title>')
    expect(core).toContain('<dc:creator>Ada Okafor</dc:creator>')
    expect(styles).toContain('<w:lang w:val="en-GB"/>')
    const body = document.replaceAll(/<w:tbl>.*?<\/w:tbl>/gs, '')
    const empty = [...body.matchAll(/<w:p>.*?<\/w:p>|<w:p\/>/gs)].filter(
      ([paragraph]) => !/<w:t[ >]/.test(paragraph),
    )
    expect(empty).toEqual([])
  })

  test('lists the code list in the order of its tree, without retired codes', async () => {
    const { value } = await mammoth.convertToHtml({ buffer: (await exported('docx')).bytes })
    const rows = [...value.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
      [...row.matchAll(/<t[dh]>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) =>
        cell.replaceAll(/<br\s*\/?>/g, '\n').replaceAll(/<[^>]+>/g, ''),
      ),
    )
    const codes = rows.slice(rows.findIndex(([head]) => head === 'Code') + 1)
    expect(codes.map(([name]) => name).slice(0, 2)).toEqual([
      'Exclusion',
      'Events centred on drinking',
    ])
    expect(codes).toHaveLength(3)
    expect(codes[1]).toEqual([
      'Events centred on drinking',
      'Social life that is organised around alcohol.',
      'When an event is named.',
      'When drinking is the speaker’s own.',
      'Freshers’ week.\nThe welcome dinner.',
    ])
  })

  test.skipIf(!office)(
    'opens in LibreOffice with every quote word for word',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'throughline-report-'))
      try {
        await writeFile(join(folder, 'report.docx'), (await exported('docx')).bytes)
        await run(office ?? 'soffice', [
          `-env:UserInstallation=file://${folder}/profile`,
          '--headless',
          '--convert-to',
          'txt:Text (encoded):UTF8',
          '--outdir',
          folder,
          join(folder, 'report.docx'),
        ])
        const lines = (await readFile(join(folder, 'report.txt'), 'utf8'))
          .replace(/^\ufeff/, '')
          .split(/\r?\n/)
        for (const quote of shownQuotes) expect(lines).toContain(quote)
        expect(lines).toContain('Feelings of exclusion')
        expect(lines.join('\n')).not.toContain('fight to think')
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    120_000,
  )
})

/** The elements of a page. What we write is well-formed XML as well, so a strict reader serves. */
function elementsOf(page: string) {
  const elements: { name: string; attributes: Record<string, string> }[] = []
  read(page, (parser) =>
    parser.on('opentag', ({ name, attributes }) =>
      elements.push({
        name,
        attributes,
      }),
    ),
  )
  return elements
}

function textOf(page: string): string {
  let text = ''
  read(page.replace(/<style>.*<\/style>/s, ''), (parser) =>
    parser.on('text', (piece) => {
      text += piece
    }),
  )
  return text
}

function read(page: string, listen: (parser: SaxesParser) => void): void {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  listen(parser)
  parser.write(page.replace('<!doctype html>', '')).close()
}
