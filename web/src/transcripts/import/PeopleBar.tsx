import { addParticipant } from '@throughline/contract/participants'
import { useMemo } from 'react'
import { uuidv7 } from 'uuidv7'
import { outbox, undoStep } from '../../app/outbox/index.ts'
import { useWords } from '../../app/words.tsx'
import { Button, toast } from '../../design/index.ts'
import { useMay } from '../../study/study-data.ts'
import { messages } from '../messages.ts'
import { importable, newParticipants, participantOf, readable } from './choices.ts'
import type { ByLabel } from './choices.ts'
import type { FileList } from './sent-files.ts'
import type { SentFile } from './sent-file.ts'

/** How many transcripts have no participant, and a button that makes one for each. */
export function PeopleBar({
  study,
  list,
  files,
  byLabel,
  nextLabel,
}: {
  study: string
  list: FileList
  files: readonly SentFile[]
  byLabel: ByLabel
  nextLabel: string
}) {
  const t = useWords(messages)
  const may = useMay(study)
  const fresh = useMemo(
    () => newParticipants(files, byLabel, nextLabel),
    [files, byLabel, nextLabel],
  )
  const without = useMemo(
    () =>
      importable(files).reduce(
        (sum, file) =>
          sum +
          (readable(file)?.transcripts.filter(
            (_, index) => participantOf(file, index, byLabel) === null,
          ).length ?? 0),
        0,
      ),
    [files, byLabel],
  )
  if (without === 0) return null
  const make = () => {
    const keys: string[] = []
    const chosen = new Map<string, Record<string, string | null>>()
    for (const { label, transcripts } of fresh) {
      const id = uuidv7()
      const { key } = outbox.enqueue({
        command: addParticipant,
        study,
        body: { id, label },
        describe: t('transcripts.look.made', { label }),
      })
      keys.push(key)
      for (const place of transcripts) {
        const before = chosen.get(place.key) ?? { ...list.get(place.key)?.participants }
        chosen.set(place.key, { ...before, [place.index]: id })
      }
    }
    const before = new Map(
      [...chosen.keys()].map((key) => [key, { participants: list.get(key)?.participants ?? {} }]),
    )
    list.chooseAll(new Map([...chosen].map(([key, participants]) => [key, { participants }])))
    toast({
      text: t('transcripts.people.made', { count: fresh.length }),
      onUndo: () => {
        list.chooseAll(before)
        for (const key of keys.toReversed()) undoStep(study, key)
      },
    })
  }
  return (
    <div className="transcripts-people">
      <p>
        <b>{t('transcripts.people', { count: without })}</b>{' '}
        {may('manage participants') && <span>{t('transcripts.people.hint')}</span>}
      </p>
      {may('manage participants') && (
        <Button onPress={make}>{t('transcripts.people.make', { count: fresh.length })}</Button>
      )}
    </div>
  )
}
