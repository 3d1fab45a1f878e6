import { findMarks } from '@throughline/contract/sections'
import { findAcross, mostParts, splitTranscript } from '@throughline/contract/transcript-parts'
import { getTranscript, type TranscriptSummary } from '@throughline/contract/transcripts'
import { useMemo, useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import {
  Checkbox,
  ComboBox,
  ErrorNotice,
  SearchField,
  Segment,
  Segments,
  Skeleton,
  TextField,
} from '../../design/index.ts'
import { useParticipants } from '../../study/participants/participants-data.ts'
import { act } from '../../study/study-data.ts'
import { messages } from './messages.ts'
import { StepModal } from './StepModal.tsx'

type Way = 'lines' | 'headings' | 'turns'

/** A place where a part begins, and what it would be called. */
interface Start {
  from: number
  name: string
}

const linesShown = 60

/** A file that holds several interviews becomes a transcript for each. */
export function SplitDialog({
  study,
  transcript,
  onClose,
}: {
  study: string
  transcript: TranscriptSummary
  onClose: () => void
}) {
  const t = useWords(messages)
  const isReleased = transcript.stage === 'released'
  const [way, setWay] = useState<Way>(isReleased ? 'lines' : 'turns')
  const [pattern, setPattern] = useState('Interview {number}')
  const [picked, setPicked] = useState<readonly Start[]>([])
  const [titles, setTitles] = useState<ReadonlyMap<number, string>>(new Map())
  const [whose, setWhose] = useState<ReadonlyMap<number, string | null>>(new Map())
  const [cut, setCut] = useState(false)
  const read = useAsk(getTranscript, { params: { study, transcript: transcript.id } })
  const marks = useAsk(
    findMarks,
    {
      params: { study },
      search: {
        by: way === 'headings' ? 'headings' : 'lines',
        pattern: way === 'headings' ? '' : pattern,
        transcript: transcript.id,
      },
    },
    { enabled: isReleased && way !== 'turns' && (way === 'headings' || pattern.trim() !== '') },
  )
  const found = way === 'turns' ? picked : (marks.data?.found ?? [])
  const starts = withStart(found, transcript.title)
  const { participants } = useParticipants(study)
  const across = useAsk(
    findAcross,
    {
      params: { study, transcript: transcript.id },
      search: { starts: starts.map(({ from }) => from).join(',') },
    },
    { enabled: starts.length > 1 && starts.length <= mostParts, staleTime: 0 },
  )
  const standing = across.data?.across ?? []
  const titleOf = ({ from, name }: Start, index: number) =>
    titles.get(from) ?? (name || `${transcript.title} ${index + 1}`).slice(0, 300)
  const whoseOf = ({ from }: Start) =>
    whose.has(from) ? (whose.get(from) ?? null) : (transcript.participant?.id ?? null)
  const isReady =
    starts.length > 1 &&
    starts.length <= mostParts &&
    across.data !== undefined &&
    (standing.length === 0 || cut) &&
    starts.every((start, index) => titleOf(start, index).trim() !== '')
  return (
    <StepModal
      title={t('arrange.split.title', { title: transcript.title })}
      action={t('arrange.split.do', { count: starts.length })}
      isDisabled={!isReady}
      onClose={onClose}
      onTake={() =>
        act(splitTranscript, {
          study,
          body: {
            transcript: transcript.id,
            cut,
            parts: starts.map((start, index) => ({
              id: uuidv7(),
              from: start.from,
              title: titleOf(start, index).trim(),
              participant: whoseOf(start),
            })),
          },
          describe: t('arrange.split.done', { title: transcript.title, count: starts.length }),
        })
      }
    >
      <p>{t('arrange.split.lede')}</p>
      {isReleased && (
        <Segments
          aria-label={t('arrange.split.way')}
          selectedKeys={[way]}
          onSelectionChange={([key]) =>
            setWay(key === 'headings' || key === 'turns' ? key : 'lines')
          }
        >
          <Segment id="lines">{t('arrange.split.lines')}</Segment>
          <Segment id="headings">{t('arrange.split.headings')}</Segment>
          <Segment id="turns">{t('arrange.split.turns')}</Segment>
        </Segments>
      )}
      {way === 'lines' && (
        <TextField
          label={t('arrange.split.pattern')}
          hint={t('arrange.split.patternHint', { open: '{', close: '}' })}
          value={pattern}
          onChange={setPattern}
          maxLength={200}
        />
      )}
      {read.error && <ErrorNotice error={read.error} onRetry={() => void read.refetch()} />}
      {way === 'turns' &&
        (read.data ? (
          <PickLines text={read.data.text} picked={picked} onPick={setPicked} />
        ) : (
          !read.error && <Skeleton lines={6} />
        ))}
      {starts.length < 2 && <p className="transcripts-faint">{t('arrange.split.none')}</p>}
      {starts.length > mostParts && (
        <p role="alert" className="arrange-refused">
          {t('arrange.split.many', { count: starts.length, most: mostParts })}
        </p>
      )}
      {starts.length > 1 && starts.length <= mostParts && (
        <ol className="arrange-parts">
          {starts.map((start, index) => (
            <li key={start.from}>
              <TextField
                label={t('arrange.split.part', { number: index + 1 })}
                value={titleOf(start, index)}
                onChange={(title) => setTitles(new Map([...titles, [start.from, title]]))}
                maxLength={300}
              />
              <ComboBox
                label={t('arrange.split.whose', { number: index + 1 })}
                choices={participants.map(({ id, label }) => ({ id, label }))}
                value={whoseOf(start)}
                onChange={(id) => setWhose(new Map([...whose, [start.from, id]]))}
              />
              {read.data && (
                <p className="arrange-beginning" dir="auto">
                  {read.data.text.slice(start.from, start.from + 160)}
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
      {standing.length > 0 && (
        <section role="alert">
          <p className="arrange-refused">
            {t('arrange.split.across', {
              count: standing.length,
              names: [...new Set(standing.map(({ about }) => about))].slice(0, 5).join(', '),
            })}
          </p>
          <Checkbox isSelected={cut} onChange={setCut}>
            {t('arrange.split.cut', { count: standing.length })}
          </Checkbox>
        </section>
      )}
    </StepModal>
  )
}

/** The first part begins with the text, whatever stands there. */
function withStart(found: readonly Start[], title: string): Start[] {
  const sorted = found
    .map(({ from, name }) => ({ from, name }))
    .toSorted((one, other) => one.from - other.from)
  if (sorted.length === 0) return []
  return sorted[0]?.from === 0 ? sorted : [{ from: 0, name: title }, ...sorted]
}

/** The lines of a text, to choose those with which a part begins. */
function PickLines({
  text,
  picked,
  onPick,
}: {
  text: string
  picked: readonly Start[]
  onPick: (picked: readonly Start[]) => void
}) {
  const t = useWords(messages)
  const [typed, setTyped] = useState('')
  const lines = useMemo(() => linesOf(text), [text])
  const wanted = typed.trim().toLowerCase()
  const shown = lines
    .filter(
      ({ from, name }) =>
        picked.some((one) => one.from === from) || name.toLowerCase().includes(wanted),
    )
    .slice(0, linesShown)
  return (
    <section>
      <SearchField label={t('arrange.split.find')} value={typed} onChange={setTyped} />
      <ul className="arrange-lines">
        {shown.map((line) => (
          <li key={line.from}>
            <Checkbox
              isSelected={picked.some(({ from }) => from === line.from)}
              onChange={(isPicked) =>
                onPick(
                  isPicked
                    ? [...picked, { ...line, name: line.name.slice(0, 80) }]
                    : picked.filter(({ from }) => from !== line.from),
                )
              }
            >
              <span dir="auto">{line.name.slice(0, 160)}</span>
            </Checkbox>
          </li>
        ))}
      </ul>
    </section>
  )
}

function linesOf(text: string): Start[] {
  const lines: Start[] = []
  let from = 0
  for (const line of text.split('\n')) {
    if (line.trim() !== '') lines.push({ from, name: line.trim() })
    from += line.length + 1
  }
  return lines
}
