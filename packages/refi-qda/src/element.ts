/** By name; a plain object, because there are hundreds of thousands of them. Names are those of the schema alone. */
export type Attributes = Partial<Record<string, string>>

/** An element of the standard as it was read: its type’s name, and what it holds in the order of the schema. */
export interface Element {
  readonly name: string
  readonly type: string
  readonly attributes: Attributes
  text: string
  children: Element[]
}

/** The children of this name. */
export function childrenOf(element: Element | undefined, name: string): Element[] {
  return element?.children.filter((child) => child.name === name) ?? []
}

export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((child) => child.name === name)
}

/** An element and everything in it, from the outside in. */
export function* within(element: Element): Generator<Element> {
  yield element
  for (const child of element.children) yield* within(child)
}
