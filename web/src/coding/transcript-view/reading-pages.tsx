import { Fragment, useId, useMemo, useRef, useState } from 'react'
import type { Range } from '@throughline/text'
import { useWords } from '../../app/words.tsx'
import { Button } from '../../design/index.ts'
import { messages } from './messages.ts'
import { passagesOf, piecesOf, type Passage, type Piece } from './passages.ts'
import { Projection } from './projection.ts'
import { Scene } from './scene.ts'
import type { ViewCode, ViewCoder, ViewCoding, ViewHeading, ViewNote, ViewTurn } from './types.ts'
import { clock } from './underlines.ts'
import './reading-pages.css'

/** A page holds whole turns, up to about this many characters. */
const pageLength = 12_000
/** Coded words are given in full up to this length, and by their beginning and end beyond it. */
const excerptLength = 90

export interface ReadingPagesProps {
  readonly text: string
  readonly turns: readonly ViewTurn[]
  readonly codes: readonly ViewCode[]
  readonly coders: readonly ViewCoder[]
  readonly codings: readonly ViewCoding[]
  /** Accessible name of the transcript. */
  readonly label: string
  /** What the source has beside its text. */
  readonly notes?: readonly ViewNote[]
  /** Where sections begin: headings above the turns. */
  readonly sections?: readonly ViewHeading[]
  /** The page that shows this position of the text opens first. */
  readonly position?: number
}

/**
 * The whole transcript as plain headings and paragraphs, page by page, each turn followed by the codes
 * on it in words: for screen readers, to which the coding surface shows only what is in view.
 */
export function ReadingPages(props: ReadingPagesProps) {
  const {
    text,
    turns,
    codes,
    coders,
    codings,
    label,
    notes = [],
    sections = [],
    position = 0,
  } = props
  const t = useWords(messages)
  const projection = useMemo(() => new Projection(text, turns), [text, turns])
  const all = useMemo(() => passagesOf(projection), [projection])
  const pages = useMemo(() => pagesOf(all), [all])
  const scene = useMemo(
    () => new Scene({ projection, codes, coders, codings }),
    [projection, codes, coders, codings],
  )
  const [page, setPage] = useState(() => pageAt(pages, position))
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = pages[Math.min(page, pages.length - 1)]
  if (!shown) return <p>{t('coding.view.empty')}</p>

  const turnTo = (next: number) => {
    setPage(next)
    // The reader goes on at the top of the new page, by eye and by ear.
    requestAnimationFrame(() => heading.current?.focus())
  }

  return (
    <section className="reading-pages" aria-label={label}>
      <h2 ref={heading} tabIndex={-1}>
        {t('coding.view.page', { page: page + 1, pages: pages.length })}
      </h2>
      <CodesOfPage passages={shown} scene={scene} />
      {shown.map((passage) => {
        const index = all.indexOf(passage)
        const section = sections.find(
          ({ at }) => at < passage.to && at >= (all[index - 1]?.to ?? 0),
        )
        return (
          <Fragment key={passage.from}>
            {section && <h3 className="section">{section.name}</h3>}
            <Turn
              passage={passage}
              around={{
                before: all[index - 1]?.to ?? 0,
                after: all[index + 1]?.from ?? text.length,
              }}
              scene={scene}
              notes={notes.filter(({ from }) =>
                isIn(from, all[index - 1]?.to ?? -1, all[index + 1] ? passage.to : text.length),
              )}
              isBelowSections={sections.length > 0}
            />
          </Fragment>
        )
      })}
      <nav aria-label={t('coding.view.pages')}>
        <Button isDisabled={page === 0} onPress={() => turnTo(page - 1)}>
          {t('coding.view.previous')}
        </Button>
        <Button isDisabled={page >= pages.length - 1} onPress={() => turnTo(page + 1)}>
          {t('coding.view.next')}
        </Button>
      </nav>
    </section>
  )
}

/** What the page is about, before one reads it: its codes, each once, the most used first. */
function CodesOfPage({ passages, scene }: { passages: readonly Passage[]; scene: Scene }) {
  const t = useWords(messages)
  const first = passages[0]
  const last = passages.at(-1)
  if (!first || !last) return null
  const counts = new Map<string, number>()
  for (const { coding } of scene.codings.within({ from: first.from, to: last.to }))
    counts.set(coding.codeId, (counts.get(coding.codeId) ?? 0) + 1)
  if (counts.size === 0) return null
  return (
    <ul className="codes-of-page" aria-label={t('coding.view.codesOfPage')}>
      {[...counts]
        .toSorted(([, a], [, b]) => b - a)
        .map(([code, count]) => (
          <li key={code}>
            {t('coding.view.times', { code: scene.codes.get(code)?.name ?? '', count })}
          </li>
        ))}
    </ul>
  )
}

/** The words, with a sign where a coding begins and where it ends; a screen reader says so in a word. */
function Paragraph({ pieces, scene }: { pieces: readonly Piece[]; scene: Scene }) {
  const t = useWords(messages)
  const name = ({ codeId }: ViewCoding) => scene.codes.get(codeId)?.name ?? ''
  return (
    <p>
      {pieces.map((piece) => (
        <Fragment key={piece.from}>
          {piece.begins.map((coding) => (
            <span key={coding.id} className="edge">
              <span className="VisuallyHidden">
                {t('coding.view.begins', { code: name(coding) })}
              </span>
              <span aria-hidden="true">⟨{name(coding)} </span>
            </span>
          ))}
          {scene.projection.text.slice(piece.from, piece.to)}
          {piece.ends.map((coding) => (
            <span key={coding.id} className="edge">
              <span className="VisuallyHidden">
                {t('coding.view.ends', { code: name(coding) })}
              </span>
              <span aria-hidden="true"> {name(coding)}⟩</span>
            </span>
          ))}
        </Fragment>
      ))}
    </p>
  )
}

function Turn({
  passage,
  around,
  scene,
  notes,
  isBelowSections,
}: {
  passage: Passage
  /** Where the turn before ends, and the next begins. */
  around: { before: number; after: number }
  scene: Scene
  notes: readonly ViewNote[]
  isBelowSections: boolean
}) {
  const t = useWords(messages)
  const heading = useId()
  const { turn } = passage
  const Heading = isBelowSections ? 'h4' : 'h3'
  const coded = scene.codings.within(passage)
  return (
    <article aria-labelledby={heading} className={turn?.role}>
      <Heading id={heading} className="speaker">
        {turn?.speaker ?? t('coding.view.unnamed')}
        {turn?.startsAt != null && <span className="time"> {clock(turn.startsAt)}</span>}
      </Heading>
      {passage.paragraphs.map((paragraph, index) => (
        <Paragraph
          key={paragraph.from}
          pieces={piecesOf(
            paragraph,
            coded.map(({ coding }) => coding),
            {
              before: passage.paragraphs[index - 1]?.to ?? around.before,
              after: passage.paragraphs[index + 1]?.from ?? around.after,
            },
          )}
          scene={scene}
        />
      ))}
      {notes.length > 0 && (
        <ul className="notes" aria-label={t('coding.view.notes')}>
          {notes.map((note) => (
            <li key={`${note.from} ${note.label}`}>
              {note.to > note.from
                ? t('coding.view.noteOn', {
                    note: note.label,
                    words: excerpt(scene.projection, note),
                  })
                : note.label}
            </li>
          ))}
        </ul>
      )}
      {coded.length > 0 && (
        <ul aria-label={t('coding.view.codes')}>
          {coded.map(({ coding }) => {
            const code = scene.codes.get(coding.codeId)?.name ?? ''
            const coder = scene.coders.get(coding.coderId)?.name
            const words = excerpt(scene.projection, coding)
            return (
              <li key={coding.id}>
                {coder === undefined
                  ? t('coding.view.coded.someone', { code, words })
                  : t('coding.view.coded', { code, coder, words })}
              </li>
            )
          })}
        </ul>
      )}
    </article>
  )
}

/** Whether a place is behind one and not behind another. */
function isIn(place: number, after: number, upTo: number): boolean {
  return place > after && place <= upTo
}

function pagesOf(passages: readonly Passage[]): Passage[][] {
  const pages: Passage[][] = []
  for (const passage of passages) {
    const page = pages.at(-1)
    const begin = page?.[0]
    if (page && begin && passage.to - begin.from <= pageLength) page.push(passage)
    else pages.push([passage])
  }
  return pages
}

function pageAt(pages: readonly (readonly Passage[])[], position: number): number {
  const index = pages.findLastIndex((page) => (page[0]?.from ?? Infinity) <= position)
  return Math.max(0, index)
}

/** What a coding says, or its beginning and end, cut between words. */
function excerpt(projection: Projection, range: Range): string {
  const words = projection.said(range).trim().split(/\s+/u)
  const whole = words.join(' ')
  if (whole.length <= excerptLength) return whole
  return `${words.slice(0, 8).join(' ')} … ${words.slice(-5).join(' ')}`
}
