import type { SourceNote } from '@throughline/contract/transcripts'
import type { Range } from '@throughline/text'
import { useMemo, useState } from 'react'
import { useWords, wordsOf } from '../../../app/words.tsx'
import { Button } from '../../../design/index.ts'
import { messages } from '../../messages.ts'
import type { TranscriptView, ViewNote } from '../../transcript-view/index.ts'
import './source-notes.css'

export interface NotesHere {
  readonly all: readonly SourceNote[]
  /** As the view marks them: with all that each says. */
  readonly marks: readonly ViewNote[]
  /** Those that touch the caret. */
  readonly here: readonly SourceNote[]
  /** The caret came to a position; gives what the notes there say, and then what else is said of it. */
  came(position: number, said: string): string
  /** Puts the caret where a note stands. */
  goTo(place: Range): void
}

/** The notes of a transcript's file, and those of them under the caret. */
export function useSourceNotes(all: readonly SourceNote[], view: TranscriptView | null): NotesHere {
  const [caret, setCaret] = useState(0)
  // The view is made anew with other marks: they change with the notes, not with each render.
  const marks = useMemo(() => marksOf(all), [all])
  return {
    all,
    marks,
    here: touching(all, caret),
    came(position, said) {
      setCaret(position)
      const noted = touching(marks, position).map(({ label }) => label)
      return [...noted, said].filter((part) => part !== '').join('. ')
    },
    goTo({ from }) {
      view?.select({ from, to: from })
      view?.focus()
    },
  }
}

function marksOf(notes: readonly SourceNote[]): ViewNote[] {
  const t = wordsOf(messages)
  return notes.map(({ kind, from, to, text }) => ({
    from,
    to,
    label: t(`coding.notes.${kind}`, { text }),
  }))
}

function touching<T extends Range>(notes: readonly T[], position: number): T[] {
  return notes.filter(({ from, to }) => from <= position && position <= to)
}

const longestQuote = 120

export interface SourceNotesProps {
  text: string
  notes: NotesHere
}

/** What people wrote beside the text in its file: the notes under the caret, and a way to each of the others. */
export function SourceNotes({ text, notes }: SourceNotesProps) {
  const t = useWords(messages)
  if (notes.all.length === 0) return null
  return (
    <section className="coding-notes" aria-label={t('coding.notes')}>
      {notes.here.map((note) => (
        <article key={keyOf(note)} className="coding-here-card coding-note">
          <h3>{t(`coding.notes.kind.${note.kind}`)}</h3>
          {note.to > note.from && <blockquote>{quoted(text, note)}</blockquote>}
          <p className="coding-note-text">{note.text}</p>
        </article>
      ))}
      <details>
        <summary>
          {t('coding.notes.all')}
          <span>{notes.all.length}</span>
        </summary>
        <ul>
          {notes.all.map((note) => (
            <li key={keyOf(note)}>
              <p className="coding-note-text">
                {t(`coding.notes.${note.kind}`, { text: note.text })}
              </p>
              <Button size="small" tone="plain" onPress={() => notes.goTo(note)}>
                {t('coding.notes.go')}
              </Button>
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}

function keyOf({ kind, from, to, text }: SourceNote): string {
  return `${kind} ${from} ${to} ${text}`
}

function quoted(text: string, { from, to }: Range): string {
  const words = text.slice(from, to)
  return words.length <= longestQuote ? words : `${words.slice(0, longestQuote)}…`
}
