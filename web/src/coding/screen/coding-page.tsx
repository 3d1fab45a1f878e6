import * as contract from '@throughline/contract/coding'
import { getStudy } from '@throughline/contract/study'
import { getTranscript, type TranscriptText } from '@throughline/contract/transcripts'
import { type Range, snapToGraphemes, trimRange } from '@throughline/text'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { outbox } from '../../app/outbox/index.ts'
import { useAsk } from '../../app/queries.ts'
import { useAccount } from '../../app/session.ts'
import { useWords } from '../../app/words.tsx'
import { Button, ErrorNotice, Loading } from '../../design/index.ts'
import { CodingHead, type Mode } from './coding-head.tsx'
import { CodePalette, nameFrom } from './code-palette.tsx'
import { CodePanel } from './code-panel.tsx'
import { useCodes, useCodings, useTeam, type ShownCoding } from '../data.ts'
import { FindBar } from './find-bar.tsx'
import { HerePanel } from './here-panel.tsx'
import { keyMeaning } from './key-meaning.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { messages } from '../messages.ts'
import { rememberCode, useRecentCodes } from '../recent-codes.ts'
import { ReadingPages, TranscriptPane, type TranscriptView } from '../transcript-view/index.ts'
import { viewTurns } from './view-turns.ts'
import '../code-rows.css'
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

function CodingScreen({ study, transcript }: { study: string; transcript: TranscriptText }) {
  const t = useWords(messages)
  const account = useAccount()
  const { at, coding: wantedCoding } = codingRoute.useSearch()
  const about = useAsk(getStudy, { params: { study } }, { staleTime: 60_000 })
  const may = useMemo(() => new Set<string>(about.data?.may ?? []), [about.data])
  const { codes, version } = useCodes(study)
  const { codings, error: codingsError, isPending, refetch } = useCodings(study, transcript.id)
  const team = useTeam(study)
  const recent = useRecentCodes(study)

  const [view, setView] = useState<TranscriptView | null>(null)
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
  const page = useRef<HTMLElement>(null)
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
  const isReleased = transcript.stage === 'released'
  const mayCode = isReleased && may.has('code')
  const mayRemove = useCallback(
    (coding: ShownCoding) =>
      mayCode && (coding.coder === account.id || may.has("remove others' codings")),
    [mayCode, may, account.id],
  )

  const codeName = (id: string) => byId.get(id)?.name ?? ''
  const wordsOf = (range: Range) => transcript.text.slice(range.from, range.to)
  const short = (range: Range) => nameFrom(wordsOf(range))

  const letGo = () => {
    setSelection(null)
    setTyped(null)
    const caret = view?.caret() ?? 0
    view?.select({ from: caret, to: caret })
    view?.focus()
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
    view?.focus()
  }
  const choose = (code: string) => {
    if (selection && mayCode) apply(code)
    else setFocusCode(focusCode === code ? null : code)
    setCodesShown(false)
  }
  const makeRoom = useCallback(
    (pixels: number) => page.current?.querySelector('.cm-scroller')?.scrollBy({ top: pixels }),
    [],
  )
  const walk = (direction: 1 | -1) => {
    const id = view?.nextCoding(direction)
    const coding = codings.find((candidate) => candidate.id === id)
    if (coding) view?.select({ from: coding.from, to: coding.from }, { scroll: true })
  }

  const onKey = (event: KeyboardEvent): boolean => {
    const meant = keyMeaning(event, { selecting: selection !== null, mayCode })
    switch (meant?.do) {
      case 'find':
        setFinding(true)
        break
      case 'grow':
        view?.grow()
        break
      case 'keys':
        setKeysShown(true)
        break
      case 'walk':
        walk(meant.direction)
        break
      case 'escape':
        if (finding) setFinding(false)
        else if (selection) letGo()
        else setFocusCode(null)
        break
      case 'recent': {
        const code = recent.filter((id) => byId.get(id)?.retired === false)[meant.number - 1]
        if (code === undefined) return false
        apply(code)
        break
      }
      case 'words':
        if (selection) applyNew(nameFrom(wordsOf(selection.range)))
        break
      case 'type':
        setTyped(meant.letter)
        break
      case 'codeList':
        codeField.current?.focus()
        break
      case 'remove': {
        const [coding] = underCaret
        if (!coding || !mayRemove(coding)) return false
        remove(coding)
        break
      }
      default:
        return false
    }
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
  useEffect(() => {
    if (!view || arrived.current || isPending) return
    arrived.current = true
    const coding = codings.find(({ id }) => id === wantedCoding)
    const place = coding?.from ?? at
    if (place !== undefined) view.select({ from: place, to: place }, { scroll: true })
    view.focus()
  }, [view, codings, isPending, wantedCoding, at])

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
      <section
        ref={page}
        className="coding-page"
        aria-label={t('coding.text', { title: transcript.title })}
      >
        <CodingHead
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
        {!isReleased && <p className="coding-notice">{t('coding.raw')}</p>}
        {isReleased && about.data && !mayCode && (
          <p className="coding-notice">{t('coding.observer')}</p>
        )}
        {finding && view && mode !== 'pages' && (
          <FindBar
            view={view}
            onClose={(place) => {
              setFinding(false)
              if (place) view?.select(place, { scroll: true })
              view?.focus()
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
              position={view?.caret() ?? 0}
            />
          </div>
        ) : (
          <TranscriptPane
            ref={setView}
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
                view?.select({ from: coding.from, to: coding.from }, { scroll: true })
                setFocusCode(coding.code)
              },
              key: onKey,
            }}
          />
        )}
        {selection && mayCode && mode === 'code' && (
          <CodePalette
            key={typed ?? 'shown'}
            codes={codes}
            recent={recent}
            words={wordsOf(selection.range)}
            anchor={selection.anchor}
            typed={typed}
            onApply={apply}
            onNew={applyNew}
            onClose={letGo}
            onNeedsRoom={makeRoom}
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
            view?.select({ from, to }, { scroll: true })
            view?.focus()
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
