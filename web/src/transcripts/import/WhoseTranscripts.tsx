import { addParticipant } from '@throughline/contract/participants'
import type { Participant } from '@throughline/contract/participants'
import type { FilePreview } from '@throughline/contract/transcripts'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { useWords } from '../../app/words.tsx'
import { Button, ComboBox } from '../../design/index.ts'
import { act, useMay } from '../../study/study-data.ts'
import { messages } from '../messages.ts'
import { participantOf } from './choices.ts'
import type { ByLabel } from './choices.ts'
import type { FileList } from './sent-files.ts'
import type { SentFile } from './sent-file.ts'

interface Props {
  study: string
  list: FileList
  file: SentFile
  preview: FilePreview
  byLabel: ByLabel
  participants: readonly Participant[]
}

/** Whose transcripts a file holds. A table of many shows one field at a time. */
export function WhoseTranscripts(props: Props) {
  const t = useWords(messages)
  const { preview, file, byLabel, participants } = props
  const several = preview.transcripts.length > 1
  const [edited, setEdited] = useState(several ? null : 0)
  const labelOf = new Map(participants.map(({ id, label }) => [id, label]))
  return (
    <section>
      <h3>{several ? t('transcripts.look.whoseAll') : t('transcripts.look.whose')}</h3>
      <ul className="transcripts-whose">
        {preview.transcripts.map(({ title, words }, index) => {
          const whose = participantOf(file, index, byLabel)
          return (
            <li key={index}>
              {several && (
                <span className="transcripts-whose-title">
                  <b>{title}</b> {t('transcripts.watch.words', { words })}
                </span>
              )}
              {edited === index ? (
                <OneOf {...props} index={index} whose={whose} />
              ) : (
                <Button size="small" onPress={() => setEdited(index)}>
                  {whose === null ? t('transcripts.look.choose') : (labelOf.get(whose) ?? '…')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function OneOf({
  study,
  list,
  file,
  preview,
  byLabel,
  participants,
  index,
  whose,
}: Props & { index: number; whose: string | null }) {
  const t = useWords(messages)
  const may = useMay(study)
  const transcript = preview.transcripts[index]
  const wanted = transcript?.participantLabel ?? null
  const choose = (participant: string | null) =>
    list.choose(file.key, { participants: { ...file.participants, [index]: participant } })
  const make = (label: string) => {
    const id = uuidv7()
    act(addParticipant, {
      study,
      body: { id, label },
      describe: t('transcripts.look.made', { label }),
    })
    choose(id)
  }
  return (
    <div className="transcripts-whose-one">
      <ComboBox
        label={t('transcripts.look.chooseFor', { title: transcript?.title ?? file.name })}
        isLabelHidden
        placeholder={t('transcripts.look.nobody')}
        choices={participants.map(({ id, label }) => ({ id, label }))}
        value={whose}
        onChange={choose}
      />
      {wanted !== null && !byLabel.has(wanted) && whose === null && may('manage participants') && (
        <Button onPress={() => make(wanted)}>
          {t('transcripts.look.make', { label: wanted })}
        </Button>
      )}
    </div>
  )
}
