import type { Code } from '@throughline/contract/coding'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useWords } from '../../app/words.tsx'
import { Kbd, Stripe } from '../../design/index.ts'
import { findCodes, type FoundCode } from '../code-tree.ts'
import { messages } from '../messages.ts'
import './code-palette.css'

export interface CodePaletteProps {
  codes: readonly Code[]
  recent: readonly string[]
  /** To code the selected words, or to give a coding another code. */
  purpose: 'apply' | 'change'
  /** The selected words, for a code named after them; '' where that is not offered. */
  words: string
  /** Where the selection ends, in client coordinates; null where it is out of sight. */
  anchor: DOMRect | null
  /** What was typed in the text before the palette had the focus; null while it only shows. */
  typed: string | null
  onApply: (code: string) => void
  onNew: (name: string) => void
  onClose: () => void
  /** So many pixels are missing below the selection: the text must move up, for the palette never covers it. */
  onNeedsRoom: (pixels: number) => void
}

type Choice =
  | { kind: 'code'; found: FoundCode }
  | { kind: 'new'; name: string }
  | { kind: 'words'; name: string }

const longestName = 200
/** Pixels between the selection and the palette. */
const gap = 10

/**
 * The gesture of coding: it stands below the selection, takes a few letters, and Enter applies. A combobox over a
 * list box (WAI-ARIA 1.2): the focus stays in the field, arrows move through the list.
 */
export function CodePalette({
  purpose,
  codes,
  recent,
  words,
  anchor,
  typed,
  onApply,
  onNew,
  onClose,
  onNeedsRoom,
}: CodePaletteProps) {
  const t = useWords(messages)
  const [text, setText] = useState(typed ?? '')
  const [at, setAt] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const list = useId()
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (typed !== null) field.current?.focus()
  }, [typed])
  const bottom = anchor?.bottom
  useEffect(() => {
    const height = frame.current?.offsetHeight
    if (bottom === undefined || height === undefined) return
    const missing = bottom + gap + height + gap - window.innerHeight
    if (missing > 0) onNeedsRoom(missing)
  }, [bottom, onNeedsRoom])

  const recentCodes = useMemo(
    () => recent.flatMap((id) => codes.find((code) => code.id === id && !code.retired) ?? []),
    [recent, codes],
  )
  const choices = useMemo(() => choicesFor(codes, text, words), [codes, text, words])
  const current = choices[Math.min(at, choices.length - 1)]

  const choose = (choice: Choice | undefined) => {
    if (choice?.kind === 'code') onApply(choice.found.code.id)
    else if (choice) onNew(choice.name)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const name = text.trim()
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt((at + 1) % Math.max(1, choices.length))
    else if (event.key === 'ArrowUp') setAt((at - 1 + choices.length) % Math.max(1, choices.length))
    else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      if (name !== '') onNew(name)
    } else if (event.key === 'Enter' && event.altKey) {
      if (words !== '') onNew(nameFrom(words))
    } else if (event.key === 'Enter') choose(current)
    else if (event.key === 'Escape') onClose()
    else if (/^[1-9]$/.test(event.key) && text === '') {
      const code = recentCodes[Number(event.key) - 1]
      if (!code) return
      onApply(code.id)
    } else return
    event.preventDefault()
  }

  return (
    <div
      ref={frame}
      className="coding-palette"
      style={anchor ? { top: anchor.bottom + gap } : undefined}
      role="group"
      aria-label={t(purpose === 'apply' ? 'coding.palette' : 'coding.palette.change')}
    >
      <div className="coding-palette-field">
        <input
          ref={field}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={current ? `${list}-${choices.indexOf(current)}` : undefined}
          aria-label={t(
            purpose === 'apply' ? 'coding.palette.field' : 'coding.palette.changeField',
          )}
          placeholder={t('coding.palette.placeholder')}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="done"
          maxLength={longestName}
        />
        <button
          type="button"
          className="coding-palette-close"
          onClick={onClose}
          aria-label={t('coding.palette.close')}
        >
          <Kbd>esc</Kbd>
        </button>
      </div>
      <div
        id={list}
        role="listbox"
        className="coding-palette-list"
        aria-label={t('coding.palette.list')}
      >
        {choices.map((choice, index) => (
          <button
            type="button"
            tabIndex={-1}
            key={keyOf(choice)}
            id={`${list}-${index}`}
            role="option"
            aria-selected={choice === current}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(choice)}
          >
            {choice.kind === 'code' ? (
              <>
                <Stripe colour={choice.found.code.colour} />
                <span className="coding-palette-name">
                  <Marked {...choice.found} />
                </span>
                <em>{choice.found.above.join(' › ')}</em>
                {choice === current && <Kbd>↵</Kbd>}
              </>
            ) : (
              <>
                <span className="coding-palette-new">
                  {choice.kind === 'new'
                    ? t('coding.palette.new', { name: choice.name })
                    : t('coding.palette.words', { name: choice.name })}
                </span>
                <Kbd>{choice.kind === 'new' ? t('coding.key.newCode') : t('coding.key.words')}</Kbd>
              </>
            )}
          </button>
        ))}
      </div>
      {text === '' && recentCodes.length > 0 && (
        <div className="coding-palette-recent">
          <span>{t('coding.palette.recent')}</span>
          {recentCodes.map((code, index) => (
            <button
              key={code.id}
              type="button"
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onApply(code.id)}
            >
              <b>{index + 1}</b> {code.name}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function Marked({ code, match }: FoundCode) {
  if (!match) return code.name
  return (
    <>
      {code.name.slice(0, match.from)}
      <b>{code.name.slice(match.from, match.to)}</b>
      {code.name.slice(match.to)}
    </>
  )
}

function choicesFor(codes: readonly Code[], typed: string, words: string): Choice[] {
  const name = typed.trim()
  const found = findCodes(codes, typed, name === '' ? 5 : 7)
  const exact = found.some(({ code }) => code.name.toLocaleLowerCase() === name.toLocaleLowerCase())
  return [
    ...found.map((one): Choice => ({ kind: 'code', found: one })),
    ...(name !== '' && !exact ? [{ kind: 'new', name } as const] : []),
    ...(words.trim() === '' ? [] : [{ kind: 'words', name: nameFrom(words) } as const]),
  ]
}

/** The first words of a selection as the name of a code: one line, 60 characters at most, cut between words. */
export function nameFrom(words: string): string {
  const line = words
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/[.,;:!?…]+$/, '')
  if (line.length <= 60) return line
  const cut = line.slice(0, 60)
  return cut.slice(0, Math.max(20, cut.lastIndexOf(' '))).trim()
}

function keyOf(choice: Choice): string {
  return choice.kind === 'code' ? choice.found.code.id : choice.kind
}
