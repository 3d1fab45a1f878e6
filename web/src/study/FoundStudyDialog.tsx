import { foundStudy, listMyStudies } from '@throughline/contract/study'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { outbox } from '../app/outbox/index.ts'
import { refresh } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import { Button, ErrorNotice, Modal } from '../design/index.ts'
import { AboutFields, type About, emptyAbout } from './AboutFields.tsx'
import { messages } from './messages.ts'

export function FoundStudyDialog({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}) {
  const t = useWords(messages)
  return (
    <Modal
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t('study.found.title')}
      isDismissable={false}
    >
      {(close) => <FoundForm close={close} />}
    </Modal>
  )
}

/** Apart from its dialog, so that it begins anew each time. */
function FoundForm({ close }: { close: () => void }) {
  const t = useWords(messages)
  const navigate = useNavigate()
  const [about, setAbout] = useState<About>(emptyAbout)
  const [isTried, setTried] = useState(false)
  const [isFounding, setFounding] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function found() {
    const title = about.title.trim()
    setTried(true)
    if (title === '') return
    setFounding(true)
    const id = uuidv7()
    const body = { id, ...about, title }
    const describe = t('study.found.describe', { title })
    try {
      await outbox.enqueue({ command: foundStudy, study: null, body, describe }).acknowledged
      await refresh(listMyStudies)
      close()
      await navigate({ to: '/studies/$study', params: { study: id } })
    } catch (refused) {
      setError(refused)
      setFounding(false)
    }
  }

  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        void found()
      }}
    >
      <p className="study-form-intro">{t('study.found.intro')}</p>
      <AboutFields about={about} onChange={setAbout} isTitleMissing={isTried} autoFocus />
      {error !== null && <ErrorNotice error={error} />}
      <footer className="study-form-foot">
        <Button slot="close">{t('study.cancel')}</Button>
        <Button tone="primary" type="submit" isPending={isFounding}>
          {t('study.found.do')}
        </Button>
      </footer>
    </form>
  )
}
