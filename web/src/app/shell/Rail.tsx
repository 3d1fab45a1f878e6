import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { messages } from '../messages.ts'
import { useWords } from '../words.tsx'
import { railRooms, roomOf, useMyStudies, useWaiting } from './shell-data.ts'

/** Where the study stands: its six rooms, each with how much waits there for whoever looks. */
export function Rail({ study }: { study: string }) {
  const t = useWords(messages)
  const page = useLocation({ select: ({ pathname }) => pathname.split('/').slice(3).join('/') })
  const waiting = useWaiting(study)
  const studies = useMyStudies()
  const current = roomOf(page)
  const rail = useRef<HTMLElement>(null)
  // on a narrow screen the rail scrolls sideways: bring the current room into sight
  useEffect(() => {
    const link = rail.current?.querySelector('[aria-current]')
    link?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  return (
    <nav
      // the study's name and the counts give every room its place: nothing moves under a pointer that aims at it
      className={`shell-rail ${waiting.isPending || studies.isPending ? 'shell-rail-to-come' : ''}`}
      aria-label={t('app.rail')}
      ref={rail}
    >
      {railRooms.map((room) => {
        const count = waiting.counts[room]
        const to: string = `/studies/${study}/${room}`
        return (
          <Link key={room} to={to} aria-current={current === room ? 'page' : undefined}>
            {t(`app.rail.${room}`)}
            {count > 0 && (
              <>
                {' '}
                <span className="shell-count" aria-label={t('app.rail.waits', { count })}>
                  {count}
                </span>
              </>
            )}
          </Link>
        )
      })}
    </nav>
  )
}
