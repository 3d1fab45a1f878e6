import { useWords } from '../../app/words.tsx'
import { Select } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { roles } from './choices.ts'
import type { Role } from './choices.ts'

/** Interviewer, participant or not known. */
export function RoleSelect({
  label,
  role,
  onChange,
}: {
  label: string
  role: Role | null
  onChange: (role: Role) => void
}) {
  const t = useWords(messages)
  return (
    <Select
      label={t('transcripts.role.of', { label })}
      isLabelHidden
      className="transcripts-role"
      placeholder={t('transcripts.shared.mixed')}
      choices={roles.map((id) => ({ id, label: t(`transcripts.role.${id}`) }))}
      value={role}
      onChange={onChange}
    />
  )
}
