import type { Code, WeightScale } from '@throughline/contract/coding'
import type { Member } from '@throughline/contract/study'
import type { Theme } from '@throughline/contract/themes'
import type { TranscriptText } from '@throughline/contract/transcripts'
import type { Ref } from 'react'
import type { Filters } from './show/filters.ts'

/** What the page asks of the column that one works in. */
export interface Column {
  /** Codes the selected words; false when none are selected, or coding is not allowed. */
  apply(codes: readonly string[]): boolean
  applyNew(name: string): boolean
  addCode(name: string): void
}

/** What all columns of a page share. */
export interface ColumnShared {
  study: string
  codes: readonly Code[]
  byId: ReadonlyMap<string, Code>
  team: ReadonlyMap<string, Member>
  themes: readonly Theme[]
  scale: WeightScale | null
  /** What I may do in this study; null while that is not known. */
  may: ReadonlySet<string> | null
  focusCode: string | null
  filters: Filters
  onFocusCode: (code: string | null) => void
  onFilter: (filters: Filters) => void
  onKeys: () => void
  onCodes: () => void
  codesShown: boolean
  onCodeField: () => void
}

export interface TranscriptColumnProps {
  shared: ColumnShared
  transcript: TranscriptText
  ref: Ref<Column>
  /** The column that keys above the text and the code list mean. */
  isActive: boolean
  onActive: () => void
  /** Whether words are selected. */
  onSelecting: (isSelecting: boolean) => void
  /** Where “Here” is drawn. */
  here: HTMLElement | null
  /** The place that the address asks for. */
  place?: { at?: number | undefined; coding?: string | undefined }
  onBeside: (() => void) | null
  onClose: (() => void) | null
}
