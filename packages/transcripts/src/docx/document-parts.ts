import { inflateParts } from '../office/parts.ts'
import { readXml } from '../office/xml.ts'
import { UnreadableFile } from '../result.ts'

/** The parts of a Word document that are read. */
export interface DocumentParts {
  readonly document: Uint8Array
  readonly styles: Uint8Array | undefined
  readonly comments: Uint8Array | undefined
  readonly footnotes: Uint8Array | undefined
  readonly endnotes: Uint8Array | undefined
}

const besides = ['styles', 'comments', 'footnotes', 'endnotes'] as const
const usual = new Set([
  '_rels/.rels',
  'word/document.xml',
  'word/_rels/document.xml.rels',
  ...besides.map((name) => `word/${name}.xml`),
])

/** Unpacks what is read of a Word document, from wherever the package says it stands. */
export function documentParts(bytes: Uint8Array): DocumentParts {
  const parts = inflateParts(bytes, (name) => usual.has(name))
  const get = (path: string): Uint8Array | undefined =>
    parts.get(path) ??
    (usual.has(path) ? undefined : inflateParts(bytes, (name) => name === path).get(path))
  const path = targetOf(parts.get('_rels/.rels'), 'officeDocument', '') ?? 'word/document.xml'
  const document = get(path)
  if (!document) {
    throw new UnreadableFile(
      'damaged',
      'This is not a Word document, or a damaged one: it holds no text. Save it again as .docx and import that.',
    )
  }
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const relations = get(`${folder}_rels/${path.slice(folder.length)}.rels`)
  const besideIt = (name: (typeof besides)[number]): Uint8Array | undefined =>
    get(targetOf(relations, name, folder) ?? `word/${name}.xml`)
  return {
    document,
    styles: besideIt('styles'),
    comments: besideIt('comments'),
    footnotes: besideIt('footnotes'),
    endnotes: besideIt('endnotes'),
  }
}

/** The path of the part that stands in this relation, or null; `folder` is where relative paths begin. */
function targetOf(
  relations: Uint8Array | undefined,
  relation: string,
  folder: string,
): string | null {
  if (!relations) return null
  let path: string | null = null
  readXml(relations, {
    open(name, attribute) {
      if (!name.endsWith(':Relationship')) return
      const target = attribute('Target')
      if (target && attribute('Type')?.endsWith(`/${relation}`))
        path = target.startsWith('/') ? target.slice(1) : folder + target
    },
    close() {},
    text() {},
  })
  return path
}
