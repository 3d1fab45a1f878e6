import type { ReactNode } from 'react'
import { useWords } from '../../app/words.tsx'
import { Button, Modal, TextField } from '../../design/index.ts'
import { messages } from './messages.ts'

/** A step that asks before it is taken: what it needs, why it is taken, and its button. */
export function StepForm({
  title,
  action,
  isReady,
  size = 'medium',
  reason,
  onReason,
  onTake,
  onClose,
  children,
}: {
  title: string
  action: string
  isReady: boolean
  size?: 'medium' | 'wide'
  reason: string
  onReason: (reason: string) => void
  onTake: () => void
  onClose: () => void
  children: ReactNode
}) {
  const t = useWords(messages)
  return (
    <Modal
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={title}
      size={size}
      isDismissable={false}
      footer={() => (
        <>
          <Button onPress={onClose}>{t('reshape.cancel')}</Button>
          <Button
            tone="primary"
            isDisabled={!isReady}
            onPress={() => {
              onTake()
              onClose()
            }}
          >
            {action}
          </Button>
        </>
      )}
    >
      <div className="reshape">
        {children}
        <TextField
          label={t('reshape.reason')}
          hint={t('reshape.reason.hint')}
          value={reason}
          maxLength={2_000}
          onChange={onReason}
        />
      </div>
    </Modal>
  )
}
