import type { EdgeStep, Range } from '@throughline/text'
import { useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { changeReadingSettings, useReadingSettings } from '../../app/reading-settings.ts'
import { useAccount } from '../../app/session.ts'
import { useWords } from '../../app/words.tsx'
import { ErrorNotice } from '../../design/index.ts'
import { asViewCoding, useCodings, type ShownCoding } from '../data.ts'
import { messages } from '../messages.ts'
import { useRecentCodes } from '../recent-codes.ts'
import { useSections } from '../sections.ts'
import { ReadingPages, TranscriptPane, type TranscriptView } from '../transcript-view/index.ts'
import { ColumnBar, type Bar } from './column-bar.tsx'
import { CodingHead, type Mode } from './coding-head.tsx'
import type { TranscriptColumnProps } from './column.ts'
import { CodePalette, nameFrom } from './code-palette.tsx'
import { FilterBar } from './show/filter-bar.tsx'
import { HerePanel } from './here/here-panel.tsx'
import { keyMeaning } from './key-meaning.ts'
import { SourceNotes, useSourceNotes } from './notes/source-notes.tsx'
import { ReadingMenu } from './reading-menu.tsx'
import { ShowMenu } from './show/show-menu.tsx'
import { TouchBar } from './touch-bar.tsx'
import { useArrival } from './use-arrival.ts'
import { useBarKeys } from './use-bar-keys.ts'
import { useCodingActs } from './use-coding-acts.ts'
import { codingsSaid, edgeSaid, whyNotAdjustable } from './sentences.ts'
import { useCoders } from './use-coders.ts'
import { useEdgeDraft } from './use-edge-draft.ts'
import { useShown } from './show/use-shown.ts'
import { viewTurns } from './view-turns.ts'

/** One transcript with its caret, its selection and the palette: what is done to it is done here. */
export function TranscriptColumn({
  ref,
  shared,
  transcript,
  isActive,
  onActive,
  onSelecting,
  here,
  place,
  onBeside,
  onClose,
}: TranscriptColumnProps) {
  const { study, codes, byId, team, filters, focusCode } = shared
  const t = useWords(messages)
  const account = useAccount()
  const {
    codings: kept,
    error: codingsError,
    isPending,
    refetch,
  } = useCodings(study, transcript.id)
  const recent = useRecentCodes(study)
  const sections = useSections(study, transcript.id)

  const [view, setView] = useState<TranscriptView | null>(null)
  const [mode, setMode] = useState<Mode>('code')
  const [selection, setSelection] = useState<{ range: Range; anchor: DOMRect | null } | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [underCaret, setUnderCaret] = useState<readonly string[]>([])
  const [pinned, setPinned] = useState<string | null>(null)
  const [recoded, setRecoded] = useState<string | null>(null)
  const [bar, setBar] = useState<Bar | null>(null)
  const [tapping, setTapping] = useState(false)
  const [said, setSaid] = useState('')
  const notes = useSourceNotes(transcript.notes, view)
  const column = useRef<HTMLElement>(null)
  const acts = useCodingActs(study, transcript, byId, setSaid)

  const edges = useEdgeDraft(({ id, from, to }) => {
    const coding = kept.find((one) => one.id === id)
    if (coding && (coding.from !== from || coding.to !== to)) acts.change(coding, { from, to })
  })
  const { draft } = edges
  const codings = useMemo(
    () =>
      draft
        ? kept.map((one) =>
            one.id === draft.id ? { ...one, from: draft.from, to: draft.to } : one,
          )
        : kept,
    [kept, draft],
  )

  const { text } = transcript
  const turns = useMemo(() => viewTurns(transcript), [transcript])
  const viewCodings = useMemo(() => codings.map(asViewCoding), [codings])
  const { coders, whoCoded } = useCoders(team, kept)
  const reading = useReadingSettings()
  const shown = useShown({
    reading,
    filters,
    codes,
    account: account.id,
    themes: shared.themes,
    text,
    turns,
    sections,
  })

  const isReleased = transcript.stage === 'released'
  const mayCode = isReleased && (shared.may?.has('code') ?? false)
  const mayChange = (coding: ShownCoding) => mayCode && coding.coder === account.id
  const mayRemove = (coding: ShownCoding) =>
    mayChange(coding) || (mayCode && (shared.may?.has("remove others' codings") ?? false))

  const touched = useMemo(
    () => underCaret.flatMap((id) => codings.find((coding) => coding.id === id) ?? []),
    [underCaret, codings],
  )
  const adjustable =
    touched.find((coding) => coding.id === pinned && mayChange(coding)) ?? touched.find(mayChange)
  const changing = codings.find(({ id }) => id === recoded)
  const nameOf = (id: string) => byId.get(id)?.name ?? ''

  const letGo = () => {
    setSelection(null)
    setTyped(null)
    setRecoded(null)
    const caret = view?.caret() ?? 0
    view?.select({ from: caret, to: caret }, { scroll: false })
    view?.focus()
  }
  const withSelection = (act: (range: Range) => void): boolean => {
    if (!selection || !mayCode) return false
    const range = acts.codable(selection.range)
    if (range) act(range)
    letGo()
    return true
  }
  const apply = (chosen: readonly string[]) => withSelection((range) => acts.apply(range, chosen))
  const applyNew = (name: string) => withSelection((range) => acts.applyNew(range, name))
  useImperativeHandle(ref, () => ({ apply, applyNew, addCode: acts.addCode }))

  const goToCoding = ({ id, from }: ShownCoding) => {
    setPinned(id)
    view?.select({ from, to: from }, { scroll: true })
  }
  const walk = (direction: 1 | -1) => {
    const id = view?.nextCoding(direction)
    const coding = codings.find((candidate) => candidate.id === id)
    if (coding) goToCoding(coding)
  }
  const moveEdge = (step: EdgeStep) => {
    if (!view) return
    if (!adjustable) return setSaid(whyNotAdjustable(touched[0], nameOf, team))
    const range = view.movedEdge(adjustable, step)
    setPinned(adjustable.id)
    edges.put({ ...range, id: adjustable.id })
    const edge = range[step.edge]
    view.select({ from: edge, to: edge }, { scroll: true })
    setSaid(edgeSaid(text, range, step.edge))
  }

  const onKey = (event: KeyboardEvent): boolean => {
    const meant = keyMeaning(event, { selecting: selection !== null, mayCode })
    // A key that only holds others down ends nothing.
    if (meant?.do !== 'edge' && !['Alt', 'Shift', 'Control', 'Meta'].includes(event.key))
      edges.settle()
    switch (meant?.do) {
      case 'find':
      case 'goTo':
        setBar(meant.do)
        break
      case 'grow':
        view?.grow()
        break
      case 'keys':
        shared.onKeys()
        break
      case 'walk':
        walk(meant.direction)
        break
      case 'edge':
        moveEdge(meant.step)
        break
      case 'escape':
        if (bar) setBar(null)
        else if (selection || recoded) letGo()
        else shared.onFocusCode(null)
        break
      case 'recent': {
        const code = recent.filter((id) => byId.get(id)?.retired === false)[meant.number - 1]
        if (code === undefined) return false
        apply([code])
        break
      }
      case 'words':
        if (selection) applyNew(nameFrom(text.slice(selection.range.from, selection.range.to)))
        break
      case 'type':
        setTyped(meant.letter)
        break
      case 'recode':
        if (!adjustable) return false
        setRecoded(adjustable.id)
        break
      case 'codeList':
        shared.onCodeField()
        break
      case 'remove': {
        const coding = adjustable ?? touched[0]
        if (!coding || !mayRemove(coding)) return false
        acts.remove(coding)
        break
      }
      default:
        return false
    }
    event.preventDefault()
    return true
  }

  useBarKeys(isActive && mode !== 'pages', setBar)
  useEffect(() => view?.remeasure(), [view, reading])
  useArrival(view, isPending ? null : codings, place)

  const label = t('coding.text', { title: transcript.title })
  const palette = {
    codes,
    recent,
    onClose: letGo,
    onNeedsRoom: (pixels: number) =>
      column.current?.querySelector('.cm-scroller')?.scrollBy({ top: pixels }),
  }
  return (
    <section
      ref={column}
      className="coding-page"
      aria-label={label}
      onFocusCapture={onActive}
      onPointerDownCapture={onActive}
    >
      <CodingHead
        study={study}
        transcript={transcript}
        codings={codings.length}
        mode={mode}
        onMode={setMode}
        onFind={() => setBar('find')}
        onGoTo={() => setBar('goTo')}
        onKeys={shared.onKeys}
        onCodes={shared.onCodes}
        codesShown={shared.codesShown}
        onBeside={onBeside}
        onClose={onClose}
        tools={
          <>
            <ShowMenu
              filters={filters}
              codes={codes}
              coders={whoCoded}
              themes={shared.themes}
              sections={sections}
              onFilter={shared.onFilter}
            />
            <ReadingMenu />
          </>
        }
      />
      <FilterBar
        filters={filters}
        codes={byId}
        team={team}
        themes={shared.themes}
        sections={sections}
        shown={codings.filter(shown.isShown).length}
        all={codings.length}
        onFilter={shared.onFilter}
        own={reading.codings}
        onAllCodings={() => changeReadingSettings({ codings: 'all' })}
      />
      {codingsError && <ErrorNotice error={codingsError} onRetry={() => void refetch()} />}
      {!isReleased && <p className="coding-notice">{t('coding.raw')}</p>}
      {isReleased && shared.may && !mayCode && (
        <p className="coding-notice">{t('coding.observer')}</p>
      )}
      {bar && view && mode !== 'pages' && (
        <ColumnBar
          bar={bar}
          view={view}
          turns={turns}
          sections={sections}
          onClose={() => setBar(null)}
        />
      )}
      {mode === 'pages' ? (
        <div className="coding-pages">
          <ReadingPages
            text={text}
            turns={turns}
            codes={codes}
            coders={coders}
            codings={codings.filter(shown.isShown).map(asViewCoding)}
            label={label}
            notes={notes.marks}
            sections={shown.headings}
            position={view?.caret() ?? 0}
          />
        </div>
      ) : (
        <TranscriptPane
          ref={setView}
          text={text}
          turns={turns}
          notes={notes.marks}
          codes={codes}
          coders={coders}
          codings={viewCodings}
          label={label}
          mode={mode}
          focusCode={focusCode}
          visibleCodes={shown.codes}
          visibleCoders={shown.coders}
          folds={shown.folds}
          headings={shown.headings}
          adjustable={mode === 'code' ? (adjustable?.id ?? null) : null}
          tapToSelect={tapping}
          on={{
            selection: (range, anchor) => {
              const isSome = range !== null && range.to > range.from
              setSelection(isSome ? { range, anchor } : null)
              onSelecting(isSome)
              if (!range) setTyped(null)
              setRecoded(null)
            },
            caret: (position, ids) => {
              setUnderCaret(ids)
              const noted = notes.came(position, codingsSaid(codings, ids, nameOf, team))
              if (!draft) setSaid(noted)
            },
            openStripe: (id) => {
              const coding = codings.find((candidate) => candidate.id === id)
              if (!coding) return
              goToCoding(coding)
              shared.onFocusCode(coding.code)
            },
            openNote: notes.goTo,
            adjusted: (id, range) => {
              const coding = codings.find((candidate) => candidate.id === id)
              if (coding) acts.change(coding, range)
            },
            key: onKey,
          }}
        />
      )}
      {selection && mayCode && mode === 'code' && (
        <CodePalette
          {...palette}
          key={typed ?? 'shown'}
          purpose="apply"
          words={text.slice(selection.range.from, selection.range.to)}
          anchor={selection.anchor}
          typed={typed}
          onApply={(code) => apply([code])}
          onNew={applyNew}
        />
      )}
      {changing && !selection && (
        <CodePalette
          {...palette}
          purpose="change"
          words=""
          anchor={view?.anchorRect() ?? null}
          typed=""
          onApply={(code) => {
            if (code !== changing.code) acts.change(changing, { code })
            letGo()
          }}
          onNew={(name) => {
            acts.changeToNamed(changing, name)
            letGo()
          }}
        />
      )}
      <TouchBar isTapping={tapping} onTapping={setTapping} />
      {isActive &&
        here &&
        createPortal(
          <HerePanel
            study={study}
            text={text}
            codings={touched}
            codes={byId}
            team={team}
            scale={shared.scale}
            adjustable={adjustable?.id ?? null}
            mayChange={mayChange}
            mayRemove={mayRemove}
            onRemove={(coding) => {
              acts.remove(coding)
              view?.focus()
            }}
            onChange={acts.change}
            onOtherCode={({ id }) => setRecoded(id)}
            onSelect={({ from, to }) => {
              view?.select({ from, to })
              view?.focus()
            }}
            above={<SourceNotes text={text} notes={notes} />}
          />,
          here,
        )}
      <p className="VisuallyHidden" aria-live="polite">
        {said}
      </p>
    </section>
  )
}
