import { useMemo, useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { Badge, Button, Card, toast } from '../../design/index.ts'
import { messages } from '../messages.ts'
import type { SentFile } from './sent-file.ts'
import type { FileList } from './sent-files.ts'
import { seemingSessions } from './sessions.ts'
import type { SeemingSession } from './sessions.ts'

const shownAtFirst = 5

/** Proposes to join files whose names say that they are one session, a speaker each. */
export function SeemingSessions({ list, files }: { list: FileList; files: readonly SentFile[] }) {
  const t = useWords(messages)
  const [showsAll, setShowsAll] = useState(false)
  const sessions = useMemo(() => seemingSessions(files), [files])
  if (sessions.length === 0) return null
  const keysOf = ({ files: members }: SeemingSession) => members.map(({ key }) => key)
  const join = (chosen: readonly SeemingSession[]) => {
    for (const session of chosen) list.join(keysOf(session))
    toast({
      text: t('transcripts.session.joined', { count: chosen.length }),
      onUndo: () => {
        for (const [first] of chosen.map(keysOf)) if (first !== undefined) list.part(first, false)
      },
    })
  }
  const keepApart = (chosen: readonly SeemingSession[]) =>
    list.chooseAll(new Map(chosen.flatMap(keysOf).map((key) => [key, { apart: true }])))
  return (
    <Card
      title={t('transcripts.session.title', { count: sessions.length })}
      aside={t('transcripts.session.aside')}
    >
      <p>{t('transcripts.session.lede')}</p>
      <ul className="transcripts-sessions">
        {(showsAll ? sessions : sessions.slice(0, shownAtFirst)).map((session) => (
          <li key={session.files[0]?.key}>
            <div className="transcripts-session-words">
              <b dir="auto">{session.title}</b>
              <ul>
                {session.files.map(({ key, name, speaker }) => (
                  <li key={key}>
                    <Badge>{speaker}</Badge> <span dir="auto">{name}</span>
                  </li>
                ))}
              </ul>
            </div>
            <div className="transcripts-buttons">
              <Button
                tone="primary"
                size="small"
                aria-label={t('transcripts.session.joinOne', { title: session.title })}
                onPress={() => join([session])}
              >
                {t('transcripts.session.join')}
              </Button>
              <Button
                size="small"
                aria-label={t('transcripts.session.apartOne', { title: session.title })}
                onPress={() => keepApart([session])}
              >
                {t('transcripts.session.apart')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div className="transcripts-buttons">
          <Button size="small" onPress={() => join(sessions)}>
            {t('transcripts.session.joinAll', { count: sessions.length })}
          </Button>
          <Button size="small" onPress={() => keepApart(sessions)}>
            {t('transcripts.session.apartAll')}
          </Button>
          {sessions.length > shownAtFirst && !showsAll && (
            <Button size="small" tone="plain" onPress={() => setShowsAll(true)}>
              {t('transcripts.session.all', { count: sessions.length })}
            </Button>
          )}
        </div>
      )}
    </Card>
  )
}
