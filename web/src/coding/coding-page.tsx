import * as contract from '@throughline/contract/coding'
import { getStudy } from '@throughline/contract/study'
import {
  getTranscript,
  listTranscripts,
  type TranscriptText,
} from '@throughline/contract/transcripts'
import { type Range, snapToGraphemes, trimRange } from '@throughline/text'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { outbox } from '../app/outbox/index.ts'
import { useAsk } from '../app/queries.ts'
import { useAccount } from '../app/session.ts'
import { useWords } from '../app/words.tsx'
import {
  Button,
  ErrorNotice,
  Icon,
  IconButton,
  Kbd,
  Loading,
  Segment,
  Segments,
} from '../design/index.ts'
import { CodePalette, nameFrom } from './code-palette.tsx'
import { CodePanel } from './code-panel.tsx'
import { useCodes, useCodings, useTeam, type ShownCoding } from './data.ts'
import { FindBar } from './find-bar.tsx'
import { HerePanel } from './here-panel.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { messages } from './messages.ts'
import { rememberCode, useRecentCodes } from './recent-codes.ts'
import {
  ReadingPages,
  TranscriptPane,
  type TranscriptView,
  type ViewTurn,
} from './transcript-view/index.ts'
import './code-rows.css'
import './coding-page.css'

const codingRoute = getRouteApi('/signed-in/studies/$study/code/$transcript')

/** The heart: code list | transcript | what lies under the caret. */
export function CodingPage() {
  const { study, transcript } = codingRoute.useParams()
  const answer = useAsk(
    getTranscript,
    { params: { study, transcript } },
    { live: ['transcript'], staleTime: 60_000 },
  )
  if (answer.error)
    return (
      <div className="coding-fault">
        <ErrorNotice error={answer.error} onRetry={() => void answer.refetch()} />
      </div>
    )
  if (!answer.data) return <Loading />
  return <CodingScreen key={transcript} study={study} transcript={answer.data} />
}

type Mode = 'code' | 'read' | 'pages'

function CodingScreen({ study, transcript }: { study: string; transcript: TranscriptText }) {
  const t = useWords(messages)
  const account = useAccount()
  const { at, coding: wantedCoding } = codingRoute.useSearch()
  const about = useAsk(getStudy, { params: { study } }, { staleTime: 60_000 })
  const may = useMemo(() => new Set<string>(about.data?.may ?? []), [about.data])
  const { codes, version } = useCodes(study)
  const { codings, error: codingsError, refetch } = useCodings(study, transcript.id)
  const team = useTeam(study)
  const recent = useRecentCodes(study)

  const view = useRef<TranscriptView | null>(null)
  const [mode, setMode] = useState<Mode>('code')
  const [selection, setSelection] = useState<{ range: Range; anchor: DOMRect | null } | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [here, setHere] = useState<string[]>([])
  const [focusCode, setFocusCode] = useState<string | null>(null)
  const [finding, setFinding] = useState(false)
  const [keysShown, setKeysShown] = useState(false)
  const [codesShown, setCodesShown] = useState(false)
  const [tapping, setTapping] = useState(false)
  const [said, setSaid] = useState('')
  const codeField = useRef<HTMLInputElement>(null)

  const byId = useMemo(() => new Map(codes.map((code) => [code.id, code])), [codes])
  const turns = useMemo(() => viewTurns(transcript), [transcript])
  const viewCodings = useMemo(
    () =>
      codings.map(({ id, code, coder, from, to, pending }) => ({
        id,
        codeId: code,
        coderId: coder,
        from,
        to,
        pending,
      })),
    [codings],
  )
  const coders = useMemo(
    () => [...team.values()].map((member) => ({ id: member.account, name: member.initials })),
    [team],
  )
  const underCaret = useMemo(
    () => here.flatMap((id) => codings.find((coding) => coding.id === id) ?? []),
    [here, codings],
  )
  const mayCode = may.has('code')
  const mayRemove = useCallback(
    (coding: ShownCoding) =>
      mayCode && (coding.coder === account.id || may.has("remove others' codings")),
    [mayCode, may, account.id],
  )

  const codeName = (id: string) => byId.get(id)?.name ?? ''
  const short = (range: Range) => nameFrom(transcript.text.slice(range.from, range.to))

  const letGo = () => {
    setSelection(null)
    setTyped(null)
    const caret = view.current?.caret() ?? 0
    view.current?.select({ from: caret, to: caret })
    view.current?.focus()
  }

  const apply = (code: string, newCode?: { name: string }) => {
    if (!selection || !mayCode) return
    const range = trimRange(transcript.text, snapToGraphemes(transcript.text, selection.range))
    if (range.from === range.to) return letGo()
    const name = newCode?.name ?? codeName(code)
    outbox.enqueue({
      command: contract.addCoding,
      study,
      body: {
        id: uuidv7(),
        transcript: transcript.id,
        code,
        ...range,
        ...(newCode ? { newCode } : {}),
      },
      describe: t(newCode ? 'coding.did.coded.new' : 'coding.did.coded', {
        words: short(range),
        code: name,
      }),
    })
    rememberCode(study, code)
    setSaid(t('coding.said.coded', { code: name }))
    letGo()
  }
  const applyNew = (name: string) => {
    const same = codes.find(
      (code) => !code.retired && code.name.toLocaleLowerCase() === name.toLocaleLowerCase(),
    )
    if (same) apply(same.id)
    else apply(uuidv7(), { name })
  }
  const addCode = (name: string) => {
    if (selection) return applyNew(name)
    outbox.enqueue({
      command: contract.addCode,
      study,
      body: { id: uuidv7(), name },
      describe: t('coding.did.added', { code: name }),
    })
  }
  const remove = (coding: ShownCoding) => {
    outbox.enqueue({
      command: contract.removeCoding,
      study,
      body: { id: coding.id },
      describe: t('coding.did.removed', { code: codeName(coding.code), words: short(coding) }),
    })
    setSaid(t('coding.said.removed', { code: codeName(coding.code) }))
    view.current?.focus()
  }
  const choose = (code: string) => {
    if (selection && mayCode) apply(code)
    else setFocusCode(focusCode === code ? null : code)
    setCodesShown(false)
  }
  const walk = (direction: 1 | -1) => {
    const id = view.current?.nextCoding(direction)
    const coding = codings.find((candidate) => candidate.id === id)
    if (coding) view.current?.select({ from: coding.from, to: coding.from }, { scroll: true })
  }

  const onKey = (event: KeyboardEvent): boolean => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    const applyRecent = () => {
      const code = recent.filter((id) => byId.get(id)?.retired === false)[Number(event.key) - 1]
      if (code) apply(code)
      return code !== undefined
    }
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'f')
      setFinding(true)
    else if (event.altKey && event.key === 'ArrowUp') view.current?.grow()
    else if (!plain && !(event.key === 'Enter')) return false
    else if (event.key === '?') setKeysShown(true)
    else if (event.key === '[' || event.key === ']') walk(event.key === ']' ? 1 : -1)
    else if (event.key === 'Escape') {
      if (finding) setFinding(false)
      else if (selection) letGo()
      else setFocusCode(null)
    } else if (!mayCode) return false
    else if (selection && /^[1-9]$/.test(event.key)) return applyRecent()
    else if (selection && event.key === 'Enter' && event.altKey)
      applyNew(nameFrom(transcript.text.slice(selection.range.from, selection.range.to)))
    else if (selection && event.key === 'Enter') setTyped('')
    else if (!selection && event.key === '/') codeField.current?.focus()
    else if (
      (event.key === 'Delete' || event.key === 'Backspace') &&
      underCaret[0] &&
      mayRemove(underCaret[0])
    )
      remove(underCaret[0])
    else if (selection && plain && /^[\p{L}\p{N}]$/u.test(event.key)) setTyped(event.key)
    else return false
    event.preventDefault()
    return true
  }

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        event.key.toLowerCase() === 'f' &&
        mode !== 'pages'
      ) {
        event.preventDefault()
        setFinding(true)
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [mode])

  const arrived = useRef(false)
  const onView = useCallback(
    (made: TranscriptView | null) => {
      view.current = made
      if (!made || arrived.current) return
      arrived.current = true
      const coding = codings.find(({ id }) => id === wantedCoding)
      const place = coding
        ? { from: coding.from, to: coding.to }
        : at === undefined
          ? null
          : { from: at, to: at }
      if (place) made.select({ from: place.from, to: place.from }, { scroll: true })
      made.focus()
    },
    [at, wantedCoding, codings],
  )

  return (
    <div className={`coding ${codesShown ? 'coding-shows-codes' : ''}`}>
      <aside className="coding-codes" aria-label={t('coding.list')}>
        <CodePanel
          study={study}
          codes={codes}
          version={version}
          focusCode={focusCode}
          mayAdd={may.has('change the code list')}
          field={codeField}
          onChoose={choose}
          onAdd={addCode}
          onShowAll={() => setFocusCode(null)}
        />
      </aside>
      <section className="coding-page" aria-label={t('coding.text', { title: transcript.title })}>
        <Head
          study={study}
          transcript={transcript}
          codings={codings.length}
          mode={mode}
          onMode={setMode}
          onFind={() => setFinding(true)}
          onKeys={() => setKeysShown(true)}
          onCodes={() => setCodesShown(!codesShown)}
          codesShown={codesShown}
        />
        {codingsError && <ErrorNotice error={codingsError} onRetry={() => void refetch()} />}
        {about.data && !mayCode && <p className="coding-hint">{t('coding.observer')}</p>}
        {finding && view.current && mode !== 'pages' && (
          <FindBar
            view={view.current}
            onClose={(place) => {
              setFinding(false)
              if (place) view.current?.select(place, { scroll: true })
              view.current?.focus()
            }}
          />
        )}
        {mode === 'pages' ? (
          <div className="coding-pages">
            <ReadingPages
              text={transcript.text}
              turns={turns}
              codes={codes}
              coders={coders}
              codings={viewCodings}
              label={t('coding.text', { title: transcript.title })}
              position={view.current?.caret() ?? 0}
            />
          </div>
        ) : (
          <TranscriptPane
            ref={onView}
            text={transcript.text}
            turns={turns}
            codes={codes}
            coders={coders}
            codings={viewCodings}
            label={t('coding.text', { title: transcript.title })}
            mode={mode}
            focusCode={focusCode}
            tapToSelect={tapping}
            on={{
              selection: (range, anchor) => {
                setSelection(range && range.to > range.from ? { range, anchor } : null)
                if (!range) setTyped(null)
              },
              caret: (_position, ids) => {
                setHere(ids)
                setSaid(
                  ids
                    .flatMap((id) => codings.find((coding) => coding.id === id) ?? [])
                    .map((coding) =>
                      t('coding.said.by', {
                        code: codeName(coding.code),
                        coder: team.get(coding.coder)?.name ?? '',
                      }),
                    )
                    .join(', '),
                )
              },
              openStripe: (id) => {
                const coding = codings.find((candidate) => candidate.id === id)
                if (!coding) return
                view.current?.select({ from: coding.from, to: coding.from }, { scroll: true })
                setFocusCode(coding.code)
              },
              key: onKey,
            }}
          />
        )}
        {selection && mayCode && mode === 'code' && (
          <CodePalette
            codes={codes}
            recent={recent}
            words={transcript.text.slice(selection.range.from, selection.range.to)}
            anchor={selection.anchor}
            typed={typed}
            onApply={apply}
            onNew={applyNew}
            onClose={letGo}
          />
        )}
        <div className="coding-touch">
          <Button
            size="small"
            aria-pressed={tapping}
            tone={tapping ? 'primary' : 'quiet'}
            onPress={() => setTapping(!tapping)}
          >
            {t('coding.here.tap')}
          </Button>
          {tapping && <span>{t('coding.here.tapHint')}</span>}
        </div>
      </section>
      <aside className="coding-here" aria-label={t('coding.here')}>
        <HerePanel
          study={study}
          text={transcript.text}
          codings={underCaret}
          codes={byId}
          team={team}
          mayRemove={mayRemove}
          onRemove={remove}
          onSelect={({ from, to }) => {
            view.current?.select({ from, to }, { scroll: true })
            view.current?.focus()
          }}
        />
      </aside>
      <p className="VisuallyHidden" aria-live="polite">
        {said}
      </p>
      <KeysDialog isOpen={keysShown} onOpenChange={setKeysShown} />
    </div>
  )
}

interface HeadProps {
  study: string
  transcript: TranscriptText
  codings: number
  mode: Mode
  codesShown: boolean
  onMode: (mode: Mode) => void
  onFind: () => void
  onKeys: () => void
  onCodes: () => void
}

function Head({
  study,
  transcript,
  codings,
  mode,
  codesShown,
  onMode,
  onFind,
  onKeys,
  onCodes,
}: HeadProps) {
  const t = useWords(messages)
  const navigate = useNavigate()
  const { data } = useAsk(
    listTranscripts,
    { params: { study } },
    { live: ['transcript'], staleTime: 60_000 },
  )
  const released = (data?.transcripts ?? []).filter(({ stage }) => stage === 'released')
  const index = released.findIndex(({ id }) => id === transcript.id)
  const go = (by: 1 | -1) => {
    const next = released[index + by]
    if (next)
      void navigate({
        to: '/studies/$study/code/$transcript',
        params: { study, transcript: next.id },
      })
  }
  const { participant } = transcript
  const meta = [
    participant?.site,
    participant?.year ? t('coding.meta.year', { year: participant.year }) : null,
    t('coding.meta.words', { words: transcript.words }),
    t('coding.meta.codings', { count: codings }),
  ]
  return (
    <header className="coding-head">
      <div className="coding-head-title">
        <h1>{participant?.label ?? transcript.title}</h1>
        <IconButton
          size="small"
          aria-label={t('coding.previous')}
          isDisabled={index <= 0}
          onPress={() => go(-1)}
        >
          <Icon name="left" />
        </IconButton>
        <IconButton
          size="small"
          aria-label={t('coding.next')}
          isDisabled={index < 0 || index >= released.length - 1}
          onPress={() => go(1)}
        >
          <Icon name="right" />
        </IconButton>
        <p>{meta.filter(Boolean).join(' · ')}</p>
      </div>
      <div className="coding-head-tools">
        <IconButton size="small" aria-label={t('coding.find')} onPress={onFind}>
          <Icon name="search" />
        </IconButton>
        <IconButton
          size="small"
          className="coding-help"
          aria-label={t('coding.help')}
          onPress={onKeys}
        >
          <Kbd>?</Kbd>
        </IconButton>
        <Button
          size="small"
          className="coding-toggle-codes"
          onPress={onCodes}
          aria-expanded={codesShown}
        >
          {t(codesShown ? 'coding.list.hide' : 'coding.list.show')}
        </Button>
        <Segments
          aria-label={t('coding.mode')}
          selectedKeys={[mode]}
          onSelectionChange={([chosen]) =>
            onMode(chosen === 'read' || chosen === 'pages' ? chosen : 'code')
          }
        >
          <Segment id="code">{t('coding.mode.code')}</Segment>
          <Segment id="read">{t('coding.mode.read')}</Segment>
          <Segment id="pages">{t('coding.mode.pages')}</Segment>
        </Segments>
      </div>
    </header>
  )
}

/** A single participant goes by their id, whatever the source calls them. */
function viewTurns({ turns, speakers, participant }: TranscriptText): ViewTurn[] {
  const theirs = speakers.filter(({ role }) => role === 'participant')
  const named = participant && theirs.length === 1 ? participant.label : null
  return turns.map(({ from, to, label, speaker, role, startsAt }) => ({
    from,
    to,
    label: label ? { from: label[0], to: label[1] } : null,
    speaker: role === 'participant' && named !== null ? named : speaker,
    role,
    startsAt,
  }))
}
