import type { Code } from '@throughline/contract/coding'
import { themeBoard } from '@throughline/contract/themes'
import { getTranscript, type TranscriptText } from '@throughline/contract/transcripts'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Fragment, useMemo } from 'react'
import { useAsk } from '../../app/queries.ts'
import { useReadingSettings } from '../../app/reading-settings.ts'
import { useAccount } from '../../app/session.ts'
import { useWords } from '../../app/words.tsx'
import { Button, ErrorNotice, Loading } from '../../design/index.ts'
import { treeOf, type CodeNode } from '../code-tree.ts'
import { asViewCoding, useCodes, useCodings, useTeam } from '../data.ts'
import { filters as filtersOf, tidy } from '../screen/show/filters.ts'
import { useShown } from '../screen/show/use-shown.ts'
import { viewTurns } from '../screen/view-turns.ts'
import { useSections } from '../sections.ts'
import {
  clock,
  passagesOf,
  piecesOf,
  Projection,
  type Passage,
  type ViewCoding,
} from '../transcript-view/index.ts'
import { lanesOf, type StripeInPrint } from './lanes.ts'
import { messages } from './messages.ts'
import './print-page.css'

const printRoute = getRouteApi('/signed-in/studies/$study/code/$transcript/print')

/** A transcript to be printed: all its text, with stripes and the names of codes in the margin. */
export function PrintPage() {
  const { study, transcript } = printRoute.useParams()
  const answer = useAsk(getTranscript, { params: { study, transcript } }, { staleTime: 60_000 })
  if (answer.error)
    return <ErrorNotice error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <Loading />
  return <Sheet study={study} transcript={answer.data} />
}

function Sheet({ study, transcript }: { study: string; transcript: TranscriptText }) {
  const t = useWords(messages)
  const search = printRoute.useSearch()
  const { text, participant } = transcript
  const { codes } = useCodes(study)
  const { codings, isPending } = useCodings(study, transcript.id)
  const team = useTeam(study)
  const sections = useSections(study, transcript.id)
  const account = useAccount()
  const reading = useReadingSettings()
  const themes = useAsk(themeBoard, { params: { study } }, { staleTime: 60_000 }).data?.themes
  const filters = useMemo(() => tidy(filtersOf.parse(search)), [search])
  const turns = useMemo(() => viewTurns(transcript), [transcript])
  const shown = useShown({
    filters,
    reading,
    account: account.id,
    codes,
    themes: useMemo(() => themes ?? [], [themes]),
    text,
    turns,
    sections,
  })
  const passages = useMemo(() => passagesOf(new Projection(text, turns)), [text, turns])
  const printed = codings.filter(shown.isShown)
  const viewCodings = printed.map(asViewCoding)
  const section = sections.find(({ id }) => id === filters.section)
  const numbers = useMemo(
    () =>
      numbered(
        codes,
        printed.map(({ code }) => code),
      ),
    [codes, printed],
  )
  const byId = new Map(codes.map((code) => [code.id, code]))
  const initials = (coder: string) => team.get(coder)?.initials ?? ''
  if (isPending) return <Loading />
  return (
    <div className="print">
      <div className="print-tools">
        <Link to="/studies/$study/code/$transcript" params={{ study, transcript: transcript.id }}>
          {t('print.back')}
        </Link>
        <Button tone="primary" onPress={() => window.print()}>
          {t('print.print')}
        </Button>
      </div>
      <header>
        <h1>{participant?.label ?? transcript.title}</h1>
        <p>
          {[
            participant?.site,
            participant && participant.label !== transcript.title ? transcript.title : null,
            t('print.codings', { shown: printed.length, all: codings.length }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {section && <p>{t('print.section', { name: section.name })}</p>}
        <ol className="print-legend" aria-label={t('print.legend')}>
          {[...numbers].map(([code, number]) => (
            <li key={code}>
              <b>{number}</b> {byId.get(code)?.name}
            </li>
          ))}
        </ol>
      </header>
      {passages
        .filter(({ from, to }) => !section || (from < section.reaches && to > section.from))
        .map((passage) => {
          const index = passages.indexOf(passage)
          const before = passages[index - 1]?.to ?? 0
          const heading = sections.find(({ from }) => from < passage.to && from >= before)
          return (
            <Fragment key={passage.from}>
              {heading && <h2>{heading.name}</h2>}
              <PrintedTurn
                passage={passage}
                around={{ before, after: passages[index + 1]?.from ?? text.length }}
                text={text}
                codings={viewCodings}
                codes={byId}
                numbers={numbers}
                initials={initials}
              />
            </Fragment>
          )
        })}
    </div>
  )
}

/** Codes that occur, in the order of the list, each with the number that stands for it in the text. */
function numbered(codes: readonly Code[], used: readonly string[]): ReadonlyMap<string, number> {
  const occurring = new Set(used)
  const listed = (nodes: readonly CodeNode[]): string[] =>
    nodes.flatMap(({ code, children }) => [code.id, ...listed(children)])
  const ids = listed(treeOf(codes)).filter((id) => occurring.has(id))
  return new Map(ids.map((id, index) => [id, index + 1]))
}

interface TurnProps {
  passage: Passage
  around: { before: number; after: number }
  text: string
  codings: readonly ViewCoding[]
  codes: ReadonlyMap<string, Code>
  numbers: ReadonlyMap<string, number>
  initials: (coder: string) => string
}

function PrintedTurn({ passage, around, text, codings, codes, numbers, initials }: TurnProps) {
  const { turn, paragraphs } = passage
  return (
    <section className={`print-turn ${turn?.role ?? ''}`}>
      {paragraphs.map((paragraph, index) => {
        const pieces = piecesOf(paragraph, codings, {
          before: paragraphs[index - 1]?.to ?? around.before,
          after: paragraphs[index + 1]?.from ?? around.after,
        })
        const beginning = pieces.flatMap(({ begins }) => begins)
        const number = ({ codeId }: ViewCoding) => numbers.get(codeId)
        return (
          <div key={paragraph.from} className="print-row">
            <p className="print-who">
              {index === 0 && (
                <>
                  <b>{turn?.speaker}</b>
                  {turn?.startsAt != null && <span>{clock(turn.startsAt)}</span>}
                </>
              )}
            </p>
            <p className="print-words">
              {pieces.map((piece) => (
                <Fragment key={piece.from}>
                  {piece.begins.map((coding) => (
                    <sup key={coding.id}>⌈{number(coding)}</sup>
                  ))}
                  {piece.covering.length > 0 ? (
                    <u>{text.slice(piece.from, piece.to)}</u>
                  ) : (
                    text.slice(piece.from, piece.to)
                  )}
                  {piece.ends.map((coding) => (
                    <sup key={coding.id}>{number(coding)}⌉</sup>
                  ))}
                </Fragment>
              ))}
            </p>
            <Stripes stripes={lanesOf(paragraph, codings)} codes={codes} />
            <ul className="print-names">
              {beginning.map((coding) => (
                <li key={coding.id}>
                  <b>{number(coding)}</b> {codes.get(coding.codeId)?.name}{' '}
                  <span>{initials(coding.coderId)}</span>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </section>
  )
}

/** Beside a paragraph; about as high as the words that they stand for. */
function Stripes({
  stripes,
  codes,
}: {
  stripes: readonly StripeInPrint[]
  codes: ReadonlyMap<string, Code>
}) {
  return (
    <div className="print-stripes" aria-hidden="true">
      {stripes.map(({ id, codeId, lane, top, bottom }) => (
        <span
          key={id}
          className={`colour-${codes.get(codeId)?.colour ?? 12} print-lane-${lane % 4}`}
          style={{
            top: `${top * 100}%`,
            height: `${(bottom - top) * 100}%`,
            left: `${lane * 7}px`,
          }}
        />
      ))}
    </div>
  )
}
