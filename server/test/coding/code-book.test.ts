import * as files from '@throughline/contract/code-import'
import type { CodeInFile } from '@throughline/contract/code-import'
import * as contract from '@throughline/contract/coding'
import { undo } from '@throughline/contract/platform'
import fc from 'fast-check'
import mammoth from 'mammoth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  codeAt,
  columnsBy,
  readRows,
  settled,
  type Told,
} from '../../src/coding/code-book/rules.ts'
import { writeTable } from '../../src/platform/spreadsheets/index.ts'
import { openTestApp, type Person, type TestApp } from '../app.ts'
import { openScene, type Scene } from '../themes/scene.ts'

let product: TestApp
let scene: Scene
let inStudy: { study: string }

beforeAll(async () => {
  product = await openTestApp()
})
afterAll(() => product.close())
beforeEach(async () => {
  scene = await openScene(product)
  inStudy = { study: scene.study.id }
})

const preview = (file: string | Uint8Array, who: Person = scene.lead) =>
  who.upload(files.previewCodes, inStudy, { name: 'codes.csv' }, Buffer.from(file))

const exported = async (as: 'csv' | 'xlsx' | 'docx', who = scene.lead) =>
  (await who.save(contract.exportCodes, inStudy, { as })).bytes

const codes = async () => (await scene.lead.get(contract.listCodes, inStudy)).answer().codes

async function bringIn(all: readonly (CodeInFile & { ifDiffers?: files.IfDiffers })[]) {
  const key = crypto.randomUUID()
  const body = { codes: [...all], reason: 'From the last study.' }
  const reply = await scene.lead.send(files.importCodes, body, { ...inStudy, key })
  return { key, answer: reply.answer() }
}

describe('a file of codes', () => {
  test('is read by its headings: paths, parents, meanings, in any order and case', async () => {
    const { rows, columns } = (
      await preview(
        [
          'Definition,Parent,Name,Notes',
          'Left out of what others do.,,Exclusion,x',
          'Events where one drinks.,Exclusion,Drinking,',
          ',Drinking,Pubs,',
        ].join('\n'),
      )
    ).answer()
    expect(columns.map(({ meaning }) => meaning)).toEqual(['definition', 'parent', 'name', null])
    expect(rows.map(({ code, outcome }) => ({ path: code?.path, outcome }))).toEqual([
      { path: ['Exclusion'], outcome: 'new' },
      { path: ['Exclusion', 'Drinking'], outcome: 'new' },
      { path: ['Exclusion', 'Drinking', 'Pubs'], outcome: 'new' },
    ])
  })

  test('says of each row what is wrong with it and what to do', async () => {
    const { rows } = (
      await preview('name,parent\nA,B\nB,A\n,Z\nC,\nc,\nD,1 > 2 > 3 > 4 > 5 > 6\n')
    ).answer()
    expect(rows.map(({ number, problem }) => [number, problem])).toEqual([
      [2, expect.stringContaining('under itself')],
      [3, expect.stringContaining('under itself')],
      [4, expect.stringContaining('names no code')],
      [5, null],
      [6, expect.stringContaining('in row 5 already')],
      [7, expect.stringContaining('six levels')],
    ])
    expect((await preview('a,b\n1,2\n')).problem()).toMatchObject({ status: 422, code: 'no-names' })
    expect((await preview(Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9))).problem().status).toBe(422)
  })

  test.each(['csv', 'xlsx'] as const)(
    'that was exported as %s is the same as the list',
    async (as) => {
      const parent = await scene.code('Exclusion')
      const drinking = await scene.code('=Drinking “hard”, often', { parent })
      const retired = await scene.code('Old')
      await scene.lead.send(contract.retireCode, { id: retired }, inStudy)
      const body = {
        id: drinking,
        definition: '-1 of\ntwo, "three"',
        example: "'quoted'",
        colour: 7,
      }
      ;(await scene.lead.send(contract.changeCode, body, inStudy)).answer()
      const { rows } = (await preview(await exported(as))).answer()
      expect(rows.map(({ outcome, problem }) => [outcome, problem])).toEqual([
        ['same', null],
        ['same', null],
      ])
    },
  )

  test('adds what is new with the codes above it, and is undone as one', async () => {
    await scene.code('Exclusion')
    const before = await codes()
    const { key, answer } = await bringIn([
      { path: ['Exclusion', 'Drinking', 'Pubs'], definition: 'Where one drinks.', colour: 3 },
      { path: ['Belonging'] },
    ])
    expect(answer).toEqual({ added: 3, changed: 0 })
    const list = await codes()
    const pubs = list.find(({ name }) => name === 'Pubs')
    expect(pubs).toMatchObject({ definition: 'Where one drinks.', colour: 3 })
    expect(list.find(({ id }) => id === pubs?.parent)).toMatchObject({ name: 'Drinking' })
    ;(await scene.lead.send(undo, { command: key }, inStudy)).answer()
    expect(await codes()).toEqual(before)
  })

  test.each([
    ['keep', 'Ours.', ''],
    ['replace', 'Theirs.', 'When told.'],
    ['merge', 'Ours.\n\nTheirs.', 'When told.'],
  ] as const)(
    'lets a code that differs be chosen: %s',
    async (ifDiffers, definition, whenToUse) => {
      const id = await scene.code('Drinking')
      ;(await scene.lead.send(contract.changeCode, { id, definition: 'Ours.' }, inStudy)).answer()
      const file = { path: ['drinking'], definition: 'Theirs.', whenToUse: 'When told.' }
      const { rows } = (
        await preview('code,definition,when to use\ndrinking,Theirs.,When told.')
      ).answer()
      expect(rows[0]).toMatchObject({
        outcome: 'differs',
        differences: [
          { field: 'definition', here: 'Ours.', file: 'Theirs.' },
          { field: 'whenToUse', here: '', file: 'When told.' },
        ],
      })
      const before = await codes()
      const { key } = await bringIn([{ ...file, ifDiffers }])
      expect((await codes()).find((code) => code.id === id)).toMatchObject({
        definition,
        whenToUse,
      })
      ;(await scene.lead.send(undo, { command: key }, inStudy)).answer()
      expect(await codes()).toEqual(before)
    },
  )

  test('is read and brought in by nobody who may not change the list, nor from another study', async () => {
    expect((await preview('code\nA', scene.observer)).status).toBe(403)
    expect((await preview('code\nA', scene.stranger)).status).toBe(404)
    const body = { codes: [{ path: ['A'] }] }
    expect((await scene.observer.send(files.importCodes, body, inStudy)).status).toBe(403)
    expect((await scene.stranger.send(files.importCodes, body, inStudy)).status).toBe(404)
  })

  test('whatever it holds gives rows or sentences', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { maxLength: 4 })),
        (rows) => {
          const read = readRows(columnsBy(['name', 'parent', 'colour', 'definition']), rows)
          for (const row of read)
            if ('code' in row) expect(row.code.path.every((name) => name.trim() !== '')).toBe(true)
            else expect(row.problem).toMatch(/\.$/)
        },
      ),
    )
  })
})

describe('a code that the list and a file tell differently', () => {
  const words = fc.string({ maxLength: 12 })
  const fields = ['definition', 'whenToUse', 'whenNotToUse', 'example'] as const
  const told = fc.record<Told>({
    colour: fc.integer({ min: 1, max: 12 }),
    definition: words,
    whenToUse: words,
    whenNotToUse: words,
    example: words,
  })

  test('merged, keeps all that either says; replaced, says what the file says; kept, is as it was', () => {
    fc.assert(
      fc.property(told, told, (here, there) => {
        const file = { path: ['A'], ...there }
        const merged = { ...here, ...settled(here, file, 'merge') }
        for (const field of fields) {
          expect(merged[field]).toContain(here[field])
          expect(merged[field]).toContain(there[field])
        }
        const replaced = { ...here, ...settled(here, file, 'replace') }
        for (const field of fields)
          expect(replaced[field]).toBe(there[field] === '' ? here[field] : there[field])
        expect(replaced.colour).toBe(there.colour)
        expect(settled(here, file, 'keep')).toEqual({})
      }),
    )
  })

  test('is found by its path alone, whatever the case of its letters', () => {
    const empty = { colour: 1, definition: '', whenToUse: '', whenNotToUse: '', example: '' }
    const code = (id: string, parent: string | null, name: string, retired = false) => ({
      ...empty,
      id,
      parent,
      name,
      retired,
      position: 1,
    })
    const list = [
      code('a', null, 'A'),
      code('b', 'a', 'B'),
      code('c', null, 'B'),
      code('d', 'a', 'Old', true),
    ]
    expect(codeAt(list, ['a', 'b'])?.id).toBe('b')
    expect(codeAt(list, ['b'])?.id).toBe('c')
    expect(codeAt(list, ['a', 'old'])).toBeUndefined()
  })
})

describe('the code book', () => {
  test('has each code with its meaning, and words only of people who consented', async () => {
    const parent = await scene.code('Exclusion')
    const drinking = await scene.code('Drinking', { parent })
    const body = {
      id: drinking,
      definition: 'Events where one drinks.',
      whenToUse: 'An event is named.',
    }
    ;(await scene.lead.send(contract.changeCode, body, inStudy)).answer()
    const { asha, ben } = scene
    await scene.coded(
      drinking,
      asha.transcript,
      asha.text,
      'Every single event is centred around drinking.',
    )
    await scene.coded(
      drinking,
      ben.transcript,
      ben.text,
      'I feel like I’ve had to fight to think that I belong.',
    )
    const { value } = await mammoth.convertToHtml({ buffer: await exported('docx') })
    expect(value).toContain('<h1>Exclusion</h1>')
    expect(value).toContain('<h2>Drinking</h2>')
    expect(value).toContain('Events where one drinks.')
    expect(value).toContain('<strong>When to use: </strong>An event is named.')
    expect(value).toContain('2 codings from 2 people')
    expect(value).toContain('“Every single event is centred around drinking.” (P002)')
    expect(value).not.toContain('fight')
  })
})

describe('a workbook with one of each', () => {
  test('is read as its text version is', async () => {
    const table = { name: 'codes', header: ['code', 'colour'], rows: [['A › B', 4]] }
    const { content } = await writeTable(table, 'xlsx')
    if (!(content instanceof Uint8Array)) throw new Error('The workbook was not written at once.')
    const { rows } = (await preview(content)).answer()
    expect(rows).toMatchObject([{ outcome: 'new', code: { path: ['A', 'B'], colour: 4 } }])
  })
})
