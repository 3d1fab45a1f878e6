import { SaxesParser, type SaxesTagNS } from 'saxes'
import { UnreadableFile } from '../result.ts'

export interface XmlHandlers {
  open(name: string, attribute: (name: string) => string | undefined): void
  close(name: string): void
  text(value: string): void
}

// Word's namespaces, in the common and in the strict form of the standard, those around it, and
// those of OpenDocument.
const namespaces = new Map([
  ['http://schemas.openxmlformats.org/wordprocessingml/2006/main', 'w'],
  ['http://purl.oclc.org/ooxml/wordprocessingml/main', 'w'],
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/math', 'm'],
  ['http://purl.oclc.org/ooxml/officeDocument/math', 'm'],
  ['http://schemas.openxmlformats.org/drawingml/2006/main', 'a'],
  ['http://purl.oclc.org/ooxml/drawingml/main', 'a'],
  ...['office', 'text', 'table', 'style', 'manifest'].map(openDocument),
  ['urn:oasis:names:tc:opendocument:xmlns:drawing:1.0', 'draw'],
  ['urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0', 'svg'],
  ['urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0', 'fo'],
])

function openDocument(name: string): [string, string] {
  return [`urn:oasis:names:tc:opendocument:xmlns:${name}:1.0`, name]
}

const deepest = 2000

/** Reads a part as a stream, under the usual prefixes (`w:p`) whatever prefixes the file uses. */
export function readXml(part: Uint8Array, handlers: XmlHandlers): void {
  const parser = new SaxesParser({ xmlns: true, position: false })
  let depth = 0
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', () => {
    throw new UnreadableFile(
      'damaged',
      'The document holds a definition that no word processor writes, so it was not opened. Save it again in the program that made it and import that.',
    )
  })
  parser.on('opentag', (tag) => {
    if (++depth > deepest) throw new Error('The document is nested too deeply')
    handlers.open(nameOf(tag), (name) => attributeOf(tag, name))
  })
  parser.on('closetag', (tag) => {
    depth--
    handlers.close(nameOf(tag))
  })
  parser.on('text', (value) => handlers.text(value))
  parser.on('cdata', (value) => handlers.text(value))
  parser.write(decodePart(part)).close()
}

function nameOf(tag: SaxesTagNS): string {
  return `${namespaces.get(tag.uri) ?? '?'}:${tag.local}`
}

/** The attribute of this local name, whatever its namespace. */
function attributeOf(tag: SaxesTagNS, local: string): string | undefined {
  return Object.values(tag.attributes).find((attribute) => attribute.local === local)?.value
}

/** XML without a byte order mark is UTF-8. */
function decodePart(part: Uint8Array): string {
  const encoding =
    part[0] === 0xff && part[1] === 0xfe
      ? 'utf-16le'
      : part[0] === 0xfe && part[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  return new TextDecoder(encoding, { fatal: true }).decode(part)
}
