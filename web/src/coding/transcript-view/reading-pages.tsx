import { useId, useMemo, useRef, useState } from 'react'
import type { Range } from '@throughline/text'
import { useWords } from '../../app/words.tsx'
import { Button } from '../../design/index.ts'
import { messages } from './messages.ts'
import { Projection, type DisplayLine } from './projection.ts'
import { Scene } from './scene.ts'
import type { ViewCode, ViewCoder, ViewCoding, ViewTurn } from './types.ts'
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
  /** The page that shows this position of the text opens first. */
  readonly position?: number
}

interface Passage {
  readonly turn: ViewTurn | undefined
  readonly paragraphs: readonly Range[]
  readonly from: number
  readonly to: number
}

/**
 * The whole transcript as plain headings and paragraphs, page by page, each turn followed by the codes
 * on it in words: for screen readers, to which the coding surface shows only what is in view.
 */
export function ReadingPages(props: ReadingPagesProps) {
  const { text, turns, codes, coders, codings, label, position = 0 } = props
  const t = useWords(messages)
  const projection = useMemo(() => new Projection(text, turns), [text, turns])
  const pages = useMemo(() => pagesOf(passagesOf(projection)), [projection])
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
      {shown.map((passage) => (
        <Turn key={passage.from} passage={passage} scene={scene} />
      ))}
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

function Turn({ passage, scene }: { passage: Passage; scene: Scene }) {
  const t = useWords(messages)
  const heading = useId()
  const { text } = scene.projection
  const { turn } = passage
  const coded = scene.codings.within(passage)
  return (
    <article aria-labelledby={heading} className={turn?.role}>
      <h3 id={heading}>
        {turn?.speaker ?? t('coding.view.unnamed')}
        {turn?.startsAt != null && <span className="time"> {clock(turn.startsAt)}</span>}
      </h3>
      {passage.paragraphs.map(({ from, to }) => (
        <p key={from}>{text.slice(from, to)}</p>
      ))}
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

function passagesOf({ lines, turns }: Projection): Passage[] {
  const passages: (Passage & { paragraphs: Range[]; to: number })[] = []
  for (const line of lines) {
    if (line.to === line.from) continue
    const last = passages.at(-1)
    if (!last || line.opens === 'turn')
      passages.push({
        turn: turns[line.turn],
        paragraphs: [span(line)],
        from: line.from,
        to: line.to,
      })
    else {
      const paragraph = last.paragraphs.at(-1)
      if (line.opens === 'nothing' && paragraph)
        last.paragraphs.splice(-1, 1, { from: paragraph.from, to: line.to })
      else last.paragraphs.push(span(line))
      last.to = line.to
    }
  }
  return passages
}

function span({ from, to }: DisplayLine): Range {
  return { from, to }
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
