import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { convert, inspect, validate } from '../src/qdpx.ts'
import { makeMachine } from './command.ts'

const samples = fileURLToPath(new URL('../../packages/refi-qda/test/fixtures/', import.meta.url))
const codeBook = join(samples, 'spec-annex-A1_codebook.qdc')
const simple = join(samples, 'spec-annex-A2_atlasti-8.4_simple.qde')
const complex = join(samples, 'spec-annex-A3_transana-3.22_complex.qde')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-qdpx-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('throughline qdpx', () => {
  test('looks into a file, rewrites it, and finds the copy valid and the same', async () => {
    const machine = await makeMachine()
    const looked = await machine.run(['qdpx', 'inspect', simple])
    expect(looked.code).toBe(0)
    expect(JSON.parse(looked.out)).toMatchObject({
      users: 3,
      codes: 14,
      variables: 0,
      conventions: [],
    })
    const copy = join(folder, 'copy.qdpx')
    expect(await machine.run(['qdpx', 'convert', simple, copy])).toMatchObject({ code: 0 })
    const { warnings: before, ...counts } = await inspect(simple)
    const { warnings: after, ...copied } = await inspect(copy)
    expect(copied).toEqual(counts)
    expect(after.filter(({ what }) => what !== 'noticed')).toEqual(
      before.filter(({ what }) => what !== 'noticed'),
    )
    expect(await machine.run(['qdpx', 'validate', copy])).toMatchObject({ code: 0 })
    expect(await machine.run(['qdpx', 'convert', simple, copy])).toMatchObject({ code: 2, out: '' })
    const invalid = await machine.run(['qdpx', 'validate', complex])
    expect(invalid.code).toBe(1)
    expect(JSON.parse(invalid.out)).toMatchObject({ valid: false })
    expect(invalid.said).toContain('Line ')
    await machine.remove()
  })

  test('does the same with code books', async () => {
    expect(await inspect(codeBook)).toMatchObject({ codes: 6, sources: 0, warnings: [] })
    const copy = join(folder, 'copy.qdc')
    await convert(codeBook, copy)
    expect(await validate(copy)).toEqual({ kind: 'code book', valid: true, faults: [] })
    expect(await inspect(copy)).toEqual(await inspect(codeBook))
    expect(new TextDecoder().decode(await readFile(copy))).toMatch(/^<\?xml/)
  })

  test('an invalid file is valid once it is rewritten', async () => {
    expect((await validate(complex)).valid).toBe(false)
    const copy = join(folder, 'mended.qdpx')
    await convert(complex, copy)
    expect(await validate(copy)).toMatchObject({ valid: true })
  })

  test.each<[string, string, string]>([
    ['that is not there', 'nothing.qdpx', 'There is no file'],
    ['that is no project', 'words.qdpx', 'damaged'],
    ['that is a folder', '.', 'is a folder'],
  ])('refuses a file %s with a sentence', async (_, name, sentence) => {
    await writeFile(join(folder, 'words.qdpx'), 'words')
    const path = join(folder, name)
    await expect(inspect(path)).rejects.toThrow(sentence)
    await expect(convert(path, join(folder, 'never.qdpx'))).rejects.toThrow(sentence)
  })

  test('does not write a project under the name of a code book, nor the other way about', async () => {
    await expect(convert(simple, join(folder, 'a.qdc'))).rejects.toThrow(
      'is a project, and .qdc is not',
    )
    await expect(convert(codeBook, join(folder, 'a.qdpx'))).rejects.toThrow(
      'is a code book, and .qdpx',
    )
  })

  test('refuses to replace what is there', async () => {
    const there = join(folder, 'there.qdpx')
    await cp(simple, there)
    await expect(convert(simple, there)).rejects.toThrow('is there already and was not replaced')
  })
})
