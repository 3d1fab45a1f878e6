import { fc, test as property } from '@fast-check/vitest'
import { strToU8, zipSync } from 'fflate'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { countsOf, readRefiQda, RefiQdaError, writeRefiQda } from '../src/index.ts'

const guid = '00000000-0000-4000-8000-000000000001'
const projectWith = (inside: string, attributes = '') =>
  strToU8(`<Project xmlns="urn:QDA-XML:project:1.0" name="p" ${attributes}>${inside}</Project>`)
const text = (content: string) =>
  `<Sources><TextSource guid="${guid}"><PlainTextContent>${content}</PlainTextContent></TextSource></Sources>`
const whole = () =>
  zipSync({ 'project.qde': projectWith(text('words')), 'sources/a.txt': strToU8('words') })

describe('a file that is not what it says', () => {
  test.each<[string, () => Uint8Array, string]>([
    ['an empty one', () => new Uint8Array(), 'damaged'],
    ['words', () => strToU8('not XML at all'), 'damaged'],
    ['other XML', () => strToU8('<html><body/></html>'), 'it begins with html'],
    [
      'an archive without a project',
      () => zipSync({ 'sources/a.txt': strToU8('a') }),
      'no .qde file stands at its root',
    ],
    [
      'an archive with two',
      () => zipSync({ 'a.qde': projectWith(''), 'b.qde': projectWith('') }),
      'holds more than one project',
    ],
    ['half an archive', () => whole().subarray(0, 150), 'ends in the middle'],
    ['XML that ends in the middle', () => projectWith('').subarray(0, 40), 'damaged'],
    [
      'bytes of no encoding',
      () => Uint8Array.of(...strToU8('<Project name="'), 0xff, 0xfe, 0xfd),
      'no text in UTF-8',
    ],
  ])('%s is refused with a sentence', (_, bytes, sentence) => {
    expect(() => readRefiQda(bytes())).toThrow(RefiQdaError)
    expect(() => readRefiQda(bytes())).toThrow(sentence)
  })
})

describe('a file that means harm', () => {
  test('by entities that grow is refused', () => {
    const bomb = `<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Project name="&b;"/>`
    expect(() => readRefiQda(strToU8(bomb))).toThrow('a definition that no analysis program writes')
  })

  test('by names that lead out of the archive loses those files, and says so', () => {
    const bytes = zipSync({
      'project.qde': projectWith(text('words')),
      '../../etc/passwd': strToU8('x'),
      '/absolute.txt': strToU8('x'),
      'sources/../../up.txt': strToU8('x'),
      'C:\\windows.txt': strToU8('x'),
    })
    const { files, warnings } = readRefiQda(bytes)
    expect([...files.keys()]).toEqual([])
    expect(warnings).toContainEqual({
      what: 'lost',
      message: 'A file whose name leads out of the archive was left out.',
      times: 4,
    })
  })

  test('by what it unpacks to is stopped at the limit, whatever it says of itself', () => {
    const bomb = zipSync({
      'project.qde': projectWith(''),
      'sources/a.txt': new Uint8Array(30_000_000),
    })
    expect(() => readRefiQda(bomb, 10_000_000)).toThrow('unpacks to more than 10 MB')
  })

  test.each([
    ['millions of elements', () => `<x>${'<a/>'.repeat(1_500_001)}</x>`],
    ['elements nested without end', () => `<CodeBook><Codes>${'<Code>'.repeat(5_000)}`],
  ])('by %s is refused', (_, inside) => {
    expect(() => readRefiQda(projectWith(inside()))).toThrow('more than any project does')
  })

  property.prop([fc.uint8Array({ maxLength: 300 })], { numRuns: 300 })(
    'of any bytes is read or refused with a sentence',
    (bytes) => {
      try {
        readRefiQda(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(RefiQdaError)
      }
    },
  )

  const sample = readFileSync(
    new URL('fixtures/spec-annex-A2_atlasti-8.4_simple.qde', import.meta.url),
  )
  const packed = zipSync({ 'project.qde': sample, 'sources/a.txt': strToU8('words') })
  property.prop([fc.constantFrom(sample, packed), fc.nat(), fc.nat(255), fc.boolean()], {
    numRuns: 300,
  })(
    'by one byte, or by its end, is read or refused with a sentence',
    (bytes, place, value, isCut) => {
      const at = place % bytes.length
      const changed = isCut
        ? bytes.subarray(0, at)
        : Uint8Array.from(bytes, (byte, index) => (index === at ? value : byte))
      try {
        readRefiQda(changed)
      } catch (error) {
        expect(error).toBeInstanceOf(RefiQdaError)
      }
    },
  )
})

describe('what programs do', () => {
  test('with the folder’s name, the project’s name and paths without a scheme is accepted', () => {
    const source = `<Sources><TextSource guid="${guid}" plainTextPath="Sources\\A.TXT"/></Sources>`
    const { files, warnings } = readRefiQda(
      zipSync({ 'Trial.qde': projectWith(source), 'SOURCES/a.txt': strToU8('a\r\nb') }),
    )
    expect(new TextDecoder().decode(files.get('a.txt')?.bytes)).toBe('a\nb')
    expect(warnings).toEqual([])
  })

  test('with values that the schema does not have is changed or lost, each said', () => {
    const codes = `<CodeBook><Codes>
      <Code guid="{${guid.toUpperCase()}}" name="one" isCodable="True" color="RGB(255, 0, 16)"/>
      <Code guid="7" name="two" isCodable="1" color="#11223344"><Code name="three"/></Code>
    </Codes></CodeBook>`
    const links = `<Links><Link guid="${guid}" targetGUID="7" originGUID="${guid}" direction="oneway"/></Links>`
    const read = readRefiQda(projectWith(codes + links))
    const messages = read.warnings.map(({ message }) => message)
    expect(messages).toEqual(
      expect.arrayContaining([
        'color of Code was no colour and was left out.',
        'guid of Code was no GUID and became one.',
        'Code had no guid and got one.',
        'Code had no isCodable and got one.',
      ]),
    )
    const { bytes } = writeRefiQda(read)
    expect(readRefiQda(bytes).warnings.filter(({ what }) => what !== 'noticed')).toEqual([])
    expect(countsOf(read)).toMatchObject({ codes: 3, links: 1 })
    // the link still meets the code whose GUID had to be made
    const made = read.root.children[0]?.children[0]?.children[1]?.attributes.guid
    expect(read.root.children[1]?.children[0]?.attributes.targetGUID).toBe(made)
  })

  test('a coding without its code, and a selection without its place, are left out', () => {
    const broken = `<Sources><TextSource guid="${guid}"><PlainTextContent>words</PlainTextContent>
      <PlainTextSelection guid="${guid}" startPosition="0"/>
      <PlainTextSelection guid="${guid}" startPosition="0" endPosition="5"><Coding guid="${guid}"/></PlainTextSelection>
      <Colour/></TextSource></Sources>`
    const { warnings, root } = readRefiQda(projectWith(broken))
    expect(countsOf({ root })).toMatchObject({ selections: 1, codings: 0 })
    expect(warnings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'PlainTextSelection without endPosition was left out.',
        'Coding without CodeRef was left out.',
        'Colour in TextSource is not in the standard and was left out.',
      ]),
    )
  })

  test('a character that XML cannot hold is lost in writing, and said', () => {
    const { root } = readRefiQda(projectWith('<Description>a</Description>'))
    const description = root.children[0]
    if (description) description.text = 'a\u0000b\uD800'
    const { warnings, bytes } = writeRefiQda({ kind: 'project', root, files: new Map() })
    expect(warnings).toEqual([
      { what: 'lost', message: 'A character that XML cannot hold became \uFFFD.', times: 1 },
    ])
    expect(readRefiQda(bytes).root.children[0]?.text).toBe('a\uFFFDb\uFFFD')
  })
})
