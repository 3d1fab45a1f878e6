import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readRefiQda, within } from '../src/index.ts'

test('the README’s example comes out as it says', () => {
  const guid = (end: string) => `00000000-0000-4000-8000-00000000000${end}`
  const selection = (number: string, start: number, end: number) =>
    `<PlainTextSelection guid="${guid(number)}" startPosition="${start}" endPosition="${end}"/>`
  const xml = `<Project xmlns="urn:QDA-XML:project:1.0" name="p"><Sources><TextSource guid="${guid('1')}" plainTextPath="internal://a.txt">${selection('2', 10, 17)}${selection('3', 25, 31)}</TextSource></Sources></Project>`
  const { root, conventions } = readRefiQda(
    zipSync({
      'project.qde': strToU8(xml),
      'sources/a.txt': strToU8('I felt 😀 at home.\r\nThen nobody came.'),
    }),
  )
  expect(conventions).toEqual([
    {
      source: guid('1'),
      unit: 'UTF-16',
      crlf: 2,
      selections: 2,
      aligned: 2,
      outside: 0,
      isCertain: true,
    },
  ])
  const places = [...within(root)].flatMap(({ attributes }) =>
    attributes.startPosition !== undefined
      ? [[attributes.startPosition, attributes.endPosition]]
      : [],
  )
  expect(places).toEqual([
    ['9', '16'],
    ['23', '29'],
  ])
})
