import { Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { ErrorNotice, Loading, Page } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { useSession } from '../session.ts'
import { useWords } from '../words.tsx'
import { TopBar } from './TopBar.tsx'

/** Lets nobody past but who is signed in; draws the top bar above every page. */
export function SignedIn() {
  const t = useWords(messages)
  const session = useSession()
  const here = useLocation({ select: ({ href }) => href })
  const study = useParams({ strict: false, select: (params) => params.study })
  switch (session.state) {
    case 'asking':
      return <Loading />
    case 'unknown':
      return (
        <Page title={t('app.error.title')}>
          <ErrorNotice error={session.error} onRetry={session.retry} />
        </Page>
      )
    case 'first-run':
      return <GoTo href="/set-up" />
    case 'signed-out':
      return <GoTo href={`/sign-in?next=${encodeURIComponent(here)}`} />
    case 'signed-in':
      return (
        <div className="shell">
          <a className="shell-skip" href="#content">
            {t('app.skip')}
          </a>
          <TopBar account={session.account} study={study ?? null} />
          <main id="content" className="shell-content" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      )
  }
}

/** Leads elsewhere without leaving a step in the browser's history. */
function GoTo({ href }: { href: string }) {
  const navigate = useNavigate()
  // the first one holds: while the other page loads, the address that `next` is made of is that page's already
  const [target] = useState(href)
  useEffect(() => void navigate({ href: target, replace: true }), [navigate, target])
  return null
}
