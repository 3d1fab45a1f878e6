import { flushSync } from 'react-dom'
import {
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from 'react-aria-components'
import { useWords } from '../app/words.tsx'
import { Button, IconButton } from './button.tsx'
import { Icon } from './icons.tsx'
import { messages } from './messages.ts'
import './toast.css'

export interface Notice {
  text: string
  tone?: 'good' | 'bad'
  /** What the Undo button does. */
  onUndo?: () => void
  /** Another action instead of Undo. */
  action?: { label: string; onPress: () => void }
}

const queue = new ToastQueue<Notice>({
  maxVisibleToasts: 3,
  wrapUpdate: (update) => flushSync(update),
})

/** Milliseconds: long enough to read and to reach the button; hover and focus stop the clock. */
const shortest = 6_000

/** A short notice at the lower edge. One that says what went wrong stays until it is closed. Returns a function that closes it. */
export function toast(notice: Notice): () => void {
  const key = queue.add(notice, notice.tone === 'bad' ? {} : { timeout: shortest })
  return () => queue.close(key)
}

export function ToastRegion() {
  const t = useWords(messages)
  return (
    <AriaToastRegion queue={queue} className="ToastRegion" aria-label={t('design.notices')}>
      {({ toast: queued }) => {
        const { text, tone, onUndo, action } = queued.content
        const button = onUndo ? { label: t('design.undo'), onPress: onUndo } : action
        return (
          <AriaToast toast={queued} className={`Toast${tone ? ` Toast-${tone}` : ''}`}>
            <ToastContent className="Toast-content">
              <Text slot="title">{text}</Text>
            </ToastContent>
            {button && (
              <Button
                tone="plain"
                className="Toast-action"
                onPress={() => {
                  queue.close(queued.key)
                  button.onPress()
                }}
              >
                {button.label}
              </Button>
            )}
            <IconButton slot="close" aria-label={t('design.close')} size="small">
              <Icon name="close" />
            </IconButton>
          </AriaToast>
        )
      }}
    </AriaToastRegion>
  )
}
