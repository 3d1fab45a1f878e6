import { listTranscripts } from '@throughline/contract/transcripts'
import { useState, useSyncExternalStore } from 'react'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import { Button, ComboBox, Modal } from '../../design/index.ts'
import { messages } from '../messages.ts'

/** Two transcripts, the code list and “Here” need so much width. */
const wide = window.matchMedia('(min-width: 1100px)')

function listen(listener: () => void) {
  wide.addEventListener('change', listener)
  return () => wide.removeEventListener('change', listener)
}

/** Whether there is room for a second transcript. */
export function useRoomBeside(): boolean {
  return useSyncExternalStore(listen, () => wide.matches)
}

/** Which transcript to read beside this one. */
export function BesideDialog({
  study,
  transcript,
  isOpen,
  onOpenChange,
  onChoose,
}: {
  study: string
  transcript: string
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  onChoose: (transcript: string) => void
}) {
  const t = useWords(messages)
  const [chosen, setChosen] = useState<string | null>(null)
  const { data } = useAsk(
    listTranscripts,
    { params: { study } },
    { live: ['transcript'], staleTime: 60_000 },
  )
  const choices = (data?.transcripts ?? [])
    .filter(({ id, stage }) => stage === 'released' && id !== transcript)
    .map(({ id, title, participant }) => ({
      id,
      label: participant ? `${participant.label} · ${title}` : title,
    }))
  return (
    <Modal
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      size="small"
      title={t('coding.beside.title')}
      footer={(close) => (
        <Button
          tone="primary"
          isDisabled={chosen === null}
          onPress={() => {
            close()
            if (chosen !== null) onChoose(chosen)
          }}
        >
          {t('coding.beside.open')}
        </Button>
      )}
    >
      <ComboBox
        label={t('coding.beside.choose')}
        choices={choices}
        value={chosen}
        onChange={setChosen}
        menuTrigger="focus"
        autoFocus
      />
    </Modal>
  )
}
