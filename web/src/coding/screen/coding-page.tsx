import { listCodes, listCodings } from '@throughline/contract/coding'
import { listSections } from '@throughline/contract/sections'
import { getTranscript, type TranscriptText } from '@throughline/contract/transcripts'
import { getStudy } from '@throughline/contract/study'
import { themeBoard } from '@throughline/contract/themes'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import { ErrorNotice, Loading } from '../../design/index.ts'
import { CodePanel } from './code-panel.tsx'
import { BesideDialog, useRoomBeside } from './beside.tsx'
import { useCodes, useTeam } from '../data.ts'
import { filters as filtersOf, tidy, type Filters } from './show/filters.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { messages } from '../messages.ts'
import { useWeightScale } from '../weights/weights.ts'
import type { Column, ColumnShared } from './column.ts'
import { TranscriptColumn } from './transcript-column.tsx'
import '../code-rows.css'
import './coding-page.css'

const codingRoute = getRouteApi('/signed-in/studies/$study/code/$transcript')

/** The heart: code list | transcript, or two of them | what lies under the caret. */
export function CodingPage() {
  const { study, transcript } = codingRoute.useParams()
  const answer = useTranscript(study, transcript)
  const isMarked = useMarks(study, transcript)
  if (answer.error)
    return (
      <div className="coding-fault">
        <ErrorNotice error={answer.error} onRetry={() => void answer.refetch()} />
      </div>
    )
  if (!answer.data || !isMarked) return <Loading />
  return <CodingScreen key={transcript} study={study} transcript={answer.data} />
}

function useTranscript(study: string, transcript: string, enabled = true) {
  return useAsk(
    getTranscript,
    { params: { study, transcript } },
    { live: ['transcript'], staleTime: 60_000, enabled },
  )
}

/** Whether all that is drawn on the text is there: what came later would move the lines under the reader's eyes. */
function useMarks(study: string, transcript: string): boolean {
  const codings = useAsk(listCodings, { params: { study, transcript } }, { staleTime: 30_000 })
  const codes = useAsk(listCodes, { params: { study } }, { staleTime: 60_000 })
  const sections = useAsk(
    listSections,
    { params: { study }, search: { transcript } },
    { staleTime: 60_000 },
  )
  return [codings, codes, sections].every(({ isPending }) => !isPending)
}

const first = 'first'
const second = 'second'

function CodingScreen({ study, transcript }: { study: string; transcript: TranscriptText }) {
  const t = useWords(messages)
  const search = codingRoute.useSearch()
  const navigate = codingRoute.useNavigate()
  const about = useAsk(getStudy, { params: { study } }, { staleTime: 60_000 })
  const may = useMemo(() => (about.data ? new Set<string>(about.data.may) : null), [about.data])
  const { codes, version } = useCodes(study)
  const { scale } = useWeightScale(study)
  const team = useTeam(study)
  const themes = useAsk(
    themeBoard,
    { params: { study } },
    { live: ['theme', 'code'], staleTime: 60_000 },
  ).data?.themes
  const [focusCode, setFocusCode] = useState<string | null>(null)
  const [keysShown, setKeysShown] = useState(false)
  const [codesShown, setCodesShown] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const [active, setActive] = useState(first)
  const [selecting, setSelecting] = useState(false)
  const [here, setHere] = useState<HTMLElement | null>(null)
  const codeField = useRef<HTMLInputElement>(null)
  const columns = useRef(new Map<string, Column>())
  const hasRoom = useRoomBeside()
  const beside = useTranscript(study, search.beside ?? '', search.beside !== undefined && hasRoom)

  const byId = useMemo(() => new Map(codes.map((code) => [code.id, code])), [codes])
  const filters = useMemo(() => tidy(filtersOf.parse(search)), [search])
  const place = useMemo(
    () => ({ at: search.at, coding: search.coding }),
    [search.at, search.coding],
  )
  const filter = (wanted: Filters) =>
    void navigate({ search: (now) => ({ ...now, ...tidy(wanted) }), replace: true })
  const shared: ColumnShared = {
    study,
    codes,
    byId,
    team,
    themes: useMemo(() => (themes ?? []).filter(({ setAside }) => !setAside), [themes]),
    scale,
    may,
    focusCode,
    filters,
    onFocusCode: setFocusCode,
    onFilter: filter,
    onKeys: () => setKeysShown(true),
    onCodes: () => setCodesShown(!codesShown),
    codesShown,
    onCodeField: () => codeField.current?.focus(),
  }
  const current = () => columns.current.get(active) ?? columns.current.get(first)
  const register = (name: string) => (column: Column | null) => {
    if (column) columns.current.set(name, column)
    else columns.current.delete(name)
  }
  const other = search.beside !== undefined && hasRoom ? beside.data : undefined
  const openBeside = (id: string | undefined) =>
    void navigate({ search: (now) => ({ ...now, beside: id }), replace: true })
  const columnProps = (name: string) => ({
    ref: register(name),
    shared,
    isActive: active === name || (name === first && !other),
    onActive: () => setActive(name),
    onSelecting: setSelecting,
    here,
  })

  return (
    <div
      className={`coding ${codesShown ? 'coding-shows-codes' : ''} ${other ? 'coding-two' : ''}`}
    >
      <aside className="coding-codes" aria-label={t('coding.list')}>
        <CodePanel
          study={study}
          codes={codes}
          version={version}
          focusCode={focusCode}
          isSelecting={selecting}
          mayAdd={may?.has('change the code list') ?? false}
          field={codeField}
          onApply={(chosen) => {
            setCodesShown(false)
            return current()?.apply(chosen) ?? false
          }}
          onFocus={(code) => {
            setFocusCode(code)
            setCodesShown(false)
          }}
          onOnly={(code) => filter({ ...filters, codes: [code] })}
          onAdd={(name) => {
            if (!current()?.applyNew(name)) current()?.addCode(name)
          }}
        />
      </aside>
      <TranscriptColumn
        {...columnProps(first)}
        transcript={transcript}
        place={place}
        onBeside={hasRoom && !other ? () => setChoosing(true) : null}
        onClose={null}
      />
      {other && (
        <TranscriptColumn
          key={other.id}
          {...columnProps(second)}
          transcript={other}
          onBeside={null}
          onClose={() => openBeside(undefined)}
        />
      )}
      <aside ref={setHere} className="coding-here" aria-label={t('coding.here')} />
      <KeysDialog isOpen={keysShown} onOpenChange={setKeysShown} />
      <BesideDialog
        study={study}
        transcript={transcript.id}
        isOpen={choosing}
        onOpenChange={setChoosing}
        onChoose={openBeside}
      />
    </div>
  )
}
