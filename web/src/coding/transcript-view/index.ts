export { passagesOf, piecesOf, type Passage, type Piece } from './passages.ts'
export { Projection } from './projection.ts'
export { messages as transcriptViewMessages } from './messages.ts'
export { ReadingPages, type ReadingPagesProps } from './reading-pages.tsx'
export { clock } from './underlines.ts'
export { TranscriptView } from './transcript-view.ts'
export { viewWords } from './words.ts'
export { TranscriptPane, type TranscriptPaneProps } from './transcript-pane.tsx'
export type {
  Fold,
  TranscriptViewOptions,
  ViewChange,
  ViewCode,
  ViewCoder,
  ViewCoding,
  ViewEvents,
  ViewHeading,
  ViewMode,
  ViewNote,
  ViewTurn,
  ViewWords,
} from './types.ts'
