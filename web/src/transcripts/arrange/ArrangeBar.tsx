import type { TranscriptSummary } from '@throughline/contract/transcripts'
import { useWords } from '../../app/words.tsx'
import { Button } from '../../design/index.ts'
import { FoldersDialog } from './FoldersDialog.tsx'
import {
  type ManyProps,
  MoveDialog,
  ReleaseDialog,
  RemoveDialog,
  RenameDialog,
  WhoseDialog,
} from './ManyDialogs.tsx'
import { MarksDialog } from './MarksDialog.tsx'
import { MergeDialog } from './MergeDialog.tsx'
import { messages } from './messages.ts'
import { RolesDialog } from './RolesDialog.tsx'
import './arrange.css'

/** A step with the chosen transcripts, or with all. */
export type Arranging =
  'move' | 'rename' | 'participant' | 'roles' | 'merge' | 'release' | 'remove' | 'folders' | 'marks'

const many = ['move', 'rename', 'participant', 'roles', 'merge', 'release', 'remove'] as const

/** What can be done with the transcripts that were ticked. */
export function ArrangeBar({
  chosen,
  onStep,
  onClear,
}: {
  chosen: readonly TranscriptSummary[]
  onStep: (step: Arranging) => void
  onClear: () => void
}) {
  const t = useWords(messages)
  return (
    <div
      className="arrange-bar"
      role="region"
      aria-label={t('arrange.selected', { count: chosen.length })}
    >
      <b>{t('arrange.selected', { count: chosen.length })}</b>
      {many
        .filter((step) => step !== 'merge' || chosen.length > 1)
        .map((step) => (
          <Button key={step} size="small" onPress={() => onStep(step)}>
            {t(`arrange.many.${step}`)}
          </Button>
        ))}
      <Button tone="plain" size="small" onPress={onClear}>
        {t('arrange.clear')}
      </Button>
    </div>
  )
}

const dialogs = {
  move: MoveDialog,
  rename: RenameDialog,
  participant: WhoseDialog,
  roles: RolesDialog,
  merge: MergeDialog,
  release: ReleaseDialog,
  remove: RemoveDialog,
  marks: MarksDialog,
} as const

/** The dialog of the step that was chosen. */
export function ArrangeDialog({ step, ...props }: ManyProps & { step: Arranging }) {
  if (step === 'folders') return <FoldersDialog study={props.study} onClose={props.onClose} />
  const Chosen = dialogs[step]
  return <Chosen {...props} />
}
