import type { AttributeKind, AttributeValue } from '@throughline/contract/participants'
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import {
  checkValue,
  cleanLine,
  cleanText,
  labelFrom,
  nextLabel,
} from '../../src/study/participants/rules.ts'
import {
  consentFrom,
  dateFrom,
  guard,
  numberFrom,
  readValue,
  unguard,
  yearFrom,
} from '../../src/study/participants/spreadsheet/cells.ts'
import { guessColumns, guessKind } from '../../src/study/participants/spreadsheet/guess-columns.ts'
import {
  planImport,
  problemOfColumns,
  type Standing,
} from '../../src/study/participants/spreadsheet/plan-import.ts'
import { parseTable } from '../../src/study/participants/spreadsheet/parse-table.ts'
import { readTable } from '../../src/study/participants/spreadsheet/read-table.ts'
import { csvOf, tableOf, xlsxOf } from '../../src/study/participants/spreadsheet/write-table.ts'

/** The texts that spoil spreadsheets: formulas, separators, quotation marks, numbers and dates in disguise. */
const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '=1+1',
    "'=1",
    "''@x",
    '+44',
    '-5',
    '@SUM(A1)',
    '＝1',
    '007',
    '1,5',
    'a;b',
    'a,b',
    'say "hi"',
    '"',
    'two\nlines',
    'TRUE',
    '2022-10-01',
    '44835',
    '_x0041_',
    'lost \uFFFD',
    'é 👩🏽‍⚕️ שלום',
    'null',
    '__proto__',
    'constructor',
    "'",
  ),
)
const text = nasty.map(cleanText).filter((value) => value !== '')
const lineOf = (longest: number) =>
  nasty.map((value) => cleanLine(value).slice(0, longest).trim()).filter((value) => value !== '')
const choice = lineOf(20)
  .map((value) => cleanLine(value.replaceAll(';', ' ')))
  .filter((value) => value !== '')
const uuid = fc.uuid()
const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

const differentNames = { selector: (name: string) => name.toLowerCase() }
const attribute = fc
  .record({
    id: uuid,
    kind: fc.constantFrom<AttributeKind>('text', 'number', 'date', 'one choice', 'several choices'),
    choices: fc.uniqueArray(choice, { minLength: 1, maxLength: 4, ...differentNames }),
  })
  .map(({ choices, ...rest }) => ({
    ...rest,
    choices: rest.kind.endsWith('choice') || rest.kind.endsWith('choices') ? choices : [],
  }))

function valueOf(kind: AttributeKind, choices: string[]): fc.Arbitrary<AttributeValue> {
  switch (kind) {
    case 'text':
      return text
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number || 0)
    case 'date':
      return day
    case 'one choice':
      return fc.constantFrom(...choices)
    case 'several choices':
      return fc
        .subarray(choices, { minLength: 1 })
        .map((chosen) => choices.filter((name) => chosen.includes(name)))
  }
}

function recordedOnly(values: Record<string, AttributeValue | null>) {
  const recorded: Record<string, AttributeValue> = {}
  for (const [id, value] of Object.entries(values)) if (value !== null) recorded[id] = value
  return recorded
}

const reserved = ['participant', 'site', 'year', 'consent to be quoted', 'note']
const standing: fc.Arbitrary<Standing> = fc
  .record({
    sites: fc.uniqueArray(
      fc.record({ id: uuid, name: lineOf(30), years: fc.integer({ min: 1, max: 12 }) }),
      {
        maxLength: 3,
        selector: ({ name }) => name.toLowerCase(),
      },
    ),
    attributes: fc.uniqueArray(attribute, { maxLength: 4, selector: ({ id }) => id }),
    names: fc.uniqueArray(
      lineOf(40).filter((name) => !reserved.includes(name.toLowerCase())),
      { minLength: 4, maxLength: 4, ...differentNames },
    ),
    numbers: fc.uniqueArray(fc.integer({ min: 1, max: 999_999 }), { maxLength: 5 }),
  })
  .chain(({ sites, attributes: kinds, names, numbers }) => {
    const attributes = kinds.map((kind, index) => ({ ...kind, name: names[index] ?? '' }))
    const record = fc
      .record({
        id: uuid,
        site: fc.option(fc.nat({ max: Math.max(0, sites.length - 1) })),
        year: fc.option(fc.integer({ min: 1, max: 12 })),
        quoteConsent: fc.constantFrom('yes' as const, 'no' as const, 'not recorded' as const),
        note: nasty.map(cleanText),
        attributes: fc
          .record(
            Object.fromEntries(
              attributes.map(({ id, kind, choices }) => [id, fc.option(valueOf(kind, choices))]),
            ),
          )
          .map(recordedOnly),
      })
      .map(({ site: index, year, ...rest }) => {
        const site = index === null ? undefined : sites[index]
        return {
          ...rest,
          site: site?.id ?? null,
          year: year === null ? null : Math.min(year, site?.years ?? 12),
        }
      })
    return fc
      .array(record, { minLength: numbers.length, maxLength: numbers.length })
      .map((records) => ({
        sites,
        attributes,
        participants: records.map((participant, index) => ({
          ...participant,
          label: labelFrom(String(numbers[index])) ?? '',
        })),
      }))
  })

async function importBack(file: Uint8Array, before: Standing) {
  const { rows } = await parseTable(file)
  const [headings = [], ...cells] = rows
  const columns = guessColumns(headings, cells, before.attributes).map(({ meaning }) => meaning)
  const sheet = { headings, columns, cells }
  expect(problemOfColumns(sheet, before.attributes)).toBeNull()
  return planImport(sheet, before, String)
}

describe('what is exported', () => {
  property.prop([standing], { numRuns: 200 })(
    'is read back from CSV as unchanged, and into an empty study exactly as it was',
    async (before) => {
      const file = Buffer.from(csvOf(tableOf(before)))
      const again = await importBack(file, before)
      expect(again.rows.filter(({ outcome }) => outcome !== 'unchanged')).toEqual([])
      expect(again.totals.unchanged).toBe(before.participants.length)
      const anew = await importBack(file, { ...before, participants: [] })
      const without = (record: { id: string }) => ({ ...record, id: 'any' })
      expect(anew.rows.map(({ record }) => record && without(record))).toEqual(
        before.participants.map(without),
      )
    },
  )

  property.prop([standing], { numRuns: 60 })(
    'is read back from XLSX as unchanged',
    async (before) => {
      const again = await importBack(await xlsxOf(tableOf(before)), before)
      expect(again.rows.filter(({ outcome }) => outcome !== 'unchanged')).toEqual([])
      expect(again.totals.unchanged).toBe(before.participants.length)
    },
  )

  property.prop([fc.string({ unit: 'binary' })])(
    'is guarded against formulas, and the guard comes off exactly',
    (any) => {
      expect(unguard(guard(any))).toBe(any)
      expect(guard(any)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
    },
  )
})

describe('ids', () => {
  test.each([
    ['P001', 'P001'],
    ['p1', 'P001'],
    ['1', 'P001'],
    ['007', 'P007'],
    [' P-12 ', 'P012'],
    ['P0012', 'P012'],
    ['1200', 'P1200'],
    ['0', null],
    ['P', null],
    ['Participant 3', null],
    ['P12a', null],
    ['1234567', null],
    ['-3', null],
  ])('%j is read as %j', (written, label) => {
    expect(labelFrom(written)).toBe(label)
  })

  test('the next one follows the greatest, and fills gaps only when no greater is left', () => {
    expect(nextLabel([])).toBe('P001')
    expect(nextLabel(['P001', 'P007'])).toBe('P008')
    expect(nextLabel(['P999'])).toBe('P1000')
    expect(nextLabel(['P001', 'P999999'])).toBe('P002')
  })
})

describe('cells', () => {
  test.each([
    ['1.5', 1.5],
    ['1,5', 1.5],
    ['-0.25', -0.25],
    ['1e3', 1000],
    ['1234', 1234],
  ])('%s is the number %d', (cell, number) => {
    expect(numberFrom(cell)).toBe(number)
  })
  test.each(['1,234', 'twelve', '0x1f', '1.2.3', 'Infinity', '1e999'])(
    '%s is no number',
    (cell) => {
      expect(numberFrom(cell)).toHaveProperty('problem')
    },
  )

  test.each([
    ['2022-10-01', '2022-10-01'],
    ['2022-10-01T00:00', '2022-10-01'],
    ['1.10.2022', '2022-10-01'],
    ['25/12/2022', '2022-12-25'],
    ['12/25/2022', '2022-12-25'],
    ['4/4/2022', '2022-04-04'],
    // 1900-based serial number of that day, by the documentation of spreadsheet programs: 44927 is 1 January 2023.
    ['44927', '2023-01-01'],
    ['2024-02-29', '2024-02-29'],
  ])('%s is the day %s', (cell, date) => {
    expect(dateFrom(cell)).toBe(date)
  })
  test.each(['03/04/2022', '2023-02-29', '2022', '31.2.2022', 'October', '32/12/2022'])(
    '%s is no day that can be told',
    (cell) => {
      expect(dateFrom(cell)).toHaveProperty('problem')
    },
  )

  test.each([
    ['3', 3],
    ['Year 3', 3],
    ['Y3', 3],
    ['3.0', 3],
  ])('%s is year %d', (cell, value) => {
    expect(yearFrom(cell)).toEqual({ value })
  })
  test.each(['0', '13', 'first', '2022', '3.5'])('%s is no year group', (cell) => {
    expect(yearFrom(cell)).toHaveProperty('problem')
  })

  test.each([
    ['Yes', 'yes'],
    ['TRUE', 'yes'],
    ['n', 'no'],
    ['Not recorded', 'not recorded'],
    ['?', 'not recorded'],
  ])('%s of consent means %s', (cell, value) => {
    expect(consentFrom(cell)).toEqual({ value })
  })
  test('a consent that is neither yes nor no is refused', () => {
    expect(consentFrom('maybe')).toHaveProperty('problem')
  })

  test('a choice is found whatever its case; an unknown one is named', () => {
    const groups = {
      name: 'Group',
      kind: 'several choices' as const,
      choices: ['Carer', 'Refugee'],
    }
    expect(readValue(groups, 'refugee ;  CARER;')).toEqual({ value: ['Carer', 'Refugee'] })
    expect(readValue(groups, 'Carer; Pilot')).toEqual({
      problem: '“Pilot” is none of the choices (Carer; Refugee).',
    })
    expect(checkValue(groups, [])).toEqual({ value: null })
  })
})

describe('what a column is', () => {
  test.each([
    [['1', '2.5', '3'], 'number'],
    [['007', '008'], 'text'],
    [['2022-10-01', '25/12/2022'], 'date'],
    [['yes', 'no', 'yes', 'no'], 'one choice'],
    [['carer; refugee', 'carer'], 'several choices'],
    [['one thing', 'another thing', 'a third'], 'text'],
    [[], 'text'],
  ])('%j is %s', (cells, kind) => {
    expect(guessKind(cells)).toBe(kind)
  })

  test('headings of the field are known, and what identifies somebody is left out', () => {
    const headings = [
      'ID',
      'University',
      'Year of study',
      'Can be quoted',
      'E-mail',
      'First gen',
      '',
    ]
    const rows = [
      ['1', 'Site A', '2', 'y', 'a@b.example', 'yes', 'x'],
      ['2', 'Site A', '3', 'n', 'c@d.example', 'no', ''],
      ['3', 'Site B', '3', 'n', '', 'no', ''],
      ['4', 'Site B', '3', 'n', '', 'no', ''],
    ]
    const guessed = guessColumns(headings, rows, [])
    expect(guessed.map(({ meaning }) => meaning)).toEqual([
      { to: 'label' },
      { to: 'site' },
      { to: 'year' },
      { to: 'quote consent' },
      { to: 'nothing' },
      { to: 'new attribute', kind: 'one choice' },
      { to: 'nothing' },
    ])
    expect(guessed[4]?.why).toContain('identity')
    expect(guessed[6]?.why).toContain('without a heading')
  })
})

describe('files', () => {
  const rowsOf = async (file: string | Uint8Array) => (await parseTable(Buffer.from(file))).rows
  const table = [
    ['Participant', 'Group'],
    ['P001', 'a; b'],
  ]
  test.each([
    ['commas', 'Participant,Group\nP001,a; b\n'],
    ['semicolons', 'Participant;Group\r\nP001;"a; b"\r\n'],
    ['tabs', 'Participant\tGroup\nP001\ta; b'],
    ['a byte order mark', '\uFEFFParticipant,Group\nP001,a; b'],
  ])('with %s are read', async (_, file) => {
    const rows = await rowsOf(file)
    expect(rows.filter((row) => row.some(Boolean))).toEqual(table)
  })

  test('of UTF-16 and of Windows-1252 are read, the latter with a warning', async () => {
    expect(await rowsOf(Buffer.from('\uFEFFId\tName\n1\tZoë', 'utf16le'))).toContainEqual([
      '1',
      'Zoë',
    ])
    const western = await readTable(Buffer.from('Id,Site\n1,Orléans', 'latin1'))
    expect(western.rows).toContainEqual(['1', 'Orléans'])
    expect(western.warnings[0]).toContain('Windows-1252')
  })

  test('of a spreadsheet program give numbers, days and ticks as text', async () => {
    const file = await writeExcelFile([
      ['Id', 'When', 'Score', 'Tick'],
      [
        { value: 1, type: Number },
        { value: new Date('2022-10-01T00:00:00Z'), type: Date, format: 'yyyy-mm-dd' },
        { value: 0.1, type: Number },
        { value: true, type: Boolean },
      ],
    ]).toBuffer()
    expect(await rowsOf(file)).toEqual([
      ['Id', 'When', 'Score', 'Tick'],
      ['1', '2022-10-01', '0.1', 'true'],
    ])
  })

  test.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 0]), 'neither CSV nor XLSX'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'Save it as .xlsx or CSV'],
    ['a broken workbook', Buffer.from('PK\u0003\u0004 and then nothing'), 'damaged'],
  ])('of %s are refused with a sentence', async (_, file, sentence) => {
    await expect(readTable(file)).rejects.toThrow(sentence)
  })

  test('a workbook that unpacks to far more than it weighs is refused', async () => {
    const { zipSync } = await import('fflate')
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(80 * 1024 * 1024) })
    expect(bomb.length).toBeLessThan(1024 * 1024)
    await expect(readTable(bomb)).rejects.toThrow('unpacks to more than 60 MB')
  })
})

describe('the plan of an import', () => {
  const siteA = { id: '00000000-0000-4000-8000-00000000000a', name: 'Site A', years: 4 }
  const study: Standing = {
    sites: [siteA],
    attributes: [
      {
        id: '00000000-0000-4000-8000-00000000000c',
        name: 'Group',
        kind: 'one choice',
        choices: ['Carer'],
      },
    ],
    participants: [
      {
        id: '00000000-0000-4000-8000-000000000001',
        label: 'P001',
        site: siteA.id,
        year: 2,
        quoteConsent: 'yes',
        note: 'kept',
        attributes: {},
      },
    ],
  }
  const plan = (headings: string[], ...cells: string[][]) => {
    const columns = guessColumns(headings, cells, study.attributes).map(({ meaning }) => meaning)
    return planImport({ headings, columns, cells }, study, (n) => `new ${n}`)
  }

  test('every refused row says why, and the others are not held up by it', () => {
    const { rows, totals } = plan(
      ['Participant', 'Site', 'Year', 'Group'],
      ['P001', 'Site A', '3', ''],
      ['X9', 'Site A', '1', ''],
      ['P002', 'Site Z', '1', ''],
      ['P003', 'Site A', '5', ''],
      ['P004', 'Site A', '1', 'Pilot'],
      ['P005', 'site a', '1', 'carer'],
      ['5', 'Site A', '2', ''],
      ['', '', '', ''],
      ['P006', 'Site A', '1', '', 'too much'],
    )
    expect(
      rows.map(({ number, outcome, reasons }) => [number, outcome, reasons.join(' ')]),
    ).toEqual([
      [2, 'changed', ''],
      [3, 'refused', '“X9” is no participant id. Write P and a number, such as P007.'],
      [4, 'refused', 'There is no site “Site Z” in this study. A lead can add it under Settings.'],
      [5, 'refused', 'Year 5 is outside the programme of “Site A” (4 years).'],
      [6, 'refused', 'Group: “Pilot” is none of the choices (Carer).'],
      [7, 'added', ''],
      [8, 'refused', 'P005 stands in row 7 already.'],
      [10, 'refused', 'This row has more cells than there are headings.'],
    ])
    expect(totals).toEqual({ added: 1, changed: 1, unchanged: 0, refused: 6 })
    expect(rows[0]?.changes).toEqual([{ what: 'Year', from: '2', to: '3' }])
  })

  test('an empty cell leaves what stands', () => {
    const { rows } = plan(['Participant', 'Site', 'Year', 'Note'], ['P001', '', '', ''])
    expect(rows).toMatchObject([{ outcome: 'unchanged' }])
  })

  test('rows without an id get the next free ones, past those that the file names', () => {
    const { rows } = plan(['Participant', 'Year'], ['', '1'], ['P002', '1'], ['', '2'])
    expect(rows.map(({ label }) => label)).toEqual(['P003', 'P002', 'P004'])
  })

  test('a new attribute gathers its choices from its column', () => {
    const { newAttributes, rows } = plan(
      ['Participant', 'Faith'],
      ['P002', 'none'],
      ['P003', 'None'],
      ['P004', 'Islam; none'],
    )
    expect(newAttributes).toMatchObject([
      { name: 'Faith', kind: 'several choices', choices: ['none', 'Islam'] },
    ])
    expect(rows.map(({ record }) => Object.values(record?.attributes ?? {}))).toEqual([
      [['none']],
      [['none']],
      [['none', 'Islam']],
    ])
  })

  test.each([
    [[{ to: 'label' }, { to: 'label' }] as const, 'Two columns become “Participant”'],
    [[{ to: 'label' }] as const, 'The file has 2 columns'],
    [[{ to: 'label' }, { to: 'new attribute', kind: 'text' }] as const, 'already. Choose it'],
    [
      [
        { to: 'label' },
        { to: 'attribute', attribute: '00000000-0000-4000-8000-0000000000ff' },
      ] as const,
      'does not exist',
    ],
  ])('columns that make no sense together are refused: %j', (columns, sentence) => {
    const sheet = { headings: ['Id', 'group'], columns: [...columns], cells: [] }
    expect(problemOfColumns(sheet, study.attributes)).toContain(sentence)
  })
})
