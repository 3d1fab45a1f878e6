import type { FilePreview } from '@throughline/contract/transcripts'
import { useWords } from '../../app/words.tsx'
import { RadioGroup } from '../../design/index.ts'
import { messages } from '../messages.ts'
import type { FileList } from './sent-files.ts'
import type { SentFile } from './sent-file.ts'

/** How the bytes of a file are read as characters: said, or chosen by looking at samples. */
export function EncodingChoice({
  list,
  file,
  preview: { encoding },
}: {
  list: FileList
  file: SentFile
  preview: FilePreview
}) {
  const t = useWords(messages)
  if (encoding === null) return null
  if (encoding.certain)
    return (
      <section>
        <h3>{t('transcripts.look.encoding')}</h3>
        <p className="transcripts-faint">
          {t('transcripts.look.certain', { name: encoding.name.toUpperCase() })}
        </p>
      </section>
    )
  const chosen = file.options.encoding ?? encoding.name
  return (
    <section>
      <h3>{t('transcripts.look.encoding')}</h3>
      <p>{t('transcripts.look.doubt')}</p>
      <div className="transcripts-encodings">
        <RadioGroup
          label={t('transcripts.look.encodings')}
          isLabelHidden
          choices={alike(encoding.alternatives).map(({ name, sample, names }) => ({
            id: name,
            label: sample,
            hint: names.join(', '),
          }))}
          value={
            alike(encoding.alternatives).find(({ names }) => names.includes(chosen))?.name ?? null
          }
          onChange={(name) => list.readAgain(file.key, { ...file.options, encoding: name })}
        />
      </div>
    </section>
  )
}

type Alternatives = NonNullable<FilePreview['encoding']>['alternatives']

/** Encodings that give the same characters here are one choice, named by all of them. */
function alike(alternatives: Alternatives): { name: string; sample: string; names: string[] }[] {
  return [...Map.groupBy(alternatives, ({ sample }) => sample)].map(([sample, same]) => ({
    name: same[0]?.name ?? '',
    sample,
    names: same.map(({ name }) => name),
  }))
}
