import { StateEffect, StateField, type Extension } from '@codemirror/state'
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view'
import type { Range } from '@throughline/text'

/** A stretch that is folded away, in displayed offsets, with what stands in its place. */
export interface ShownFold extends Range {
  readonly label: string
}

/** Fold exactly these away. */
export const setFolds = StateEffect.define<readonly ShownFold[]>()
/** Open every fold that touches this range of the displayed text. */
export const openFolds = StateEffect.define<Range>()

const folded = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { effects }) {
    let folds = before
    for (const effect of effects) {
      if (effect.is(setFolds))
        folds = Decoration.set(
          effect.value.map(({ from, to, label }) =>
            Decoration.replace({ widget: new FoldWidget(label) }).range(from, to),
          ),
          true,
        )
      if (effect.is(openFolds)) {
        const { from, to } = effect.value
        folds = folds.update({ filter: (begin, end) => end <= from || begin >= to })
      }
    }
    return folds
  },
  provide: (field) => [
    EditorView.decorations.from(field),
    EditorView.atomicRanges.of((view) => view.state.field(field)),
  ],
})

/** Stretches of the text that are folded away, each openable by a click; a selection across one holds its words. */
export function folding(): Extension {
  return folded
}

/** The folds that touch a range of the displayed text; asked before something in it is shown. */
export function isFolded(view: EditorView, { from, to }: Range): boolean {
  let found = false
  view.state.field(folded).between(from, Math.max(to, from + 1), (begin, end) => {
    if (end <= from || begin >= Math.max(to, from + 1)) return undefined
    found = true
    return false
  })
  return found
}

class FoldWidget extends WidgetType {
  readonly label: string

  constructor(label: string) {
    super()
    this.label = label
  }

  override eq(other: FoldWidget): boolean {
    return other.label === this.label
  }

  override toDOM(view: EditorView): HTMLElement {
    const dom = document.createElement('button')
    dom.type = 'button'
    dom.className = 'tv-fold'
    dom.tabIndex = -1
    dom.textContent = this.label
    dom.addEventListener('mousedown', (event) => event.preventDefault())
    dom.addEventListener('click', () => {
      const at = view.posAtDOM(dom)
      view.dispatch({ effects: openFolds.of({ from: at, to: at + 1 }) })
    })
    return dom
  }

  override ignoreEvent(): boolean {
    return true
  }
}
