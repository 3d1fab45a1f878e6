import { useWords } from '../app/words.tsx'
import { Button, Icon, toast } from '../design/index.ts'
import { messages } from './messages.ts'

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, children }: { text: string; children: string }) {
  const t = useWords(messages)
  return (
    <Button
      size="small"
      onPress={() =>
        void navigator.clipboard.writeText(text).then(
          () => toast({ text: t('accounts.copied') }),
          () => toast({ text: t('accounts.copyFailed'), tone: 'bad' }),
        )
      }
    >
      <Icon name="copy" />
      {children}
    </Button>
  )
}
