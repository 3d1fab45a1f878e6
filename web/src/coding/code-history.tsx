import { listCodeChanges, type Code, type CodeChange } from '@throughline/contract/coding'
import type { Member } from '@throughline/contract/study'
import { undoStep } from '../app/outbox/index.ts'
import { useAsk } from '../app/queries.ts'
import { language, useWords } from '../app/words.tsx'
import { Avatar, Button } from '../design/index.ts'
import { messages } from './codes-messages.ts'

export interface CodeHistoryProps {
  study: string
  /** One code's history, or with null that of the whole list. */
  code: string | null
  codes: readonly Code[]
  team: ReadonlyMap<string, Member>
  may: boolean
}

/** Who changed what, when and why; each step can be undone where nothing stands on it. */
export function CodeHistory({ study, code, codes, team, may }: CodeHistoryProps) {
  const t = useWords(messages)
  const { data } = useAsk(
    listCodeChanges,
    { params: { study }, search: code === null ? {} : { code } },
    { live: ['code'], keep: true },
  )
  const changes = data?.changes ?? []
  return (
    <section className="codes-card codes-history">
      <h2>{t(code === null ? 'codes.history.all' : 'codes.history')}</h2>
      {changes.length === 0 && <p className="coding-hint">{t('codes.history.none')}</p>}
      <ol>
        {changes.map((change) => (
          <li key={change.version}>
            <Avatar
              id={change.by}
              name={team.get(change.by)?.name ?? '?'}
              as={team.get(change.by)}
              small
            />
            <div>
              <p>
                <Said
                  change={change}
                  name={codes.find(({ id }) => id === change.code)?.name}
                  isList={code === null}
                />
              </p>
              {change.reason !== '' && <p className="codes-reason">{change.reason}</p>}
              <small>
                v{change.version} · {when(change.at)}
              </small>
            </div>
            {may && change.undoable && (
              <Button size="small" tone="plain" onPress={() => undoStep(study, change.step)}>
                {t('codes.history.undo')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

const fieldNames = [
  'name',
  'colour',
  'definition',
  'whenToUse',
  'whenNotToUse',
  'example',
  'parent',
  'position',
  'retired',
] as const

function Said({
  change,
  name,
  isList,
}: {
  change: CodeChange
  name: string | undefined
  isList: boolean
}) {
  const t = useWords(messages)
  const { what, before, after } = change
  const fields = fieldNames.filter((field) => after !== null && field in after)
  const listed = [...new Set(fields.map((field) => t(`codes.field.${field}`)))].join(', ')
  const wasNamed = before?.['name']
  const isNamed = after?.['name']
  const whose = isList && name !== undefined && what !== 'added' ? ` (${name})` : ''
  if (what === 'added')
    return t('codes.what.added', { name: typeof isNamed === 'string' ? isNamed : (name ?? '') })
  if (what === 'changed' && typeof wasNamed === 'string' && typeof isNamed === 'string')
    return t('codes.what.renamed', { before: wasNamed, after: isNamed })
  if (what === 'changed' || what === 'undone')
    return t(`codes.what.${what}`, { fields: listed }) + whose
  const into = typeof after?.['intoName'] === 'string' ? after['intoName'] : ''
  if (what === 'merged') return t('codes.what.merged', { into }) + whose
  if (what === 'split')
    return t('codes.what.split', { into, codings: Number(after?.['codings'] ?? 0) }) + whose
  return t(`codes.what.${what}`) + whose
}

function when(at: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(at),
  )
}
