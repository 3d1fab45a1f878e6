import { StateEffect, StateField, type Extension } from '@codemirror/state'
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view'
import type { Projection } from './projection.ts'
import type { ViewHeading } from './types.ts'

/** Show exactly these, each above the line in which it begins; positions are of the displayed text. */
export const setHeadings = StateEffect.define<readonly ViewHeading[]>()

const shown = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { effects, newDoc }) {
    let headings = before
    for (const effect of effects)
      if (effect.is(setHeadings))
        headings = Decoration.set(
          effect.value.map(({ at, name }) =>
            Decoration.widget({ widget: new HeadingWidget(name), block: true, side: -1 }).range(
              newDoc.lineAt(Math.min(at, newDoc.length)).from,
            ),
          ),
          true,
        )
    return headings
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** The names of sections, quietly above the text that they begin; they are no part of it. */
export function headings(): Extension {
  return shown
}

export function shownHeadings(
  projection: Projection,
  headingsOfText: readonly ViewHeading[],
): ViewHeading[] {
  return headingsOfText.map(({ at, name }) => ({ at: projection.toShown(at, 1), name }))
}

class HeadingWidget extends WidgetType {
  readonly name: string

  constructor(name: string) {
    super()
    this.name = name
  }

  override eq(other: HeadingWidget): boolean {
    return other.name === this.name
  }

  override toDOM(): HTMLElement {
    const dom = document.createElement('div')
    dom.className = 'tv-heading'
    dom.textContent = this.name
    return dom
  }
}
