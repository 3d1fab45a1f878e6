import type { Code } from '@throughline/contract/coding'
import { useWords } from '../../app/words.tsx'
import { Button, Menu, MenuItem, MenuTrigger, Stripe } from '../../design/index.ts'
import { MergeDialog } from './merge-dialog.tsx'
import { messages } from './messages.ts'
import { DuplicateDialog, GroupDialog, MoveDialog } from './small-dialogs.tsx'
import { SplitDialog } from './split-dialog.tsx'
import './reshaping.css'

/** A step that changes the shape of the code list, and is asked about first. */
export type Reshaping = 'merge' | 'split' | 'duplicate' | 'group' | 'move'

/** The steps that one code can be taken through. */
export function ReshapeMenu({ onChoose }: { onChoose: (what: Reshaping) => void }) {
  const t = useWords(messages)
  return (
    <MenuTrigger>
      <Button>{t('reshape.more')}</Button>
      <Menu
        onAction={(chosen) => {
          for (const what of ['merge', 'split', 'duplicate'] as const)
            if (what === chosen) onChoose(what)
        }}
      >
        <MenuItem id="merge">{t('reshape.merge')}</MenuItem>
        <MenuItem id="split">{t('reshape.split')}</MenuItem>
        <MenuItem id="duplicate">{t('reshape.duplicate')}</MenuItem>
      </Menu>
    </MenuTrigger>
  )
}

/** Several chosen codes, and what can be done with them at once. */
export function ChosenCodes({
  chosen,
  onChoose,
}: {
  chosen: readonly Code[]
  onChoose: (what: Reshaping) => void
}) {
  const t = useWords(messages)
  return (
    <article className="codes-card">
      <h2>{t('reshape.chosen', { codes: chosen.length })}</h2>
      <ul className="reshape-codes">
        {chosen.map(({ id, name, colour }) => (
          <li key={id}>
            <Stripe colour={colour} /> {name}
          </li>
        ))}
      </ul>
      <p className="coding-hint">{t('reshape.chosenText')}</p>
      <footer>
        <Button onPress={() => onChoose('merge')}>
          {t('reshape.mergeMany', { codes: chosen.length })}
        </Button>
        <Button onPress={() => onChoose('group')}>{t('reshape.group')}</Button>
        <Button onPress={() => onChoose('move')}>{t('reshape.move')}</Button>
      </footer>
    </article>
  )
}

/** The dialog of the step that was chosen. `onDone` names the code to look at then. */
export function ReshapeDialog({
  study,
  what,
  chosen,
  codes,
  onClose,
  onDone,
}: {
  study: string
  what: Reshaping
  chosen: readonly Code[]
  codes: readonly Code[]
  onClose: () => void
  onDone: (code: string) => void
}) {
  const [first] = chosen
  if (!first) return null
  switch (what) {
    case 'merge':
      return (
        <MergeDialog
          study={study}
          from={chosen}
          codes={codes}
          onClose={onClose}
          onMerged={onDone}
        />
      )
    case 'split':
      return <SplitDialog study={study} code={first} onClose={onClose} onSplit={onDone} />
    case 'duplicate':
      return <DuplicateDialog study={study} code={first} onClose={onClose} onMade={onDone} />
    case 'group':
      return <GroupDialog study={study} chosen={chosen} onClose={onClose} onMade={onDone} />
    case 'move':
      return <MoveDialog study={study} chosen={chosen} codes={codes} onClose={onClose} />
  }
}
