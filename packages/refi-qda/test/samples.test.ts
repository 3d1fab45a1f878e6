import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { countsOf, readRefiQda, within, writeRefiQda, xmlOf } from '../src/index.ts'
import { faultsBySchema } from './against-schema.ts'

const sample = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url))
const codeBook = sample('spec-annex-A1_codebook.qdc')
const simple = sample('spec-annex-A2_atlasti-8.4_simple.qde')
const complex = sample('spec-annex-A3_transana-3.22_complex.qde')

/** How often an element of this name begins in the file as it is. */
const begun = (bytes: Uint8Array, name: string) =>
  new TextDecoder().decode(bytes).match(new RegExp(`<${name}[\\s/>]`, 'g'))?.length ?? 0

describe('the samples of the standard', () => {
  test.each([
    ['A.1', codeBook],
    ['A.2', simple],
    ['A.3', complex],
  ])('%s is read whole, and valid when it is written again', (_, bytes) => {
    const read = readRefiQda(bytes)
    const { users, codes, codings, notes, selections, links, sets } = countsOf(read)
    expect({ users, codes, codings, notes, links, sets }).toEqual({
      users: begun(bytes, 'User'),
      codes: begun(bytes, 'Code'),
      codings: begun(bytes, 'Coding'),
      notes: begun(bytes, 'Note'),
      links: begun(bytes, 'Link'),
      sets: begun(bytes, 'Set'),
    })
    expect(selections).toBe(begun(bytes, '\\w+Selection'))
    expect(faultsBySchema(read.kind, xmlOf(read))).toEqual([])
    const again = readRefiQda(writeRefiQda(read).bytes)
    expect(xmlOf(again)).toBe(xmlOf(read))
    expect(again.warnings.filter(({ what }) => what !== 'noticed')).toEqual([])
  })

  test('A.1 and A.2 lose and change nothing; their GUIDs are written bare and small', () => {
    for (const bytes of [codeBook, simple])
      expect(readRefiQda(bytes).warnings.filter(({ what }) => what !== 'noticed')).toEqual([])
    const guids = [...within(readRefiQda(codeBook).root)].flatMap(
      ({ attributes }) => attributes.guid ?? [],
    )
    expect(guids).toContain('5215cc69-b628-4e02-afb9-9beeaee55808')
    expect(guids.every((guid) => /^[0-9a-f-]{36}$/.test(guid))).toBe(true)
  })

  test('A.2 uses two GUIDs twice, which is said', () => {
    expect(readRefiQda(simple).warnings).toContainEqual({
      what: 'noticed',
      message: 'A GUID is used more than once.',
      times: 2,
    })
  })

  test('A.2 counts the end of a selection as that of the first character after', () => {
    // the three whose names hold their whole quote
    const places = new Map(
      [...within(readRefiQda(simple).root)].map(({ attributes }) => [
        attributes.startPosition,
        attributes,
      ]),
    )
    for (const [start, end] of [
      ['139', '195'],
      ['215', '275'],
      ['62', '69'],
    ]) {
      const selection = places.get(start)
      expect(selection?.endPosition).toBe(end)
      expect([...(selection?.name ?? '')]).toHaveLength(Number(end) - Number(start))
    }
  })

  test('A.3, which is invalid twice over, is read with what was changed', () => {
    expect(faultsBySchema('project', new TextDecoder().decode(complex))).not.toEqual([])
    const messages = readRefiQda(complex).warnings.map(({ message }) => message)
    expect(messages).toContain(
      'The namespace urn:QDA-XML:project:0:10 was taken for urn:QDA-XML:project:1.0.',
    )
    expect(messages).toContain(
      'Parts of Transcript stood in another order than that of the standard.',
    )
    expect(messages).toContain(
      'guid of MemberSource was taken for targetGUID, as drafts of the standard had it.',
    )
  })
})
