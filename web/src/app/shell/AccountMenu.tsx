import { listMembers } from '@throughline/contract/study'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import {
  Avatar,
  Button,
  ConfirmDialog,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  toast,
} from '../../design/index.ts'
import { messages } from '../messages.ts'
import { useOutbox } from '../outbox/index.ts'
import { useAsk } from '../queries.ts'
import { signOut } from '../session.ts'
import type { Account } from '../session.ts'
import { useWords } from '../words.tsx'

export function AccountMenu({ account, study }: { account: Account; study: string | null }) {
  const t = useWords(messages)
  const navigate = useNavigate()
  const { pending } = useOutbox()
  const [asking, setAsking] = useState(false)
  const leave = () => {
    signOut().then(
      () => navigate({ href: '/sign-in' }),
      () => toast({ text: t('app.signOut.failed'), tone: 'bad' }),
    )
  }
  return (
    <>
      <MenuTrigger>
        <Button
          tone="plain"
          className="shell-account"
          aria-label={t('app.account.menu', { name: account.name })}
        >
          {study === null ? (
            <Avatar name={account.name} id={account.id} />
          ) : (
            <AvatarInTeam account={account} study={study} />
          )}
        </Button>
        <Menu placement="bottom end">
          <MenuSection title={account.name}>
            <MenuItem href="/account">{t('app.account.settings')}</MenuItem>
            {study !== null && (
              <MenuItem href={`/studies/${study}/settings`}>{t('app.study.settings')}</MenuItem>
            )}
            {account.owner && <MenuItem href="/outbox">{t('app.account.outbox')}</MenuItem>}
          </MenuSection>
          <MenuItem onAction={() => (pending.length > 0 ? setAsking(true) : leave())}>
            {t('app.account.signOut')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      <ConfirmDialog
        isOpen={asking}
        onOpenChange={setAsking}
        title={t('app.signOut.title')}
        action={t('app.account.signOut')}
        cancel={t('app.signOut.stay')}
        onConfirm={leave}
      >
        {t('app.signOut.waiting', { count: pending.length })}
      </ConfirmDialog>
    </>
  )
}

/** As the team of this study shows somebody. */
function AvatarInTeam({ account, study }: { account: Account; study: string }) {
  const { data } = useAsk(
    listMembers,
    { params: { study } },
    { live: ['member'], staleTime: 60_000 },
  )
  const member = data?.members.find((one) => one.account === account.id)
  return <Avatar name={account.name} id={account.id} as={member} />
}
