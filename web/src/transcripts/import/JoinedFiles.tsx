import { useWords } from '../../app/words.tsx'
import { Button, ComboBox } from '../../design/index.ts'
import { messages } from '../messages.ts'
import type { SentFile } from './sent-file.ts'
import type { FileList } from './sent-files.ts'
import { isJoinable } from './sessions.ts'

/** With which other files this one is joined into one transcript; more can be added, or taken out. */
export function JoinedFiles({
  list,
  file,
  files,
}: {
  list: FileList
  file: SentFile
  files: readonly SentFile[]
}) {
  const t = useWords(messages)
  const joined = list.joinedWith(file)
  const others = files.filter(
    (other) => other.key !== file.key && isJoinable(other) && other.joined.length === 0,
  )
  if (!isJoinable(file) && joined.length === 0) return null
  if (joined.length === 0 && others.length === 0) return null
  return (
    <section>
      <h3>{t('transcripts.session.with')}</h3>
      <p className="transcripts-faint">{t('transcripts.session.withHint')}</p>
      {joined.length > 0 && (
        <ul className="transcripts-whose">
          {joined.map(({ key, name }) => (
            <li key={key}>
              <span dir="auto">{name}</span>
              <Button
                size="small"
                aria-label={t('transcripts.session.takeOutOne', { name })}
                onPress={() => list.part(key)}
              >
                {t('transcripts.session.takeOut')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ComboBox
          label={t('transcripts.session.add')}
          placeholder={t('transcripts.session.addHint')}
          choices={others.map(({ key, name }) => ({ id: key, label: name }))}
          value={null}
          onChange={(key) => {
            if (key !== null) list.join([file.key, ...joined.map((other) => other.key), key])
          }}
        />
      )}
    </section>
  )
}
