import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { messages } from '../messages.ts'
import { useWords } from '../words.tsx'
import { useWaiting } from './shell-data.ts'

const rooms = ['recruit', 'interview', 'transcribe', 'code', 'themes', 'report'] as const
export type RailRoom = (typeof rooms)[number]

/** Pages that belong to a room of the rail though their address does not begin with its name. */
const within: Readonly<Record<string, RailRoom>> = {
  participants: 'recruit',
  quotes: 'code',
  codes: 'code',
}

/** Where the study stands: its six rooms, each with how much waits there for whoever looks. */
export function Rail({ study }: { study: string }) {
  const t = useWords(messages)
  const page = useLocation({ select: ({ pathname }) => pathname.split('/')[3] ?? '' })
  const waiting = useWaiting(study)
  const current = within[page] ?? page
  const rail = useRef<HTMLElement>(null)
  // on a narrow screen the rail scrolls sideways: bring the current room into sight
  useEffect(() => {
    const link = rail.current?.querySelector('[aria-current]')
    link?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  return (
    <nav className="shell-rail" aria-label={t('app.rail')} ref={rail}>
      {rooms.map((room) => {
        const count = waiting[room]
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
