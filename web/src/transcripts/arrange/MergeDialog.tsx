import { mergeTranscripts, type Standing } from '@throughline/contract/transcript-parts'
import type { TranscriptSummary } from '@throughline/contract/transcripts'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { useWords } from '../../app/words.tsx'
import { Icon, IconButton, TextField } from '../../design/index.ts'
import { act } from '../../study/study-data.ts'
import { useStanding } from './arrange-data.ts'
import type { ManyProps } from './ManyDialogs.tsx'
import { messages } from './messages.ts'
import { clockOf, millisecondsOf } from './naming.ts'
import { StepModal } from './StepModal.tsx'

/** The parts of one interview become one transcript, in the order that is given here. */
export function MergeDialog({ study, transcripts, onClose }: ManyProps) {
  const t = useWords(messages)
  const standing = useStanding(study)
  const [order, setOrder] = useState(() => transcripts.map(({ id }) => id))
  const [title, setTitle] = useState(transcripts[0]?.title ?? '')
  const [written, setWritten] = useState<ReadonlyMap<string, string>>(new Map())
  const byId = new Map(transcripts.map((one) => [one.id, one]))
  const parts = order.flatMap((id) => byId.get(id) ?? [])
  const proposed = laterTimes(parts, standing)
  const timed = parts.some(({ id }) => (standing.get(id)?.lasts ?? null) !== null)
  const later = (id: string) => millisecondsOf(written.get(id) ?? clockOf(proposed.get(id) ?? 0))
  const refused = whyNot(parts, standing)
  const move = (index: number, by: number) => setOrder(swapped(order, index, index + by))
  return (
    <StepModal
      title={t('arrange.merge.title')}
      action={t('arrange.merge.do', { count: parts.length })}
      isDisabled={
        refused !== null || title.trim() === '' || parts.some(({ id }) => later(id) === null)
      }
      onClose={onClose}
      onTake={() =>
        act(mergeTranscripts, {
          study,
          body: {
            id: uuidv7(),
            title: title.trim(),
            parts: parts.map(({ id }) => ({ transcript: id, later: later(id) ?? 0 })),
          },
          describe: t('arrange.merge.done', { count: parts.length, title: title.trim() }),
        })
      }
    >
      <p>{t('arrange.merge.lede')}</p>
      {refused !== null && (
        <p role="alert" className="arrange-refused">
          {t(`arrange.merge.${refused}`)}
        </p>
      )}
      <TextField
        label={t('arrange.merge.name')}
        value={title}
        onChange={setTitle}
        maxLength={300}
      />
      <section>
        <h3>{t('arrange.merge.parts')}</h3>
        {timed && <p className="transcripts-faint">{t('arrange.merge.laterHint')}</p>}
        <ol className="arrange-parts">
          {parts.map(({ id, title: name, words }, index) => (
            <li key={id}>
              <span className="arrange-part">
                <b>{name}</b>
                <span>
                  {t('arrange.merge.part', { words, codings: standing.get(id)?.codings ?? 0 })}
                </span>
              </span>
              {timed && index > 0 && (
                <TextField
                  label={t('arrange.merge.later', { title: name })}
                  isLabelHidden
                  className="arrange-time"
                  value={written.get(id) ?? clockOf(proposed.get(id) ?? 0)}
                  onChange={(value) => setWritten(new Map([...written, [id, value]]))}
                  error={later(id) === null ? t('arrange.merge.badTime') : undefined}
                />
              )}
              <IconButton
                size="small"
                aria-label={t('arrange.merge.up', { title: name })}
                isDisabled={index === 0}
                onPress={() => move(index, -1)}
              >
                <Icon name="up" />
              </IconButton>
              <IconButton
                size="small"
                aria-label={t('arrange.merge.down', { title: name })}
                isDisabled={index === parts.length - 1}
                onPress={() => move(index, 1)}
              >
                <Icon name="down" />
              </IconButton>
            </li>
          ))}
        </ol>
      </section>
    </StepModal>
  )
}

function swapped(order: readonly string[], one: number, other: number): string[] {
  return order.map(
    (id, index) => (index === one ? order[other] : index === other ? order[one] : id) ?? id,
  )
}

/** Each part begins where the last known time of those before it is. */
function laterTimes(
  parts: readonly TranscriptSummary[],
  standing: ReadonlyMap<string, Standing>,
): Map<string, number> {
  let later = 0
  return new Map(
    parts.map(({ id }) => {
      const begins = later
      later += Math.ceil((standing.get(id)?.lasts ?? 0) / 1_000) * 1_000
      return [id, begins]
    }),
  )
}

function whyNot(
  parts: readonly TranscriptSummary[],
  standing: ReadonlyMap<string, Standing>,
): 'mixed' | 'people' | 'kept' | null {
  const released = parts.filter(({ stage }) => stage === 'released').length
  if (released > 0 && released < parts.length) return 'mixed'
  if (new Set(parts.flatMap(({ participant }) => participant?.id ?? [])).size > 1) return 'people'
  return parts.some(({ id }) => standing.get(id)?.kept) ? 'kept' : null
}
