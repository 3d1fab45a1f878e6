import * as contract from '@throughline/contract/coding'
import { strFromU8, unzipSync } from 'fflate'
import mammoth from 'mammoth'
import Papa from 'papaparse'
import readXlsxFile from 'read-excel-file/node'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'

// Emoji are two UTF-16 units and one code point: offsets behind them tell whether units were confused.
const first =
  '😀😀 Every single event is centred around drinking. You can hold a lemonade, but you are tolerated.'
const second = 'They moved it to a café once. I met more people that evening. =SUM(A1) she said.'
const third = 'Nobody asked me whether I wanted this.'

let product: TestApp
let lead: Person
let researcher: Person
let study: TestStudy
const codes: Record<string, string> = {}
const transcripts: string[] = []
const participants: string[] = []

beforeAll(async () => {
  product = await openTestApp()
  lead = await product.person('Ada Okafor')
  researcher = await product.person('Bea Kim')
  study = await product.study(lead)
  await study.join(researcher, 'researcher')
  const [siteA, siteB] = study.sites
  for (const [label, site, consent] of [
    ['P012', siteA?.id, 'yes'],
    ['P005', siteB?.id, 'yes'],
    ['P007', siteB?.id, 'no'],
  ] as const)
    participants.push(await study.participant(label, { site: site ?? null, year: 3, consent }))
  for (const [index, text] of [first, second, third].entries())
    transcripts.push(
      await study.transcript(text, {
        title: `Interview ${index + 1}`,
        participant: participants[index] ?? null,
      }),
    )
  for (const name of ['Events', 'Tolerated', 'Peers']) {
    const id = uuidv7()
    ;(await lead.send(contract.addCode, { id, name }, { study: study.id })).answer()
    codes[name] = id
  }
  await put(lead, 'Events', 0, first, 'Every single event is centred around drinking.')
  await put(
    researcher,
    'Tolerated',
    0,
    first,
    'drinking. You can hold a lemonade, but you are tolerated.',
  )
  await put(lead, 'Peers', 1, second, 'I met more people that evening.')
  await put(lead, 'Peers', 1, second, '=SUM(A1) she said.')
  await put(lead, 'Events', 2, third, 'Nobody asked me')
})
afterAll(() => product.close())

async function put(who: Person, code: string, transcript: number, text: string, words: string) {
  const from = text.indexOf(words)
  const body = {
    id: uuidv7(),
    transcript: transcripts[transcript] ?? '',
    code: codes[code] ?? '',
    from,
    to: from + words.length,
  }
  ;(await who.send(contract.addCoding, body, { study: study.id })).answer()
}

const find = async (search: Record<string, string>) =>
  (await lead.get(contract.findQuotes, { study: study.id }, search)).answer()
const code = (name: string) => codes[name] ?? ''

describe('quotes', () => {
  test('are the words that were coded, behind emoji too, with what stands around them', async () => {
    const { quotes, total, people } = await find({ any: code('Events') })
    expect({ total, people }).toEqual({ total: 2, people: 2 })
    const quote = quotes.find(({ participant }) => participant?.label === 'P012')
    expect(quote?.text).toBe('Every single event is centred around drinking.')
    expect((quote?.before ?? '') + (quote?.text ?? '') + (quote?.after ?? '')).toBe(first)
  })

  test('never hold the label of a speaker, in the list or in an export', async () => {
    const text = 'I: And outside teaching?\n\nP: Every event is centred around drinking.'
    const other = await product.study(lead)
    const participant = await other.participant('P001', { consent: 'yes' })
    const transcript = await other.transcript(text, { participant })
    for (const [number, [label, words]] of [
      ['I:', 'And outside teaching?'],
      ['P:', 'Every event is centred around drinking.'],
    ].entries())
      await product.query(
        `insert into turn (study_id, transcript_id, number, starts, ends, label_starts, label_ends, speaker)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          other.id,
          transcript,
          number,
          text.indexOf(words ?? ''),
          text.indexOf(words ?? '') + (words ?? '').length,
          text.indexOf(label ?? ''),
          text.indexOf(label ?? '') + 2,
          label,
        ],
      )
    const ids = { code: uuidv7(), coding: uuidv7() }
    const body = {
      id: ids.coding,
      transcript,
      code: ids.code,
      from: 0,
      to: text.length,
      newCode: { name: 'Events' },
    }
    ;(await lead.send(contract.addCoding, body, { study: other.id })).answer()
    const { quotes } = (await lead.get(contract.findQuotes, { study: other.id })).answer()
    expect(quotes[0]?.text.split('\n')).toEqual([
      'And outside teaching?',
      'Every event is centred around drinking.',
    ])
    const csv = await lead.save(contract.exportCodings, { study: other.id }, { as: 'csv' })
    expect(csv.body).not.toMatch(/[IP]: /)
  })

  test('meet all conditions together: any, all by overlap, not, people, site, coder', async () => {
    expect((await find({ any: `${code('Events')},${code('Peers')}` })).total).toBe(4)
    expect(
      (await find({ all: `${code('Events')},${code('Tolerated')}` })).quotes
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual([
      'Every single event is centred around drinking.',
      'drinking. You can hold a lemonade, but you are tolerated.',
    ])
    expect(
      (await find({ any: code('Events'), not: code('Tolerated') })).quotes.map(({ text }) => text),
    ).toEqual(['Nobody asked me'])
    expect((await find({ participants: participants[1] ?? '' })).total).toBe(2)
    expect((await find({ sites: study.sites[1]?.id ?? '' })).total).toBe(3)
    expect((await find({ coders: researcher.id })).quotes.map(({ text }) => text)).toEqual([
      'drinking. You can hold a lemonade, but you are tolerated.',
    ])
    expect((await find({ any: code('Peers'), participants: participants[0] ?? '' })).total).toBe(0)
  })

  test('come in pages that hold each quote once, in every grouping and order', async () => {
    for (const by of contract.quoteGrouping.options)
      for (const sort of contract.quoteSorting.options) {
        const whole = await find({ by, sort })
        const ids: string[] = []
        let after: string | null = ''
        while (after !== null) {
          const page: typeof whole = await find({
            by,
            sort,
            limit: '2',
            ...(after ? { after } : {}),
          })
          expect(page.groups).toEqual(whole.groups)
          ids.push(...page.quotes.map(({ id }) => id))
          after = page.next
        }
        expect(ids).toEqual(whole.quotes.map(({ id }) => id))
        expect(new Set(ids).size).toBe(5)
        expect(whole.groups.map(({ id }) => id)).toEqual([
          ...new Set(whole.quotes.map(({ group }) => group)),
        ])
      }
  })

  test('stand in groups that count codings and people of the whole answer, not of a page', async () => {
    const { groups } = await find({ by: 'site', limit: '1' })
    expect(groups).toEqual([
      { id: study.sites[0]?.id, name: 'Site A', codings: 2, people: 1 },
      { id: study.sites[1]?.id, name: 'Site B', codings: 3, people: 2 },
    ])
  })

  test('refuse a page of another order with a sentence', async () => {
    const { next } = await find({ by: 'site', limit: '1' })
    const answer = await lead.get(
      contract.findQuotes,
      { study: study.id },
      { by: 'coder', after: next ?? '' },
    )
    expect(answer.status).toBe(422)
  })
})

describe('exports', () => {
  const save = (as: string, search: Record<string, string> = {}) =>
    researcher.save(contract.exportQuotes, { study: study.id }, { as, ...search })
  const fileName = ({ headers }: { headers: Record<string, unknown> }) =>
    /filename="([^"]*)"/.exec(String(headers['content-disposition']))?.[1]

  test('hold only words with consent to be quoted, with their attribution', async () => {
    const file = await save('csv')
    const { data } = Papa.parse<Record<string, string>>(
      file.bytes.toString('utf8').replace(/^\uFEFF/, ''),
      { header: true, skipEmptyLines: true },
    )
    expect(data).toHaveLength(4)
    expect(file.body).not.toContain('Nobody asked me')
    expect(data.find((row) => row['code'] === 'Events')).toMatchObject({
      quote: 'Every single event is centred around drinking.',
      participant: 'P012',
      site: 'Site A',
      year: '3',
      coder: 'AO',
    })
  })

  test('are a web page that runs nothing, whatever somebody said', async () => {
    const page = (await save('html')).bytes.toString('utf8')
    expect(page).toContain('Every single event is centred around drinking.')
    expect(page).toContain("default-src 'none'")
    expect(page).not.toContain('Nobody asked me')
    expect(page).not.toMatch(/<script/i)
  })

  test('keep a spreadsheet from running what somebody said as a formula', async () => {
    const csv = (await save('csv')).bytes.toString('utf8')
    expect(csv).toContain("'=SUM(A1) she said.")
    const rows = await readXlsxFile((await save('xlsx')).bytes)
    expect(rows.flat(3)).toBeDefined()
    expect(JSON.stringify(rows)).toContain('=SUM(A1) she said.')
  })

  test('open as a Word document with every quote in it', async () => {
    const { value } = await mammoth.extractRawText({ buffer: (await save('docx')).bytes })
    expect(value).toContain('Every single event is centred around drinking.')
    expect(value).toContain('P012 · Site A · year 3')
    expect(value).not.toContain('Nobody asked me')
    expect(value).toContain('1 more left out')
  })

  test('stand under the name of the saved view and in its groups', async () => {
    const view = uuidv7()
    ;(
      await researcher.send(
        contract.saveQuoteView,
        { id: view, name: 'Nights: out / in', question: { by: 'participant' } },
        { study: study.id },
      )
    ).answer()
    const file = await save('html', { by: 'participant', view })
    const page = file.bytes.toString('utf8')
    expect(page).toContain('<h1>Nights: out / in</h1>')
    expect([...page.matchAll(/<h2>(.*)<\/h2>/g)].map(([, name]) => name)).toEqual(['P005', 'P012'])
    expect(page).toContain('Events · P012 · Site A · year 3')
    expect(fileName(file)).toBe('Nights out in.html')
    const word = await save('docx', { by: 'participant', view })
    const { value } = await mammoth.extractRawText({ buffer: word.bytes })
    expect(value.startsWith('Nights: out / in')).toBe(true)
    expect(fileName(await save('xlsx', { view }))).toBe('Nights out in.xlsx')
    expect(fileName(await save('csv', { view: uuidv7() }))).toBe('quotes.csv')
  })

  test('open in a word processor though a text holds what XML cannot', async () => {
    const odd = await product.study(lead)
    const participant = await odd.participant('P001', { consent: 'yes' })
    const transcript = await odd.transcript(
      'A bell\u0007 rang and\f a page ended there, I think.',
      {
        participant,
      },
    )
    const code = uuidv7()
    ;(
      await lead.send(
        contract.addCode,
        { id: code, name: 'Bells', definition: 'What rings\u0007.' },
        { study: odd.id },
      )
    ).answer()
    ;(
      await lead.send(
        contract.addCoding,
        { id: uuidv7(), transcript, code, from: 0, to: 45 },
        { study: odd.id },
      )
    ).answer()
    for (const [what, words] of [
      [contract.exportQuotes, 'A bell rang and a page ended'],
      [contract.exportCodes, 'What rings.'],
    ] as const) {
      const file = await lead.save(what, { study: odd.id }, { as: 'docx' })
      const xml = strFromU8(unzipSync(file.bytes)['word/document.xml'] ?? new Uint8Array())
      expect(xml).toContain(words)
      // eslint-disable-next-line no-control-regex -- these are what must not be there
      expect(xml).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f]/)
    }
  })

  test('of codings name every coding’s place, and words only with consent', async () => {
    const file = await researcher.save(contract.exportCodings, { study: study.id }, { as: 'csv' })
    const { data } = Papa.parse<Record<string, string>>(
      file.bytes.toString('utf8').replace(/^\uFEFF/, ''),
      { header: true, skipEmptyLines: true },
    )
    expect(data).toHaveLength(5)
    for (const row of data) {
      const text = { P012: first, P005: second, P007: third }[row['participant'] ?? ''] ?? ''
      const words = text.slice(Number(row['from']), Number(row['to']))
      expect((row['words'] ?? '').replace(/^'/, '')).toBe(
        row['consent to be quoted'] === 'yes' ? words : '',
      )
    }
  })

  test('are refused to who may not export', async () => {
    const observer = await product.person('Dee Ono')
    await study.join(observer, 'observer')
    expect(
      (await observer.save(contract.exportQuotes, { study: study.id }, { as: 'csv' })).status,
    ).toBe(403)
  })
})
