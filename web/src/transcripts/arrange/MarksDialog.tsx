import {
  findMarks,
  listQuestions,
  markSections,
  setQuestions,
  type FoundMark,
  type MarkSearch,
} from '@throughline/contract/sections'
import type { TranscriptSummary } from '@throughline/contract/transcripts'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import {
  Badge,
  Button,
  Checkbox,
  ErrorNotice,
  Loading,
  Segment,
  Segments,
  Select,
  TextArea,
  TextField,
} from '../../design/index.ts'
import { act } from '../../study/study-data.ts'
import { useFolders } from './arrange-data.ts'
import { messages } from './messages.ts'
import { questionsFrom } from './naming.ts'
import { StepModal } from './StepModal.tsx'

const ways = ['lines', 'headings', 'questions'] as const
const everywhere = 'everywhere'

/** Looks for sections and questions in many transcripts, shows what it found, and marks what is left ticked. */
export function MarksDialog({
  study,
  transcripts,
  onClose,
}: {
  study: string
  transcripts: readonly TranscriptSummary[]
  onClose: () => void
}) {
  const t = useWords(messages)
  const folders = useFolders(study)
  const questions = useAsk(listQuestions, { params: { study } }, { live: ['section', 'question'] })
  const known = questions.data?.questions ?? []
  const [by, setBy] = useState<MarkSearch>('lines')
  const [pattern, setPattern] = useState('Part {number}')
  const [folder, setFolder] = useState(everywhere)
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set())
  const isListed = by !== 'questions' || known.length > 0
  const { data, error, refetch, isFetching } = useAsk(
    findMarks,
    {
      params: { study },
      search: {
        by,
        pattern: by === 'lines' ? pattern : '',
        ...(folder === everywhere ? {} : { folder }),
      },
    },
    { enabled: isListed && (by !== 'lines' || pattern.trim() !== ''), staleTime: 0 },
  )
  const found = data?.found ?? []
  const taken = found.filter((mark) => !mark.marked && !without.has(keyOf(mark)))
  const titles = new Map(transcripts.map(({ id, title }) => [id, title]))
  return (
    <StepModal
      title={t('arrange.marks.title')}
      action={t('arrange.marks.do', { count: taken.length })}
      isDisabled={taken.length === 0}
      onClose={onClose}
      onTake={() =>
        act(markSections, {
          study,
          body: {
            sections: taken.map(({ transcript, kind, question, name, from, to }) => ({
              id: uuidv7(),
              transcript,
              kind,
              question,
              name,
              from,
              to,
            })),
          },
          describe: t('arrange.marks.done', { count: taken.length }),
        })
      }
    >
      <p>{t('arrange.marks.lede')}</p>
      <Segments
        aria-label={t('arrange.marks.by')}
        selectedKeys={[by]}
        onSelectionChange={([key]) => setBy(ways.find((way) => way === key) ?? 'lines')}
      >
        {ways.map((way) => (
          <Segment key={way} id={way}>
            {t(`arrange.marks.${way}`)}
          </Segment>
        ))}
      </Segments>
      {by === 'lines' && (
        <TextField
          label={t('arrange.split.pattern')}
          hint={t('arrange.split.patternHint', { open: '{', close: '}' })}
          value={pattern}
          onChange={setPattern}
          maxLength={200}
        />
      )}
      {by === 'questions' && questions.data && (
        <QuestionList
          key={known.map(({ number, wording }) => `${number} ${wording}`).join('\n')}
          study={study}
          known={known}
        />
      )}
      {folders.length > 0 && (
        <Select
          label={t('arrange.marks.in')}
          choices={[
            { id: everywhere, label: t('arrange.marks.everywhere') },
            ...folders.map(({ id, name }) => ({ id, label: name })),
          ]}
          value={folder}
          onChange={setFolder}
        />
      )}
      {questions.data && !isListed && (
        <p className="transcripts-faint">{t('arrange.marks.listFirst')}</p>
      )}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isFetching && !data && <Loading />}
      {data && (
        <section aria-live="polite">
          <h3>
            {found.length === 0
              ? t('arrange.marks.none', { count: data.searched })
              : t('arrange.marks.found', {
                  count: found.length,
                  transcripts: new Set(found.map(({ transcript }) => transcript)).size,
                  searched: data.searched,
                })}
          </h3>
          {data.more && <p className="transcripts-faint">{t('arrange.marks.more')}</p>}
          <ul className="arrange-lines" aria-label={t('arrange.marks.table')}>
            {found.map((mark) => (
              <li key={keyOf(mark)}>
                <Checkbox
                  isDisabled={mark.marked}
                  isSelected={!mark.marked && !without.has(keyOf(mark))}
                  onChange={(isTaken) =>
                    setWithout(
                      new Set(
                        isTaken
                          ? [...without].filter((key) => key !== keyOf(mark))
                          : [...without, keyOf(mark)],
                      ),
                    )
                  }
                >
                  <span dir="auto">{mark.words.slice(0, 160)}</span>
                  <small>
                    {titles.get(mark.transcript)} ·{' '}
                    {mark.question === null
                      ? `${t('arrange.marks.section')} “${mark.name}”`
                      : t('arrange.marks.question', { number: mark.question })}{' '}
                    {mark.marked && <Badge>{t('arrange.marks.already')}</Badge>}
                  </small>
                </Checkbox>
              </li>
            ))}
          </ul>
        </section>
      )}
    </StepModal>
  )
}

const keyOf = ({ transcript, kind, from }: FoundMark) => `${transcript} ${kind} ${from}`

/** The study's questions as a text, a line for each. */
function QuestionList({
  study,
  known,
}: {
  study: string
  known: readonly { number: number; wording: string; marks: number }[]
}) {
  const t = useWords(messages)
  const [written, setWritten] = useState(
    known.map(({ number, wording }) => `${number} ${wording}`).join('\n'),
  )
  const read = questionsFrom(written)
  const marked = known.filter(({ marks }) => marks > 0)
  return (
    <section className="arrange-questions">
      <TextArea
        label={t('arrange.marks.list')}
        hint={t('arrange.questions.hint')}
        rows={5}
        value={written}
        onChange={setWritten}
        error={'badLine' in read ? t('arrange.questions.bad', { line: read.badLine }) : undefined}
      />
      {marked.length > 0 && (
        <p className="transcripts-faint">
          {t('arrange.questions.marked', {
            list: marked
              .map(({ number, marks }) => t('arrange.questions.count', { number, marks }))
              .join(', '),
          })}
        </p>
      )}
      <Button
        isDisabled={'badLine' in read}
        onPress={() => {
          if ('questions' in read)
            act(setQuestions, {
              study,
              body: { questions: read.questions },
              describe: t('arrange.questions.saved'),
            })
        }}
      >
        {t('arrange.questions.save')}
      </Button>
    </section>
  )
}
