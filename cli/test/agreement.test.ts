import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { agreementIn } from '../src/agreement/index.ts'
import { statisticsOf } from '../src/agreement/forms.ts'
import { written } from '../src/agreement/written.ts'
import { Refusal } from '../src/exit-codes.ts'
import { makeMachine } from './command.ts'

const fixtures = join(import.meta.dirname, '../../packages/agreement/test/fixtures')
const vector = z.object({
  name: z.string(),
  data: z.record(z.string(), z.unknown()),
  expected: z.unknown(),
  tolerance: z.unknown(),
})

/** Vectors whose data are prose or stand in another file, and a figure that is another program’s mistake. */
const notFromTheirData = new Set([
  'hayes_krippendorff2007_ordinal_ci',
  'float_order_of_sum',
  'uncoded_text_inflation',
  'one_long_segment_dominates',
  'mvalpha_table3',
])
const notComputed = new Set(['qualcoder_reported_kappa', 'note_n_segments'])

const files = (await readdir(fixtures)).filter((name) => name.endsWith('.json'))
const vectors = await Promise.all(
  files.map(async (file) => {
    const read: unknown = JSON.parse(await readFile(join(fixtures, file), 'utf8'))
    return z
      .object({ vectors: z.array(vector.partial({ tolerance: true })) })
      .parse(read)
      .vectors.map((one) => ({ file, ...one }))
  }),
)

/** Whether all that is expected is there, numbers within the tolerance; the path of the first difference. */
function difference(
  found: unknown,
  expected: unknown,
  tolerance: number,
  path = '',
): string | null {
  if (typeof expected === 'number')
    return typeof found === 'number' && Math.abs(found - expected) <= tolerance
      ? null
      : `${path}: ${String(found)} for ${expected}`
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || found.length !== expected.length)
      return `${path}: ${JSON.stringify(found)} for ${JSON.stringify(expected)}`
    return first(
      expected.map((item, index) => difference(found[index], item, tolerance, `${path}.${index}`)),
    )
  }
  if (typeof expected === 'object' && expected !== null) {
    const known = z.record(z.string(), z.unknown()).safeParse(found)
    if (!known.success) return `${path}: ${JSON.stringify(found)}`
    return first(
      Object.entries(expected)
        .filter(([name]) => !notComputed.has(name))
        .map(([name, item]) => difference(known.data[name], item, tolerance, `${path}.${name}`)),
    )
  }
  return found === expected
    ? null
    : `${path}: ${JSON.stringify(found)} for ${JSON.stringify(expected)}`
}
const first = (problems: readonly (string | null)[]) =>
  problems.find((problem) => problem !== null) ?? null

describe('every vector of published figures', () => {
  test.for(vectors.flat().filter(({ name }) => !notFromTheirData.has(name)))(
    '$file $name comes out within its tolerance',
    async ({ file, name, data, expected, tolerance }) => {
      const given =
        file === 'saturation.json' ? { ...data, disjoint: name.endsWith('disjoint') } : data
      const statistics: unknown = JSON.parse(JSON.stringify(written(await statisticsOf(given))))
      const allowed = typeof tolerance === 'number' ? Math.max(tolerance, 1e-9) : 1e-9
      expect(difference(statistics, expected, allowed)).toBeNull()
    },
  )
})

test('a figure that is off is found', async () => {
  const [one] = vectors.flat().filter(({ name }) => name === 'wikipedia_kappa_50_grants')
  const statistics = written(await statisticsOf(one?.data))
  expect(difference(statistics, { cohen: 0.41 }, 1e-9)).toContain('.cohen')
  expect(difference(statistics, { nothing: null }, 1e-9)).toContain('.nothing')
})

describe('a file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-agreement-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const given = async (name: string, content: string) => {
    const path = join(folder, name)
    await writeFile(path, content)
    return path
  }

  test('is computed by the command: null with its reason where there is no figure, and a sentence for what is no data', async () => {
    const machine = await makeMachine()
    const path = await given('units.json', '{"units_by_coders":[["a","a"],["a","a"]]}')
    const { code, out, said } = await machine.run(['agreement', path])
    expect(said).toBe('')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      percent_agreement: 1,
      cohen: null,
      reasons: { cohen: 'all values are the same, so agreement by chance is certain' },
    })
    const ragged = await given('ragged.json', '{"units_by_coders":[["a","b"],["a"]]}')
    const refused = await machine.run(['agreement', ragged])
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.said).toContain('Row 2: It has 1 values')
    expect(refused.said).not.toMatch(/\n\s+at /)
    await machine.remove()
  })

  test('takes CSV of units and of text', async () => {
    const units = await given(
      'units.csv',
      'unit,coder,value\n1,Ada,yes\n1,Bea,yes\n2,Ada,no\n2,Bea,yes\n3,Ada,no\n',
    )
    expect(await agreementIn(units)).toMatchObject({ units: 3, coders: 2, percent_agreement: 0.5 })
    const text = await given(
      'text.csv',
      'document,coder,code,from,to,length\nP1,Ada,trust,0,10,100\nP1,Bea,trust,0,10,100\nP2,Ada,doubt,5,9,50\n',
    )
    expect(await agreementIn(text)).toMatchObject({
      documents: 2,
      length: 150,
      per_code: {
        trust: { u_alpha: 1, pairs: [{ coders: ['Ada', 'Bea'], dice: 1 }] },
        doubt: { pairs: [{ segments_any_overlap: 0 }] },
      },
    })
  })

  test.for([
    ['empty.json', '', 'is empty'],
    ['broken.json', '{"units_by_coders": [[1,', 'is not JSON'],
    ['number.json', '7', 'no form of data that is known'],
    ['unknown.json', '{"unit": []}', 'no form of data that is known'],
    ['wrong.json', '{"table":[[1,"x"],[2,3]]}', 'table.0.1'],
    ['negative.json', '{"table":[[1,-1],[2,3]]}', 'Row 1: -1 is not a count'],
    [
      'overlap.json',
      '{"length":9,"coders":{"Ada":[[0,5,"a"],[3,6,"b"]],"Bea":[]}}',
      'Ada coded the same place',
    ],
    ['columns.csv', 'who,what\n1,2\n', 'The first line must name the columns'],
    ['twice.csv', 'unit,coder,value\n1,Ada,x\n1,Ada,y\n', 'Line 3: Ada gave unit 1 a value before'],
    [
      'offset.csv',
      'document,coder,code,from,to\nP1,Ada,a,0,x\n',
      'Line 2: to must be a whole number',
    ],
  ])(
    'says in a sentence what is wrong with %s',
    async ([name = '', content = '', sentence = '']) => {
      const path = await given(name, content)
      await expect(agreementIn(path)).rejects.toThrow(sentence)
      await expect(agreementIn(path)).rejects.toBeInstanceOf(Refusal)
    },
  )

  test('that is not there, or is a folder, is named', async () => {
    await expect(agreementIn(join(folder, 'nowhere.json'))).rejects.toThrow('There is no file')
    await expect(agreementIn(folder)).rejects.toThrow('is a folder')
  })
})
