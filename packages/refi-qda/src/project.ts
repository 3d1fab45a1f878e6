import { isArchive, pack, type ProjectFile, unpack, unpackedLimit } from './archive.ts'
import { childOf, childrenOf, type Element, within } from './element.ts'
import { definitionWithin, documentReader, XmlDecoder } from './read-document.ts'
import type { DocumentKind } from './schema.ts'
import { settleTexts, type SourceConvention } from './texts.ts'
import { type Warning, Warnings } from './warnings.ts'
import { writeDocument } from './write-document.ts'

/** A project or a code book with everything that the standard has, whether Throughline has a place for it or not. */
export interface RefiQda {
  readonly kind: DocumentKind
  readonly root: Element
  /** Files of the sources, by name in small letters. */
  readonly files: Map<string, ProjectFile>
  /** How the places of each text were counted; after reading, all are counted in code points of a text with LF. */
  readonly conventions: readonly SourceConvention[]
  readonly warnings: readonly Warning[]
}

/**
 * Reads a project (.qdpx, or its bare .qde) or a code book (.qdc).
 *
 * @throws RefiQdaError with a sentence that says what is wrong and what to do
 */
export function readRefiQda(bytes: Uint8Array, limit = unpackedLimit): RefiQda {
  const warnings = new Warnings()
  const reader = documentReader(warnings)
  const files = contentsOf(bytes, { onXml: reader.push, warnings, limit })
  const { kind, root } = reader.end()
  noticeReferences(root, warnings)
  const conventions = kind === 'project' ? settleTexts(root, files, warnings) : []
  return { kind, root, files, conventions, warnings: warnings.list() }
}

/** A project as .qdpx, a code book as .qdc, in the order of the schema, and what of it could not be written. */
export function writeRefiQda({ kind, root, files }: Pick<RefiQda, 'kind' | 'root' | 'files'>): {
  bytes: Uint8Array
  warnings: readonly Warning[]
} {
  const warnings = new Warnings()
  const parts = writeDocument(kind, root, warnings)
  const bytes =
    kind === 'code book'
      ? new TextEncoder().encode([...parts].join(''))
      : pack({ name: 'project.qde', parts }, files.values())
  return { bytes, warnings: warnings.list() }
}

/**
 * The XML of a file as it is, and by which schema it is to be judged, without reading it.
 *
 * @throws RefiQdaError with a sentence
 */
export function xmlIn(bytes: Uint8Array): { kind: DocumentKind; xml: string } {
  const decoder = new XmlDecoder()
  let xml = ''
  contentsOf(bytes, { onXml: (part) => (xml += decoder.decode(part)), warnings: new Warnings() })
  xml += decoder.decode()
  if (/<!DOCTYPE/i.test(xml)) throw definitionWithin()
  return {
    kind:
      /<([\w.-]+:)?CodeBook[\s/>]/.test(xml) && !/<([\w.-]+:)?Project[\s/>]/.test(xml)
        ? 'code book'
        : 'project',
    xml,
  }
}

const partLength = 65_536

/** Hands over the XML in parts, be it in an archive or by itself, and gives the files beside it. */
function contentsOf(
  bytes: Uint8Array,
  given: Parameters<typeof unpack>[1],
): Map<string, ProjectFile> {
  if (isArchive(bytes)) return unpack(bytes, given)
  for (let from = 0; from < bytes.length; from += partLength)
    given.onXml(bytes.subarray(from, from + partLength))
  return new Map()
}

/** The XML alone, to be checked against the schema. */
export function xmlOf({ kind, root }: Pick<RefiQda, 'kind' | 'root'>): string {
  return [...writeDocument(kind, root, new Warnings())].join('')
}

export interface Counts {
  origin: string | null
  users: number
  codes: number
  sources: number
  selections: number
  codings: number
  notes: number
  variables: number
  cases: number
  sets: number
  links: number
}

/** How much of everything there is. */
export function countsOf({ root }: Pick<RefiQda, 'root'>): Counts {
  const all = new Map<string, number>()
  let selections = 0
  for (const { name } of within(root)) {
    all.set(name, (all.get(name) ?? 0) + 1)
    if (name.endsWith('Selection')) selections += 1
  }
  const count = (name: string) => all.get(name) ?? 0
  return {
    origin: root.attributes.origin ?? null,
    users: count('User'),
    codes: count('Code'),
    sources: childOf(root, 'Sources')?.children.length ?? 0,
    selections,
    codings: count('Coding'),
    notes: count('Note'),
    variables: childrenOf(childOf(root, 'Variables'), 'Variable').length,
    cases: count('Case'),
    sets: count('Set'),
    links: count('Link'),
  }
}

/** Duplicates and references that lead nowhere are kept, as programs write them, and said. */
function noticeReferences(root: Element, warnings: Warnings): void {
  const known = new Set<string>()
  const isReference = (type: string) => type === 'Ref' || type === 'Member'
  for (const { type, attributes } of within(root)) {
    const guid = attributes.guid
    if (guid === undefined || isReference(type)) continue
    if (known.has(guid)) warnings.say('noticed', 'A GUID is used more than once.')
    known.add(guid)
  }
  for (const { name, type, attributes } of within(root)) {
    const target = type === 'Member' ? attributes.guid : attributes.targetGUID
    if (isReference(type) && target !== undefined && !known.has(target))
      warnings.say('noticed', `A ${name} leads to nothing that is in the file.`)
  }
}
