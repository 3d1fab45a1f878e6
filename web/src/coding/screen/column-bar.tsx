import type { Section } from '@throughline/contract/sections'
import type { Range } from '@throughline/text'
import type { TranscriptView, ViewTurn } from '../transcript-view/index.ts'
import { FindBar } from './find-bar.tsx'
import { GoToBar } from './go-to-bar.tsx'

export type Bar = 'find' | 'goTo'

/** Finds words, or goes to a place; afterwards the caret is there and the text has the focus. */
export function ColumnBar({
  bar,
  view,
  turns,
  sections,
  onClose,
}: {
  bar: Bar
  view: TranscriptView
  turns: readonly ViewTurn[]
  sections: readonly Section[]
  onClose: () => void
}) {
  const close = (range: Range | null) => {
    onClose()
    if (range) view.select(range, { scroll: true })
    view.focus()
  }
  if (bar === 'find') return <FindBar view={view} onClose={close} />
  return (
    <GoToBar
      turns={turns}
      sections={sections}
      onGo={(at) => close({ from: at, to: at })}
      onClose={() => close(null)}
    />
  )
}
