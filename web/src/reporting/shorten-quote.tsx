import type { ReportQuote } from '@throughline/contract/reporting'
import {
  checkQuoteEdits,
  type QuoteEdit,
  type Range,
  shownQuoteParts,
  snapToGraphemes,
  trimRange,
} from '@throughline/text'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useWords } from '../app/words.tsx'
import { Button, Icon, IconButton, Modal, TextField } from '../design/index.ts'
import { withInsertion, withOmission } from './draft.ts'
import { messages } from './messages.ts'
import { QuoteWords } from './quote-words.tsx'
import type { ReportSteps } from './report-data.ts'
import { openSourceView, type SourceView } from './source-view.ts'

export interface ShortenQuoteProps {
  quote: ReportQuote
  source: string
  steps: ReportSteps
  onClose: () => void
}

/** Leaves words out of a quote and puts some in; both stay marked, and are checked against the source as one goes. */
export function ShortenQuote({ quote, source, steps, onClose }: ShortenQuoteProps) {
  const t = useWords(messages)
  const who = steps.whoOf(quote)
  const [versions, setVersions] = useState<readonly (readonly QuoteEdit[])[]>(() => [
    possible(source, quote.edits),
  ])
  const [selection, setSelection] = useState<Range>({ from: 0, to: 0 })
  const [inserted, setInserted] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [view, setView] = useState<SourceView | null>(null)
  const edits = versions.at(-1) ?? []
  const wordBefore = /\S+\s*$/u.exec(source.slice(0, selection.from))?.[0].trim() ?? ''

  /** Takes changes that the source can bear; says why it cannot bear others. */
  const attempt = (wanted: readonly QuoteEdit[]): boolean => {
    const checked = checkQuoteEdits(source, wanted)
    setProblem(checked.ok ? null : checked.reason)
    if (checked.ok) setVersions((before) => [...before, checked.edits])
    return checked.ok
  }
  const omit = () => {
    const range = snapToGraphemes(
      source,
      trimRange(source, view?.selection() ?? { from: 0, to: 0 }),
    )
    if (range.from === range.to) setProblem(t('report.shorten.selectFirst'))
    else if (attempt(withOmission(edits, range))) view?.collapse()
  }
  const insert = () => {
    const { from } = view?.selection() ?? { from: 0 }
    if (attempt(withInsertion(edits, from, inserted))) setInserted('')
  }
  const undo = () => {
    setProblem(null)
    setVersions((before) => (before.length > 1 ? before.slice(0, -1) : before))
  }

  return (
    <Modal
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      isDismissable={versions.length === 1}
      title={t('report.shorten.title', { who })}
      footer={(close) => (
        <>
          <Button onPress={close}>{t('report.cancel')}</Button>
          <Button
            tone="primary"
            onPress={() => {
              steps.shorten(quote, edits)
              close()
            }}
          >
            {t('report.save')}
          </Button>
        </>
      )}
    >
      <div className="report-shorten">
        <p className="report-hint">{t('report.shorten.hint')}</p>
        <SourceWords
          source={source}
          edits={edits}
          label={t('report.shorten.source')}
          onOpen={setView}
          onSelect={setSelection}
          onOmit={omit}
          onUndo={undo}
        />
        <div className="report-shorten-tools">
          <Button size="small" isDisabled={selection.from === selection.to} onPress={omit}>
            {t('report.shorten.omit')}
          </Button>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              insert()
            }}
          >
            <TextField
              label={t('report.shorten.insert.words')}
              isLabelHidden
              placeholder={
                wordBefore === ''
                  ? t('report.shorten.insert.first')
                  : t('report.shorten.insert.after', { word: wordBefore })
              }
              value={inserted}
              onChange={setInserted}
              maxLength={500}
              autoComplete="off"
            />
            <Button size="small" type="submit" isDisabled={inserted.trim() === ''}>
              {t('report.shorten.insert')}
            </Button>
          </form>
          <Button size="small" tone="plain" isDisabled={versions.length === 1} onPress={undo}>
            {t('report.shorten.undo')}
          </Button>
          {edits.length > 0 && (
            <Button size="small" tone="plain" onPress={() => attempt([])}>
              {t('report.shorten.again')}
            </Button>
          )}
        </div>
        {problem && (
          <p className="report-problem" role="alert">
            {problem}
          </p>
        )}
        <h3>{t('report.shorten.edits')}</h3>
        {edits.length === 0 && <p className="report-hint">{t('report.shorten.edits.none')}</p>}
        <ul className="report-shorten-edits">
          {edits.map((edit) => (
            <li key={edit.kind === 'omit' ? `omit ${edit.from}` : `insert ${edit.at} ${edit.text}`}>
              {edit.kind === 'omit'
                ? t('report.shorten.edits.omit', { words: source.slice(edit.from, edit.to) })
                : t('report.shorten.edits.insert', { words: edit.text })}
              <IconButton
                size="small"
                aria-label={t('report.shorten.edits.remove')}
                onPress={() => attempt(edits.filter((one) => one !== edit))}
              >
                <Icon name="close" size={12} />
              </IconButton>
            </li>
          ))}
        </ul>
        <h3>{t('report.shorten.preview')}</h3>
        <QuoteWords parts={shownQuoteParts(source, edits)} />
      </div>
    </Modal>
  )
}

/** Edits from before a correction of the transcript may fit its words no longer. */
function possible(source: string, edits: readonly QuoteEdit[]): readonly QuoteEdit[] {
  const checked = checkQuoteEdits(source, edits)
  return checked.ok ? checked.edits : []
}

function SourceWords(props: {
  source: string
  edits: readonly QuoteEdit[]
  label: string
  onOpen: (view: SourceView | null) => void
  onSelect: (selection: Range) => void
  onOmit: () => void
  onUndo: () => void
}) {
  const { source, edits, label, onOpen } = props
  const frame = useRef<HTMLDivElement>(null)
  const view = useRef<SourceView>(null)
  const onSelect = useEffectEvent((range: Range) => props.onSelect(range))
  const onOmit = useEffectEvent(() => props.onOmit())
  const onUndo = useEffectEvent(() => props.onUndo())
  useEffect(() => {
    if (!frame.current) return
    const opened = openSourceView(frame.current, source, {
      label,
      onSelect: (range) => onSelect(range),
      onOmit: () => onOmit(),
      onUndo: () => onUndo(),
    })
    view.current = opened
    onOpen(opened)
    opened.focus()
    return () => {
      view.current = null
      onOpen(null)
      opened.destroy()
    }
  }, [source, label, onOpen])
  useEffect(() => view.current?.show(edits), [edits])
  return <div ref={frame} className="report-source" />
}
