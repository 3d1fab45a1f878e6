import { defaultKeymap } from '@codemirror/commands'
import { EditorState, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, keymap, WidgetType } from '@codemirror/view'
import type { QuoteEdit, Range } from '@throughline/text'

/** Tells the view what is left out and put in. */
const setEdits = StateEffect.define<readonly QuoteEdit[]>()

class InsertedWords extends WidgetType {
  readonly words: string
  constructor(words: string) {
    super()
    this.words = words
  }
  override eq(other: InsertedWords) {
    return other.words === this.words
  }
  toDOM() {
    const mark = document.createElement('span')
    mark.className = 'report-inserted'
    mark.textContent = `[${this.words}]`
    return mark
  }
}

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    const edits = transaction.effects.find((effect) => effect.is(setEdits))
    return edits?.is(setEdits) ? decorate(edits.value) : decorations
  },
  provide: (field) => EditorView.decorations.from(field),
})

function decorate(edits: readonly QuoteEdit[]): DecorationSet {
  return Decoration.set(
    edits.map((edit) =>
      edit.kind === 'omit'
        ? Decoration.mark({ class: 'report-omitted' }).range(edit.from, edit.to)
        : Decoration.widget({ widget: new InsertedWords(edit.text), side: -1 }).range(edit.at),
    ),
    true,
  )
}

export interface SourceView {
  show(edits: readonly QuoteEdit[]): void
  /** UTF-16 offsets in the quote's words; equal ends are a caret. */
  selection(): Range
  /** Puts the caret at the end of the selection. */
  collapse(): void
  focus(): void
  destroy(): void
}

/** The words of a quote, with a caret and a selection by mouse, touch and keys, and nothing that could change them. */
export function openSourceView(
  parent: HTMLElement,
  source: string,
  {
    label,
    onSelect,
    onOmit,
    onUndo,
  }: {
    label: string
    onSelect: (range: Range) => void
    onOmit: () => void
    onUndo: () => void
  },
): SourceView {
  const act = (run: () => void) => () => {
    run()
    return true
  }
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: source,
      extensions: [
        marks,
        EditorState.readOnly.of(true),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
        keymap.of([
          { key: 'Delete', run: act(onOmit) },
          { key: 'Backspace', run: act(onOmit) },
          { key: 'Mod-z', run: act(onUndo) },
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of(({ selectionSet, state }) => {
          if (selectionSet)
            onSelect({ from: state.selection.main.from, to: state.selection.main.to })
        }),
      ],
    }),
  })
  return {
    show: (edits) => view.dispatch({ effects: setEdits.of(edits) }),
    selection: () => ({ from: view.state.selection.main.from, to: view.state.selection.main.to }),
    collapse: () => view.dispatch({ selection: { anchor: view.state.selection.main.to } }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}
