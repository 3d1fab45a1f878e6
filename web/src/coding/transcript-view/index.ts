export { TranscriptView } from './transcript-view.ts'
export { TranscriptPane } from './transcript-pane.tsx'
export type {
  TranscriptViewOptions,
  ViewChange,
  ViewCode,
  ViewCoder,
  ViewCoding,
  ViewEvents,
  ViewMode,
  ViewTurn,
  ViewWords,
} from './types.ts'
