import { EditorSelection, type Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/**
 * Selecting by two taps, for fingers: while `isOn`, the first tap sets where the selection starts and
 * the second where it ends; the selection then reaches from word to word.
 */
export function tapToSelect(isOn: () => boolean): Extension {
  let start: number | null = null
  return EditorView.domEventHandlers({
    click(event, view) {
      if (!isOn()) {
        start = null
        return false
      }
      const position = view.posAtCoords(event)
      if (position === null) return false
      if (start === null) {
        start = position
        view.dispatch({ selection: { anchor: position }, userEvent: 'select.pointer' })
        return true
      }
      const ends = [start, position].map((end) => view.state.wordAt(end) ?? { from: end, to: end })
      const from = Math.min(...ends.map((end) => end.from))
      const to = Math.max(...ends.map((end) => end.to))
      start = null
      view.dispatch({ selection: EditorSelection.single(from, to), userEvent: 'select.pointer' })
      return true
    },
  })
}
