import '../../src/app/strict-policy.ts'
import '../../src/design/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { WordsProvider } from '../../src/app/words.tsx'
import {
  ReadingPages,
  TranscriptPane,
  type ReadingPagesProps,
  type TranscriptPaneProps,
  type TranscriptView,
} from '../../src/coding/transcript-view/index.ts'
import { syntheticTranscript } from './synthetic.ts'
import './page.css'

/** What a test asks of the React parts. */
export interface ReactPage {
  view: TranscriptView | null
  carets: number[]
  pane(props: Omit<TranscriptPaneProps, 'on' | 'label' | 'mode'>): void
  reading(props: Omit<ReadingPagesProps, 'label'>): void
  transcript: typeof syntheticTranscript
}

declare global {
  interface Window {
    reactPage: ReactPage
  }
}

const place = document.getElementById('place')
if (!place) throw new Error('The page has no place for the view')
const root = createRoot(place)

const reactPage: ReactPage = {
  view: null,
  carets: [],
  transcript: syntheticTranscript,
  pane(props) {
    root.render(
      <StrictMode>
        <WordsProvider>
          <TranscriptPane
            {...props}
            label="Transcript"
            mode="code"
            ref={(view) => {
              reactPage.view = view
            }}
            on={{
              selection: () => undefined,
              caret: (position) => reactPage.carets.push(position),
              openStripe: () => undefined,
            }}
          />
        </WordsProvider>
      </StrictMode>,
    )
  },
  reading(props) {
    root.render(
      <WordsProvider>
        <ReadingPages {...props} label="Transcript" />
      </WordsProvider>,
    )
  },
}
window.reactPage = reactPage
