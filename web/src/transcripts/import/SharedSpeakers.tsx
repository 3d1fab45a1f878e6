import { useWords } from '../../app/words.tsx'
import { Card } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { withRole } from './choices.ts'
import type { SharedSpeaker } from './choices.ts'
import { RoleSelect } from './RoleSelect.tsx'
import type { FileList } from './sent-files.ts'
import type { SentFile } from './sent-file.ts'

const shownLabels = 12

/** Labels that stand in several files: who they are is said once for all of them. */
export function SharedSpeakers({
  list,
  files,
  shared,
}: {
  list: FileList
  files: readonly SentFile[]
  shared: readonly SharedSpeaker[]
}) {
  const t = useWords(messages)
  return (
    <Card title={t('transcripts.shared')} aside={t('transcripts.shared.aside')}>
      <ul className="transcripts-speakers">
        {shared.slice(0, shownLabels).map(({ label, files: count, role }) => (
          <li key={label}>
            <b>{label}</b>
            <span>{t('transcripts.shared.files', { count })}</span>
            <RoleSelect
              label={label}
              role={role}
              onChange={(chosen) => list.chooseAll(withRole(files, label, chosen))}
            />
          </li>
        ))}
      </ul>
      {shared.length > shownLabels && (
        <p className="transcripts-faint">
          {t('transcripts.shared.more', { count: shared.length - shownLabels })}
        </p>
      )}
    </Card>
  )
}
