import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { Element } from './element.ts'
import { RefiQdaError } from './refi-qda-error.ts'
import { type DocumentKind, documents, type ElementType, typeNamed } from './schema.ts'
import { guidFor, valueAs } from './values.ts'
import type { Warnings } from './warnings.ts'

/** A project of a hundred thousand codings has four times as many elements. */
const mostElements = 1_500_000
const deepest = 200

/**
 * Reads the XML of a project or a code book: each element as the schema has it, children put in their order, what the schema
 * does not have left out and said. Namespaces of older drafts are taken for that of the standard. No definition (DTD) is
 * read, so that no entity can grow.
 *
 * @throws RefiQdaError with a sentence
 */
export function documentReader(warnings: Warnings): DocumentReader {
  const parser = new SaxesParser({ xmlns: true, position: false })
  const open: Open[] = []
  const once = new Once()
  let kind: DocumentKind | null = null
  let root: Element | null = null
  let elements = 0
  parser.on('error', (error) => {
    throw new RefiQdaError(
      'damaged',
      `The file is damaged: ${error.message.replace(/^[\d:]+ /, '')}. Export it once more.`,
    )
  })
  parser.on('doctype', () => {
    throw definitionWithin()
  })
  parser.on('opentag', (tag) => {
    elements += 1
    if (elements > mostElements || open.length >= deepest) throw tooLarge()
    const above = open.at(-1)
    if (!above) {
      kind = kindOf(tag, warnings)
      open.push(opened(tag, documents[kind].type, { warnings, once, path: '' }))
      return
    }
    const child = above.type?.children.find(({ name }) => name === tag.local)
    if (above.type && !child)
      warnings.say(
        'lost',
        `${tag.local} in ${above.element.name} is not in the standard and was left out.`,
      )
    open.push(
      child
        ? opened(tag, child.type, { warnings, once, path: `${elements}` })
        : { element: emptyElement(tag.local, ''), type: null, isBroken: true, path: '' },
    )
  })
  const take = (words: string) => {
    const { element, type } = open.at(-1) ?? {}
    if (element && type?.text !== null && type?.text !== undefined) element.text += words
  }
  parser.on('text', take)
  parser.on('cdata', take)
  parser.on('closetag', () => {
    const closed = open.pop()
    if (!closed) return
    settle(closed, warnings)
    const above = open.at(-1)
    if (above && !closed.isBroken) above.element.children.push(closed.element)
    else if (!above) root = closed.element
  })
  const decoder = new XmlDecoder()
  return {
    push: (bytes) => void parser.write(decoder.decode(bytes)),
    end() {
      parser.write(decoder.decode()).close()
      if (!kind || !root)
        throw new RefiQdaError('damaged', 'The file is empty. Export it once more.')
      return { kind, root }
    },
  }
}

/** Takes the bytes of one file in parts, and gives what they were at the end. */
export interface DocumentReader {
  push(bytes: Uint8Array): void
  end(): { kind: DocumentKind; root: Element }
}

/** Keeps words that come again and again once: GUIDs of codes and coders, dates. */
class Once {
  readonly #known = new Map<string, string>()

  of(words: string): string {
    const known = this.#known.get(words)
    if (known !== undefined) return known
    if (this.#known.size < mostKnown) this.#known.set(words, words)
    return words
  }
}
const mostKnown = 20_000

/** An element whose end has not come. */
interface Open {
  readonly element: Element
  /** Null within what is left out. */
  readonly type: ElementType | null
  isBroken: boolean
  /** Tells apart what has no GUID of its own. */
  readonly path: string
}

const emptyElement = (name: string, type: string): Element => ({
  name,
  type,
  attributes: {},
  text: '',
  children: [],
})

function kindOf(tag: SaxesTagNS, warnings: Warnings): DocumentKind {
  const kind = tag.local === 'Project' ? 'project' : tag.local === 'CodeBook' ? 'code book' : null
  if (!kind)
    throw new RefiQdaError(
      'not-refi-qda',
      `This is XML, but no REFI-QDA project or code book: it begins with ${tag.local}. Export it from your program as QDPX or QDC.`,
    )
  const { namespace } = documents[kind]
  if (tag.uri !== namespace)
    warnings.say('changed', `The namespace ${tag.uri || '(none)'} was taken for ${namespace}.`)
  return kind
}

function opened(
  tag: SaxesTagNS,
  typeName: string,
  { warnings, once, path }: { warnings: Warnings; once: Once; path: string },
): Open {
  const type = typeNamed(typeName)
  const element = emptyElement(tag.local, typeName)
  for (const { prefix, local, uri, value } of Object.values(tag.attributes)) {
    const name = nameOf(local, typeName)
    const known = type.attributes.get(name)
    if (known && prefix === '') {
      if (name !== local)
        warnings.say(
          'changed',
          `${local} of ${tag.local} was taken for ${name}, as drafts of the standard had it.`,
        )
      const clean = valueAs(known.kind, value)
      if (clean !== null) element.attributes[name] = once.of(clean)
      else if (known.kind === 'guid') {
        element.attributes[name] = guidFor(value)
        warnings.say('changed', `${local} of ${tag.local} was no GUID and became one.`)
      } else
        warnings.say(
          'lost',
          `${local} of ${tag.local} was no ${wordFor(known.kind)} and was left out.`,
        )
    } else if (!aboutXml.has(uri))
      warnings.say('lost', `${local} of ${tag.local} is not in the standard and was left out.`)
  }
  return { element, type, isBroken: false, path }
}

/** References called their target `guid` in drafts; a code book’s sets still do. */
function nameOf(attribute: string, type: string): string {
  if (type === 'Ref' && attribute === 'guid') return 'targetGUID'
  if (type === 'Member' && attribute === 'targetGUID') return 'guid'
  return attribute
}

/** Declarations of namespaces, where a schema lies, the language of a text. */
const aboutXml = new Set([
  'http://www.w3.org/2000/xmlns/',
  'http://www.w3.org/2001/XMLSchema-instance',
  'http://www.w3.org/XML/1998/namespace',
])

const wordFor = (kind: unknown) =>
  Array.isArray(kind)
    ? `one of ${kind.join(', ')}`
    : kind === 'dateTime'
      ? 'date with a time'
      : String(kind)

/** What stands in for an attribute that must be there and is not. */
const standIns = new Map([
  ['Code/name', 'Code without a name'],
  ['OwnCode/name', 'Code without a name'],
  ['Code/isCodable', 'true'],
  ['OwnCode/isCodable', 'true'],
  ['Project/name', 'Project'],
  ['Set/name', 'Set without a name'],
  ['OwnSet/name', 'Set without a name'],
  ['Variable/name', 'Variable without a name'],
  ['Variable/typeOfVariable', 'Text'],
])

/** An element at its end: what must be there, values of its text, children in the order of the schema. */
function settle(closed: Open, warnings: Warnings): void {
  const { element, type } = closed
  if (!type) return
  for (const [name, { required }] of type.attributes) {
    if (!required || element.attributes[name] !== undefined) continue
    const standIn = name === 'guid' ? guidFor(closed.path) : standIns.get(`${element.type}/${name}`)
    if (standIn === undefined) {
      closed.isBroken = true
      warnings.say('lost', `${element.name} without ${name} was left out.`)
      return
    }
    element.attributes[name] = standIn
    warnings.say('changed', `${element.name} had no ${name} and got one.`)
  }
  if (type.text !== null && type.text !== 'text') {
    const clean = valueAs(type.text, element.text)
    closed.isBroken = clean === null
    element.text = clean ?? ''
    if (clean === null)
      warnings.say('lost', `${element.name} was no ${wordFor(type.text)} and was left out.`)
  }
  // a copy is as long as it must be; an array that grew has room for sixteen more
  if (element.children.length > 0) element.children = inOrder(element, type, warnings).slice()
  if (type.needs.length > 0 && !element.children.some(({ name }) => type.needs.includes(name))) {
    closed.isBroken = true
    // a container that is empty says nothing
    if (Object.keys(element.attributes).length > 0)
      warnings.say('lost', `${element.name} without ${type.needs.join(' or ')} was left out.`)
  }
}

function inOrder(
  { name: parent, children }: Element,
  type: ElementType,
  warnings: Warnings,
): Element[] {
  if (children.length === 0) return children
  const places = new Map(type.children.map(({ name }, index) => [name, index]))
  const place = ({ name }: Element) => places.get(name) ?? 0
  const isSorted =
    type.inAnyOrder ||
    children.every((child, index) => {
      const before = children[index - 1]
      return !before || place(before) <= place(child)
    })
  if (!isSorted)
    warnings.say('changed', `Parts of ${parent} stood in another order than that of the standard.`)
  const sorted = isSorted ? children : children.toSorted((one, other) => place(one) - place(other))
  const once = new Set(type.children.filter(({ many }) => !many).map(({ name }) => name))
  const seen = new Set<string>()
  return sorted.filter(({ name }) => {
    if (!once.has(name)) return true
    if (seen.has(name)) warnings.say('lost', `A second ${name} in ${parent} was left out.`)
    return !seen.has(name) && seen.add(name)
  })
}

/** The text of an XML file that comes in parts; without a byte order mark it is UTF-8. */
export class XmlDecoder {
  #decoder: InstanceType<typeof TextDecoder> | null = null

  /** The text of the next part; without one, of what is left. @throws RefiQdaError for bytes that are no text */
  decode(bytes?: Uint8Array): string {
    this.#decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true })
    try {
      return bytes ? this.#decoder.decode(bytes, { stream: true }) : this.#decoder.decode()
    } catch {
      throw new RefiQdaError(
        'damaged',
        'The file is no text in UTF-8 or UTF-16, as XML is. Export it once more.',
      )
    }
  }
}

function encodingOf([first, second]: Iterable<number> = []): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

function tooLarge(): RefiQdaError {
  return new RefiQdaError(
    'too-large',
    `The file holds more than any project does (more than ${mostElements.toLocaleString('en')} elements, or ${deepest} within each other). Export a part of it.`,
  )
}

/** The error for a DTD, by which entities could grow. */
export function definitionWithin(): RefiQdaError {
  return new RefiQdaError(
    'not-refi-qda',
    'The file holds a definition that no analysis program writes, so it was not read. Export it once more.',
  )
}
