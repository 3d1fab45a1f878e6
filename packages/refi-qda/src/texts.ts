import type { ProjectFile } from './archive.ts'
import { conventionOf, type FoundConvention, type GivenRange, placesIn } from './conventions.ts'
import { childOf, childrenOf, type Element, within } from './element.ts'
import type { Warnings } from './warnings.ts'

export interface SourceConvention extends FoundConvention {
  /** The GUID of what has the text. */
  readonly source: string
}

/**
 * Brings every text of a project into one form: line ends LF, no byte order mark, places counted in code points from 0, the
 * end that of the first character after. What was counted otherwise is recounted, by the convention that fits each text.
 */
export function settleTexts(
  root: Element,
  files: Map<string, ProjectFile>,
  warnings: Warnings,
): SourceConvention[] {
  const origin = root.attributes.origin ?? ''
  const found: SourceConvention[] = []
  for (const element of within(root)) {
    if (element.type !== 'TextSource' && element.type !== 'Transcript') continue
    const stored = textOf(element, files, warnings)
    if (stored === null) continue
    const places = element.type === 'Transcript' ? ofTranscript(element) : ofSelections(element)
    const { text, convention } = readingOf(stored, places.ranges, origin)
    if (places.ranges.length > 0)
      found.push({ source: element.attributes.guid ?? '', ...convention })
    const place = placesIn(text, convention)
    const lines = countsIn(text)
    const recounted = (counted: number): number | null => {
      const at = place(counted)
      return at === null ? null : lines(at)
    }
    places.recount(recounted, warnings)
    keepText(element, files, text)
  }
  return found
}

/**
 * The text as it was when its places were counted. Between a writer that wrote CRLF within XML and a reader, the CR is gone:
 * where the ranges fit better with it, it was there.
 */
function readingOf(stored: string, ranges: readonly GivenRange[], origin: string) {
  const asStored = { text: stored, convention: conventionOf(stored, ranges, origin) }
  if (ranges.length === 0 || stored.includes('\r') || !stored.includes('\n')) return asStored
  const text = stored.replaceAll('\n', '\r\n')
  const before = { text, convention: conventionOf(text, ranges, origin) }
  const isBetter =
    before.convention.outside < asStored.convention.outside ||
    (before.convention.outside === asStored.convention.outside &&
      before.convention.aligned > asStored.convention.aligned)
  return isBetter ? before : asStored
}

/** The text of a source; null where it is missing. */
function textOf(
  element: Element,
  files: Map<string, ProjectFile>,
  warnings: Warnings,
): string | null {
  const inline = childOf(element, 'PlainTextContent')
  if (inline) return inline.text
  const path = element.attributes.plainTextPath
  if (path === undefined) return null
  const file = files.get(nameIn(path))
  if (!file) {
    warnings.say('noticed', `The text of a ${element.name} is not in the archive.`)
    return null
  }
  return decoded(file.bytes, warnings)
}

/** `internal://NAME`, with or without the scheme; some programs name the folder too. */
function nameIn(path: string): string {
  const name = path.replace(/^internal:\/\//i, '').replaceAll('\\', '/')
  return (name.split('/').at(-1) ?? '').toLowerCase()
}

function decoded(bytes: Uint8Array, warnings: Warnings): string {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    warnings.say('changed', 'A text was in UTF-16 and became UTF-8.')
    return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    warnings.say('changed', 'A text was not in UTF-8; it was read as Windows-1252.')
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function keepText(element: Element, files: Map<string, ProjectFile>, text: string): void {
  const plain = text.replaceAll('\r\n', '\n')
  const inline = childOf(element, 'PlainTextContent')
  if (inline) {
    inline.text = plain
    return
  }
  const name = nameIn(element.attributes.plainTextPath ?? '')
  const file = files.get(name)
  if (!file) return
  files.set(name, { name: file.name, bytes: new TextEncoder().encode(plain) })
  element.attributes.plainTextPath = `internal://${file.name}`
}

/** A place in the text with CRLF as code points of the text with LF. */
function countsIn(text: string): (at: number) => number {
  const steps: { at: number; less: number }[] = [{ at: 0, less: 0 }]
  for (const { 0: found, index } of text.matchAll(/\r\n|[\u{10000}-\u{10FFFF}]/gu))
    steps.push({ at: index + found.length, less: (steps.at(-1)?.less ?? 0) + 1 })
  return (at) => {
    let [low, high] = [0, steps.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((steps[middle]?.at ?? 0) <= at) low = middle
      else high = middle - 1
    }
    const step = steps[low] ?? { at: 0, less: 0 }
    // between the two characters of a line's end, or of a pair, there is no place: it is the one after
    const next = steps[low + 1]
    const isWithin = next !== undefined && at > next.at - 2 && at < next.at
    return isWithin ? next.at - next.less : at - step.less
  }
}

interface Places {
  ranges: GivenRange[]
  /** Writes each place anew; null for what lies outside of the text. */
  recount(place: (counted: number) => number | null, warnings: Warnings): void
}

const numberOf = (element: Element, attribute: string) =>
  Number(element.attributes[attribute] ?? Number.NaN)

function ofSelections(element: Element): Places {
  const selections = childrenOf(element, 'PlainTextSelection')
  return {
    ranges: selections.map((selection) => ({
      start: numberOf(selection, 'startPosition'),
      end: numberOf(selection, 'endPosition'),
      quote: selection.attributes.name ?? null,
    })),
    recount(place, warnings) {
      const lost = new Set<Element>()
      for (const selection of selections) {
        const [from, to] = [
          place(numberOf(selection, 'startPosition')),
          place(numberOf(selection, 'endPosition')),
        ]
        if (from === null || to === null || to < from) lost.add(selection)
        else {
          selection.attributes.startPosition = String(from)
          selection.attributes.endPosition = String(to)
        }
      }
      if (lost.size === 0) return
      warnings.say('lost', 'Selections that lie outside of their text were left out.')
      element.children = element.children.filter((child) => !lost.has(child))
    },
  }
}

/** A transcript's selections go from one point of synchronisation to another. */
function ofTranscript(element: Element): Places {
  const points = childrenOf(element, 'SyncPoint').filter(
    ({ attributes }) => attributes.position !== undefined,
  )
  const byGuid = new Map(points.map((point) => [point.attributes.guid, point]))
  return {
    ranges: childrenOf(element, 'TranscriptSelection').flatMap(({ attributes }) => {
      const from = byGuid.get(attributes.fromSyncPoint)
      const to = byGuid.get(attributes.toSyncPoint)
      return from && to
        ? [
            {
              start: numberOf(from, 'position'),
              end: numberOf(to, 'position'),
              quote: attributes.name ?? null,
            },
          ]
        : []
    }),
    recount(place, warnings) {
      for (const point of points) {
        const at = place(numberOf(point, 'position'))
        if (at !== null) point.attributes.position = String(at)
        else {
          delete point.attributes.position
          warnings.say(
            'lost',
            'A place of a transcript that lies outside of its text was left out.',
          )
        }
      }
    },
  }
}
