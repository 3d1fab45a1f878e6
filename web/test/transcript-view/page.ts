import '@fontsource-variable/inter'
import '@fontsource-variable/source-serif-4'
import '@fontsource-variable/source-serif-4/wght-italic.css'
import {
  TranscriptView,
  type TranscriptViewOptions,
} from '../../src/coding/transcript-view/index.ts'
import '../../src/coding/transcript-view/transcript-view.css'
import { syntheticTranscript, type SyntheticSize } from './synthetic.ts'
import '../../src/design/tokens.css'
import './page.css'

/** What the view told the page. */
export type Told =
  | { event: 'selection'; from: number; to: number; anchored: boolean }
  | { event: 'selection'; from: null }
  | { event: 'caret'; position: number; ids: string[] }
  | { event: 'openStripe'; id: string }
  | { event: 'key'; key: string }

type Content = Partial<Omit<TranscriptViewOptions, 'parent' | 'on'>> & { text: string }

/** The page as a test or benchmark drives it from outside. */
export interface TestPage {
  view: TranscriptView
  told: Told[]
  keysKept: string[]
  mount(content: Content): void
  prepare(size: SyntheticSize): void
  /** Mount what was prepared. */
  open(): void
}

declare global {
  interface Window {
    testPage: TestPage
  }
}

const place = document.getElementById('place')
if (!place) throw new Error('The page has no place for the view')

let prepared: Content = { text: '' }

const testPage: TestPage = {
  view: make({ text: '' }),
  told: [],
  keysKept: [],
  mount(content) {
    this.view.destroy()
    this.told = []
    this.view = make(content)
  },
  prepare(size) {
    prepared = syntheticTranscript(size)
  },
  open() {
    this.mount(prepared)
  },
}
window.testPage = testPage

function make(content: Content): TranscriptView {
  return new TranscriptView({
    turns: [],
    codes: [],
    codings: [],
    label: 'Transcript of P012',
    mode: 'code',
    ...content,
    parent: place ?? document.body,
    on: {
      selection: (range, rect) =>
        testPage.told.push(
          range
            ? { event: 'selection', ...range, anchored: rect !== null }
            : { event: 'selection', from: null },
        ),
      caret: (position, ids) => testPage.told.push({ event: 'caret', position, ids }),
      openStripe: (id) => testPage.told.push({ event: 'openStripe', id }),
      key: (event) => {
        testPage.told.push({ event: 'key', key: event.key })
        return testPage.keysKept.includes(event.key)
      },
    },
  })
}
