import { useWords } from '../../app/words.tsx'
import { Kbd, Modal } from '../../design/index.ts'
import { messages } from '../messages.ts'

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)
const mod = isMac ? '⌘' : 'Ctrl'
const alt = isMac ? '⌥' : 'Alt'

const keys = [
  [['Shift', '← → ↑ ↓'], 'coding.keys.select'],
  [[alt, '↑'], 'coding.keys.grow'],
  [['a…z'], 'coding.keys.type'],
  [['↵'], 'coding.keys.apply'],
  [[mod, '↵'], 'coding.keys.new'],
  [[alt, '↵'], 'coding.keys.words'],
  [['1…9'], 'coding.keys.recent'],
  [['[', ']'], 'coding.keys.codings'],
  [['↵'], 'coding.keys.recode'],
  [[alt, 'Shift', '← →'], 'coding.keys.end'],
  [[alt, 'Shift', '↑ ↓'], 'coding.keys.start'],
  [[alt, 'Shift', mod, '← → ↑ ↓'], 'coding.keys.character'],
  [['Delete'], 'coding.keys.remove'],
  [[mod, 'F'], 'coding.keys.find'],
  [[mod, 'G'], 'coding.keys.goTo'],
  [['/'], 'coding.keys.codeField'],
  [[mod, 'Z'], 'coding.keys.undo'],
  [['Esc'], 'coding.keys.escape'],
  [['?'], 'coding.keys.help'],
] as const

/** What the keys do here; `?` opens it. */
export function KeysDialog({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}) {
  const t = useWords(messages)
  return (
    <Modal isOpen={isOpen} onOpenChange={onOpenChange} title={t('coding.keys.title')}>
      <dl className="coding-keys">
        {keys.map(([pressed, what]) => (
          <div key={what}>
            <dt>
              {pressed.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
