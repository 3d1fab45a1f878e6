import { Link } from '@tanstack/react-router'
import { messages } from '../messages.ts'
import type { Account } from '../session.ts'
import { useWords } from '../words.tsx'
import { AccountMenu } from './AccountMenu.tsx'
import { Mark } from './Mark.tsx'
import { Rail } from './Rail.tsx'
import { SaveState } from './SaveState.tsx'
import { StudyMenu } from './StudyMenu.tsx'
import './shell.css'

/** Mark, study, rail, save state and account; in a study the rail never disappears. */
export function TopBar({ account, study }: { account: Account; study: string | null }) {
  const t = useWords(messages)
  return (
    <header className="shell-top" data-study={study === null ? undefined : ''}>
      <Link className="shell-mark" to="/" aria-label={t('app.name')}>
        <Mark />
      </Link>
      <StudyMenu study={study} />
      {study !== null && <Rail study={study} />}
      <div className="shell-right">
        <SaveState />
        <AccountMenu account={account} study={study} />
      </div>
    </header>
  )
}
