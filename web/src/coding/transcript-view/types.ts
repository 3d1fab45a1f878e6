import type { Range } from '@throughline/text'

/** One code on one range by one coder. Offsets are UTF-16 units of the document's text, end exclusive. */
export interface ViewCoding {
  readonly id: string
  readonly codeId: string
  readonly coderId: string
  readonly from: number
  readonly to: number
  /** Not yet acknowledged by the server: drawn hollow. */
  readonly pending?: boolean
}

export interface ViewCode {
  readonly id: string
  readonly name: string
  /** 1…12: the design's `--c1` … `--c12`. */
  readonly colour: number
}

export interface ViewCoder {
  readonly id: string
  readonly name: string
}

/**
 * A stretch of speech. Its label, if any, stands just before it or at its beginning, and is never shown
 * in the flow nor quoted.
 */
export interface ViewTurn {
  readonly from: number
  readonly to: number
  readonly label: Range | null
  readonly speaker: string | null
  readonly role: 'interviewer' | 'participant' | 'unknown'
  /** Milliseconds from the start of the recording. */
  readonly startsAt: number | null
}

/** A note of the source beside its words, or at a place where from is to; `label` is all that it says. */
export interface ViewNote extends Range {
  readonly label: string
}

/** In *code* mode stripes and underlines are drawn; in *read* mode only the code in focus shows. */
export type ViewMode = 'code' | 'read'

/** The sentences that the view itself says; the page gives them in the reader's language. */
export interface ViewWords {
  /** Accessible name of the stripes' column. */
  stripes: string
  /** Accessible name of one stripe. */
  stripe(code: string, coder: string | null, words: number, pending: boolean): string
  /** Accessible name of the strip beside the scrollbar, and what it says of a place, 0 (beginning) to 1 (end). */
  minimap: string
  minimapAt(part: number): string
}

export interface ViewEvents {
  /**
   * The selected range (null when there is none) and the place to put something below it, in client
   * coordinates (null while its end is off screen). Not told while the mouse still drags.
   */
  selection(range: Range | null, anchorRect: DOMRect | null): void
  /** The caret's position and the codings that touch it, the shortest first. */
  caret(position: number, codingIds: string[]): void
  /** A stripe or its name was chosen. */
  openStripe(codingId: string): void
  /** The mark of a note was chosen. */
  openNote?(note: ViewNote): void
  /** The edges of a coding were dragged to another range. */
  adjusted?(codingId: string, range: Range): void
  /** Every key pressed in the text, in code mode; answer true to keep it from the view. */
  key?(event: KeyboardEvent): boolean
}

export interface TranscriptViewOptions {
  readonly parent: HTMLElement
  /** The document's verbatim text, LF line ends. */
  readonly text: string
  readonly turns: readonly ViewTurn[]
  readonly codes: readonly ViewCode[]
  readonly codings: readonly ViewCoding[]
  readonly coders?: readonly ViewCoder[]
  /** What the source has beside its text. They stay while the view stands. */
  readonly notes?: readonly ViewNote[]
  /** Accessible name of the text. */
  readonly label: string
  readonly mode: ViewMode
  readonly words: ViewWords
  readonly on: ViewEvents
}

/** A stretch that is folded away, with what is said in its place. */
export interface Fold extends Range {
  readonly label: string
}

/** A name above the line that holds a position of the text. */
export interface ViewHeading {
  readonly at: number
  readonly name: string
}

/** What may change while the view stands; what is left out stays as it is. */
export interface ViewChange {
  codes?: readonly ViewCode[]
  coders?: readonly ViewCoder[]
  codings?: readonly ViewCoding[]
  /** The code whose codings are filled and whose names are bold. */
  focusCode?: string | null
  /** The coding whose edges can be dragged. */
  adjustable?: string | null
  /** Fold exactly these stretches away; each opens by a click, and when something in it is gone to. */
  folds?: readonly Fold[]
  /** The sections of the transcript. */
  headings?: readonly ViewHeading[]
  /** Only codings of these codes show; null shows all. */
  visibleCodes?: ReadonlySet<string> | null
  /** Only codings by these coders show; null shows all. */
  visibleCoders?: ReadonlySet<string> | null
  mode?: ViewMode
  label?: string
  words?: ViewWords
  /** While true a first tap sets the start of a selection and the next its end. */
  tapToSelect?: boolean
}
