import type { ReactNode } from 'react'
import { useWords } from '../../app/words.tsx'
import { Button, Modal } from '../../design/index.ts'
import { messages } from './messages.ts'

/** A dialog that shows what a step would do, and takes it. */
export function StepModal({
  title,
  action,
  tone = 'primary',
  isDisabled,
  onTake,
  onClose,
  children,
}: {
  title: string
  action: string
  tone?: 'primary' | 'danger'
  isDisabled: boolean
  onTake: () => void
  onClose: () => void
  children: ReactNode
}) {
  const t = useWords(messages)
  return (
    <Modal
      size="wide"
      isOpen
      isDismissable={false}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={title}
      footer={(close) => (
        <>
          <Button onPress={close}>{t('arrange.cancel')}</Button>
          <Button
            tone={tone}
            isDisabled={isDisabled}
            onPress={() => {
              onTake()
              close()
            }}
          >
            {action}
          </Button>
        </>
      )}
    >
      <div className="arrange-dialog">{children}</div>
    </Modal>
  )
}
