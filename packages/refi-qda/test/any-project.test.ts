import { fc, test as property } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import {
  type DocumentKind,
  documents,
  type Element,
  readRefiQda,
  writeRefiQda,
  xmlOf,
} from '../src/index.ts'
import { type AttributeType, type Kind, typeNamed } from '../src/schema.ts'
import { faultsBySchema } from './against-schema.ts'

const guid = fc.uuid()
const colours = fc
  .integer({ min: 0, max: 0xffffff })
  .map((n) => `#${n.toString(16).padStart(6, '0')}`)
const dates = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
/** Anything that XML can hold; white space at the ends and CR too. */
const words = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.toWellFormed())

function valueOf(kind: Kind): fc.Arbitrary<string> {
  switch (kind) {
    case 'text':
      return words
    case 'guid':
      return guid
    case 'boolean':
      return fc.constantFrom('true', 'false')
    case 'integer':
      return fc.integer().map(String)
    case 'decimal':
      return fc.integer().map((n) => `${n}.5`)
    case 'date':
      return dates.map((date) => date.slice(0, 10))
    case 'dateTime':
      return dates
    case 'colour':
      return colours
    default:
      return fc.constantFrom(...kind)
  }
}

/** An element of this type with everything that the schema lets it have, to a depth. */
function elements(name: string, typeName: string, depth: number): fc.Arbitrary<Element> {
  const type = typeNamed(typeName)
  const attributes = fc
    .tuple(...[...type.attributes].map(([key, attribute]) => attributeOf(key, attribute)))
    .map((pairs) => Object.fromEntries(pairs.flatMap((pair) => (pair ? [pair] : []))))
  const choice = type.children.filter(
    ({ name: child }) => child.endsWith('Value') && child !== 'VariableValue',
  )
  const children = fc
    .tuple(
      ...type.children.map(({ name: child, type: childType, many }) => {
        const isNeeded = type.needs.length === 1 && type.needs.includes(child)
        const isChoice = choice.some((one) => one.name === child)
        if ((depth <= 0 || isChoice) && !isNeeded) return fc.constant<Element[]>([])
        return fc.array(elements(child, childType, depth - 1), {
          minLength: isNeeded ? 1 : 0,
          maxLength: many ? 2 : 1,
        })
      }),
    )
    .map((all) => all.flat())
  return fc
    .tuple(attributes, children, type.text === null ? fc.constant('') : valueOf(type.text))
    .map(([own, inside, text]) => ({
      name,
      type: typeName,
      attributes: own,
      text,
      // an empty list of sources is none
      children: inside.filter(
        (child) => child.children.length > 0 || typeNamed(child.type).needs.length === 0,
      ),
    }))
}

function attributeOf(key: string, { kind, required }: AttributeType) {
  const pair = valueOf(kind).map((value): [string, string] => [key, value])
  return required ? pair : fc.option(pair)
}

const shown = ({ name, attributes, text, children }: Element): unknown => ({
  name,
  attributes,
  text,
  children: children.map(shown),
})

describe('whatever the schema allows', () => {
  for (const kind of ['project', 'code book'] as const satisfies readonly DocumentKind[]) {
    const { root, type } = documents[kind]
    property.prop([elements(root, type, 5)], { numRuns: 40 })(
      `in a ${kind} is written by the schema, and comes back as it was`,
      (given) => {
        expect(faultsBySchema(kind, xmlOf({ kind, root: given }))).toEqual([])
        const { bytes, warnings } = writeRefiQda({ kind, root: given, files: new Map() })
        expect(warnings).toEqual([])
        const read = readRefiQda(bytes)
        expect(shown(withoutOutside(read.root))).toEqual(shown(withoutOutside(given)))
      },
    )
  }
})

/** Selections and places at random lie outside of their random texts, and are left out with a warning. */
function withoutOutside(element: Element): Element {
  return {
    ...element,
    attributes: Object.fromEntries(
      Object.entries(element.attributes).filter(
        ([key]) => element.type !== 'SyncPoint' || key !== 'position',
      ),
    ),
    text:
      element.name === 'PlainTextContent' ? element.text.replaceAll('\r\n', '\n') : element.text,
    children: element.children
      .filter(({ name }) => name !== 'PlainTextSelection')
      .map(withoutOutside),
  }
}
