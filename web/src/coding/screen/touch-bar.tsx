import { useWords } from '../../app/words.tsx'
import { Button } from '../../design/index.ts'
import { messages } from '../messages.ts'

/** For fingers for which neither handles nor a long press will do: two taps select. */
export function TouchBar({
  isTapping,
  onTapping,
}: {
  isTapping: boolean
  onTapping: (isTapping: boolean) => void
}) {
  const t = useWords(messages)
  return (
    <div className="coding-touch">
      <Button
        size="small"
        aria-pressed={isTapping}
        tone={isTapping ? 'primary' : 'quiet'}
        onPress={() => onTapping(!isTapping)}
      >
        {t('coding.here.tap')}
      </Button>
      <span>{t(isTapping ? 'coding.here.tapHint' : 'coding.here.touchHint')}</span>
    </div>
  )
}
