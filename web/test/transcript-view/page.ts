import '../../src/app/strict-policy.ts'
import '../../src/design/base.css'
import { wordsOf } from '../../src/app/words.tsx'
import {
  transcriptViewMessages,
  TranscriptView,
  viewWords,
  type TranscriptViewOptions,
} from '../../src/coding/transcript-view/index.ts'
import '../../src/coding/transcript-view/transcript-view.css'
import { syntheticTranscript, type SyntheticSize } from './synthetic.ts'
import './page.css'

/** What the view told the page. */
export type Told =
  | { event: 'selection'; from: number; to: number; anchored: boolean }
  | { event: 'selection'; from: null }
  | { event: 'caret'; position: number; ids: string[] }
  | { event: 'openStripe'; id: string }
  | { event: 'adjusted'; id: string; from: number; to: number }
  | { event: 'key'; key: string }

type Content = Partial<Omit<TranscriptViewOptions, 'parent' | 'on'>> & { text: string }

/** The page as a test or benchmark drives it from outside. */
export interface TranscriptPage {
  view: TranscriptView
  told: Told[]
  keysKept: string[]
  mount(content: Content): void
  synthetic: typeof syntheticTranscript
  prepare(size: SyntheticSize): void
  /** Mount what was prepared. */
  open(): void
}

declare global {
  interface Window {
    transcriptPage: TranscriptPage
  }
}

const place = document.getElementById('place')
if (!place) throw new Error('The page has no place for the view')

let prepared: Content = { text: '' }

const transcriptPage: TranscriptPage = {
  view: make({ text: '' }),
  told: [],
  keysKept: [],
  synthetic: syntheticTranscript,
  mount(content) {
    this.view.destroy()
    this.told = []
    this.keysKept = []
    this.view = make(content)
  },
  prepare(size) {
    prepared = syntheticTranscript(size)
  },
  open() {
    this.mount(prepared)
  },
}
window.transcriptPage = transcriptPage

function make(content: Content): TranscriptView {
  return new TranscriptView({
    turns: [],
    codes: [],
    codings: [],
    label: 'Transcript of P012',
    words: viewWords(wordsOf(transcriptViewMessages)),
    mode: 'code',
    ...content,
    parent: place ?? document.body,
    on: {
      selection: (range, rect) =>
        transcriptPage.told.push(
          range
            ? { event: 'selection', ...range, anchored: rect !== null }
            : { event: 'selection', from: null },
        ),
      caret: (position, ids) => transcriptPage.told.push({ event: 'caret', position, ids }),
      openStripe: (id) => transcriptPage.told.push({ event: 'openStripe', id }),
      adjusted: (id, range) => transcriptPage.told.push({ event: 'adjusted', id, ...range }),
      key: (event) => {
        transcriptPage.told.push({ event: 'key', key: event.key })
        return transcriptPage.keysKept.includes(event.key)
      },
    },
  })
}
