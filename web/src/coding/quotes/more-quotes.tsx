import { useWords } from '../../app/words.tsx'
import { Button } from '../../design/index.ts'
import { messages } from './messages.ts'
import type { useFurtherQuotes } from './use-further-quotes.ts'
import './quotes-page.css'

/** Below quotes that are not all: how many of them are shown, and a button for the next. Nothing below the last. */
export function MoreQuotes({
  total,
  quotes,
  askForMore,
  isFetching,
}: ReturnType<typeof useFurtherQuotes> & { total: number }) {
  const t = useWords(messages)
  if (askForMore === null) return null
  return (
    <footer className="quotes-more">
      <span>{t('quotes.shown', { shown: quotes.length, total })}</span>
      <Button onPress={askForMore} isPending={isFetching}>
        {t('quotes.more')}
      </Button>
    </footer>
  )
}
