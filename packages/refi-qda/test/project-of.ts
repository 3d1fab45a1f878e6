import { strToU8, zipSync } from 'fflate'
import { childrenOf, type Convention, readRefiQda, within } from '../src/index.ts'

export const guid = (number: number) =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** How many a program counts up to a place, by going through the text character by character. */
function counted(text: string, at: number, { unit, crlf }: Convention): number {
  let count = 0
  for (let place = 0; place < at;) {
    const isLineEnd = text.startsWith('\r\n', place)
    const character = isLineEnd ? '\r\n' : String.fromCodePoint(text.codePointAt(place) ?? 0)
    count += isLineEnd ? crlf : unit === 'UTF-16' ? character.length : 1
    place += character.length
  }
  return count
}

export interface Wanted {
  from: number
  to: number
}

/** A project as a program with this habit writes it. */
export function projectOf(
  text: string,
  ranges: readonly Wanted[],
  convention: Convention,
  { origin = 'A program', quotes = true, inline = false, bom = true } = {},
): Uint8Array {
  const escape = (value: string) =>
    value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\r', '&#13;')
      .replaceAll('\n', '&#10;')
  const selections = ranges.map(
    ({ from, to }, index) =>
      `<PlainTextSelection guid="${guid(index + 10)}" ${quotes ? `name="${escape(text.slice(from, to))}"` : ''} startPosition="${counted(text, from, convention)}" endPosition="${counted(text, to, convention)}"/>`,
  )
  const content = inline
    ? `<PlainTextContent>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</PlainTextContent>`
    : ''
  const xml = `<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="${origin}"><Sources><TextSource guid="${guid(1)}" ${inline ? '' : 'plainTextPath="internal://a.txt"'}>${content}${selections.join('')}</TextSource></Sources></Project>`
  const bytes = new TextEncoder().encode((bom ? '\uFEFF' : '') + text)
  return zipSync({ 'project.qde': strToU8(xml), ...(inline ? {} : { 'Sources/A.txt': bytes }) })
}

/** What the selections mean in the text that was read: places are code points, the end that of the character after. */
export function quotesIn(bytes: Uint8Array): string[] {
  const { root, files } = readRefiQda(bytes)
  const source = [...within(root)].find(({ name }) => name === 'TextSource')
  const inline = source && childrenOf(source, 'PlainTextContent')[0]?.text
  const characters = [...(inline ?? new TextDecoder().decode(files.get('a.txt')?.bytes))]
  return childrenOf(source, 'PlainTextSelection').map(({ attributes }) =>
    characters.slice(Number(attributes.startPosition), Number(attributes.endPosition)).join(''),
  )
}

export const conventions: readonly Convention[] = [
  { unit: 'code point', crlf: 2 },
  { unit: 'code point', crlf: 1 },
  { unit: 'UTF-16', crlf: 2 },
  { unit: 'UTF-16', crlf: 1 },
]
