import type { Element } from './element.ts'
import { type DocumentKind, documents, typeNamed } from './schema.ts'
import type { Warnings } from './warnings.ts'

/** The XML of a project or a code book, in parts, as the schema wants it. Ends of lines are LF. */
export function* writeDocument(
  kind: DocumentKind,
  root: Element,
  warnings: Warnings,
): Generator<string> {
  yield '<?xml version="1.0" encoding="utf-8"?>\n'
  yield* writeElement(root, warnings, ` xmlns="${documents[kind].namespace}"`)
  yield '\n'
}

function* writeElement(
  { name, type, attributes, text, children }: Element,
  warnings: Warnings,
  extra = '',
): Generator<string> {
  const { text: kind } = typeNamed(type)
  const said = Object.entries(attributes)
    .map(([key, value]) => (value === undefined ? '' : ` ${key}="${inAttribute(value, warnings)}"`))
    .join('')
  const beginning = `<${name}${extra}${said}`
  if (kind !== null) yield `${beginning}>${inText(text, warnings)}</${name}>`
  else if (children.length === 0) yield `${beginning}/>`
  else {
    yield `${beginning}>`
    for (const child of children) yield* writeElement(child, warnings)
    yield `</${name}>`
  }
}

/** What XML 1.0 cannot hold at all. */
const unwritable = /[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\t', '&#9;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
])

function escaped(text: string, what: RegExp, warnings: Warnings): string {
  return text
    .toWellFormed()
    .replaceAll(unwritable, () => {
      warnings.say('lost', 'A character that XML cannot hold became \uFFFD.')
      return '\uFFFD'
    })
    .replaceAll(what, (one) => entities.get(one) ?? one)
}

const inText = (text: string, warnings: Warnings) => escaped(text, /[&<>\r]/g, warnings)
const inAttribute = (text: string, warnings: Warnings) => escaped(text, /[&<>"\t\n\r]/g, warnings)
