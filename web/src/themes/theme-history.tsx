import { undo } from '@throughline/contract/platform'
import { listMembers } from '@throughline/contract/study'
import type { ThemeBoard, ThemeChange } from '@throughline/contract/themes'
import { useState } from 'react'
import { outbox } from '../app/outbox/index.ts'
import { useAsk } from '../app/queries.ts'
import { language, useWords } from '../app/words.tsx'
import { Avatar, Button, ErrorNotice, Skeleton } from '../design/index.ts'
import { useThemeHistory } from './board-data.ts'
import { messages } from './messages.ts'

const pageSize = 20

/** Who changed the theme, when, how and why, newest first; what can still be taken back has a button. */
export function ThemeHistory({
  study,
  theme,
  board,
  mayChange,
}: {
  study: string
  theme: string
  board: ThemeBoard
  mayChange: boolean
}) {
  const t = useWords(messages)
  const [limit, setLimit] = useState(pageSize)
  const { data, error, refetch } = useThemeHistory(study, theme, limit)
  const { data: team } = useAsk(listMembers, { params: { study } }, { live: ['member'] })
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={3} />
  const members = new Map((team?.members ?? []).map((member) => [member.account, member]))
  return (
    <>
      <ol className="themes-history">
        {data.changes.map((change) => {
          const member = members.get(change.by)
          const who = member?.name ?? t('themes.history.somebody')
          return (
            <li key={change.number}>
              <Avatar name={who} id={change.by} as={member} small />
              <div>
                <p>
                  {t(`themes.what.${change.what}`, { who })}
                  {change.undoing && `, ${t('themes.history.undoing')}`}
                </p>
                <Details change={change} board={board} />
                {change.reason && <p className="themes-history-reason">{change.reason}</p>}
                <time dateTime={change.at}>{dateTime.format(new Date(change.at))}</time>
              </div>
              {mayChange && change.undoable && (
                <Button
                  size="small"
                  tone="plain"
                  onPress={() =>
                    outbox.enqueue({
                      command: undo,
                      study,
                      body: { command: change.step },
                      describe: t('themes.history.did'),
                      undoable: false,
                    })
                  }
                >
                  {t('themes.history.undo')}
                </Button>
              )}
            </li>
          )
        })}
      </ol>
      {data.changes.length === limit && limit < 200 && (
        <Button size="small" onPress={() => setLimit(Math.min(limit + pageSize * 3, 200))}>
          {t('themes.detail.more')}
        </Button>
      )}
    </>
  )
}

const dateTime = new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' })

const worded = ['name', 'centralIdea', 'definition'] as const

/** What stands before and after in the history, as far as it can be shown in words. */
function Details({ change, board }: { change: ThemeChange; board: ThemeBoard }) {
  const t = useWords(messages)
  const codes = change.after?.codes ?? change.before?.codes
  if (Array.isArray(codes)) {
    const names = board.codes.filter(({ id }) => codes.includes(id)).map(({ name }) => `“${name}”`)
    return <p className="themes-history-what">{names.join(', ')}</p>
  }
  if (change.what !== 'changed') return null
  return worded.map((field) => {
    const after = change.after?.[field]
    const before = change.before?.[field]
    if (typeof after !== 'string') return null
    return (
      <p key={field} className="themes-history-what">
        {after || t('themes.history.empty')}
        {typeof before === 'string' && before !== '' && (
          <s>{t('themes.history.was', { text: before })}</s>
        )}
      </p>
    )
  })
}
