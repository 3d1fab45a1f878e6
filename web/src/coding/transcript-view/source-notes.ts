import type { Extension } from '@codemirror/state'
import { Decoration, EditorView, WidgetType } from '@codemirror/view'
import type { Projection } from './projection.ts'
import type { ViewNote } from './types.ts'

/** A quiet mark behind the words that a note of the source is about; several at one place share one. */
export function sourceNotes(
  projection: Projection,
  notes: readonly ViewNote[],
  open: (note: ViewNote) => void,
): Extension {
  const places = Map.groupBy(notes, (note) => projection.toShown(note.to, -1))
  const marks = [...places].map(([at, here]) =>
    Decoration.widget({ widget: new NoteMark(here, open), side: 1 }).range(at),
  )
  return EditorView.decorations.of(Decoration.set(marks, true))
}

class NoteMark extends WidgetType {
  readonly notes: readonly ViewNote[]
  readonly open: (note: ViewNote) => void

  constructor(notes: readonly ViewNote[], open: (note: ViewNote) => void) {
    super()
    this.notes = notes
    this.open = open
  }

  override eq(other: NoteMark): boolean {
    return other.notes === this.notes
  }

  override toDOM(): HTMLElement {
    const dom = document.createElement('button')
    dom.type = 'button'
    dom.className = 'tv-note'
    // By keys the notes are reached beside the text: a stop at each would bar the way through it.
    dom.tabIndex = -1
    const said = this.notes.map(({ label }) => label).join('\n')
    dom.title = said
    dom.setAttribute('aria-label', said)
    dom.addEventListener('click', () => {
      const [first] = this.notes
      if (first) this.open(first)
    })
    return dom
  }

  override ignoreEvent(): boolean {
    return true
  }
}
