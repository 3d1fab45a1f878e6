import { acceptInvitation, getInvitation } from '@throughline/contract/accounts'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import type { z } from 'zod'
import { perform } from '../app/client.ts'
import { ProblemError } from '../app/problem.ts'
import { useAsk } from '../app/queries.ts'
import { type Account, changeSession, signOut, useSession } from '../app/session.ts'
import { useWords } from '../app/words.tsx'
import { Button, ButtonLink, ErrorNotice, Loading, TextField } from '../design/index.ts'
import { dayOf } from './dates.ts'
import { Doorway } from './Doorway.tsx'
import { messages } from './messages.ts'
import { NewPasswordField } from './PasswordField.tsx'
import { useSending } from './sending.ts'

type Invitation = z.output<typeof getInvitation.answer>

/** The page that an invitation's link opens. */
export function InvitationPage() {
  const t = useWords(messages)
  const session = useSession()
  const { token } = useParams({ from: '/invitation/$token' })
  const { data: invitation, error, refetch } = useAsk(getInvitation, { params: { token } })
  const [isJoining, setJoining] = useState(false)
  if (error)
    return (
      <Doorway title={t('accounts.invitation.unknown')}>
        <ErrorNotice
          error={error}
          {...(error instanceof ProblemError ? {} : { onRetry: () => void refetch() })}
        />
      </Doorway>
    )
  if (!invitation || (session.state === 'asking' && !isJoining)) return <Loading />
  const { state, study, role, invitedBy, expiresAt } = invitation
  if (state !== 'open' && !isJoining)
    return (
      <Doorway
        title={t('accounts.invitation.unknown')}
        lede={t(`accounts.invitation.${state}`, { invitedBy })}
      >
        <ButtonLink href="/">
          {t(
            session.state === 'signed-in'
              ? 'accounts.invitation.studies'
              : 'accounts.signIn.action',
          )}
        </ButtonLink>
      </Doorway>
    )
  return (
    <Doorway
      title={t('accounts.invitation.title')}
      lede={t('accounts.invitation.lede', { invitedBy, study, role })}
    >
      <p className="accounts-aside">{t('accounts.invitation.until', { date: dayOf(expiresAt) })}</p>
      {session.state === 'signed-in' && !isJoining ? (
        <JoinAs account={session.account} token={token} />
      ) : invitation.hasAccount && !isJoining ? (
        <SignInFirst invitation={invitation} token={token} />
      ) : (
        <MakeAccount invitation={invitation} token={token} onJoining={setJoining} />
      )}
    </Doorway>
  )
}

function JoinAs({ account, token }: { account: Account; token: string }) {
  const t = useWords(messages)
  const navigate = useNavigate()
  const form = useSending([], async () => {
    const { study } = await changeSession(() => perform(acceptInvitation, { body: { token } }))
    await navigate({ href: `/studies/${study}`, replace: true })
  })
  return (
    <form className="accounts-form" onSubmit={form.submit}>
      {form.error && <ErrorNotice error={form.error} />}
      <p>{t('accounts.invitation.joinAs', { name: account.name, email: account.email })}</p>
      <Button type="submit" tone="primary" size="large" isPending={form.isSending}>
        {t('accounts.invitation.join')}
      </Button>
      <Button tone="plain" onPress={() => void signOut()}>
        {t('accounts.invitation.other')}
      </Button>
    </form>
  )
}

function SignInFirst({ invitation, token }: { invitation: Invitation; token: string }) {
  const t = useWords(messages)
  return (
    <>
      <p>{t('accounts.invitation.hasAccount', { email: invitation.email })}</p>
      <ButtonLink tone="primary" size="large" href={signInThenBack(token)}>
        {t('accounts.signIn.action')}
      </ButtonLink>
    </>
  )
}

function MakeAccount({
  invitation: { email },
  token,
  onJoining,
}: {
  invitation: Invitation
  token: string
  /** True from sending until it was refused: the page must not change under the form. */
  onJoining: (isJoining: boolean) => void
}) {
  const t = useWords(messages)
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const form = useSending(['newAccount.name', 'newAccount.password', 'password'], async () => {
    onJoining(true)
    try {
      const { study } = await changeSession(() =>
        perform(acceptInvitation, { body: { token, newAccount: { name, password } } }),
      )
      await navigate({ href: `/studies/${study}`, replace: true })
    } catch (error) {
      onJoining(false)
      throw error
    }
  })
  return (
    <form className="accounts-form" onSubmit={form.submit}>
      {form.error && <ErrorNotice error={form.error} />}
      <TextField
        label={t('accounts.email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        isReadOnly
      />
      <TextField
        label={t('accounts.name')}
        hint={t('accounts.name.hint')}
        name="name"
        autoComplete="name"
        value={name}
        onChange={setName}
        error={form.errorOf('newAccount.name')}
        maxLength={100}
        validationBehavior="aria"
        isRequired
      />
      <NewPasswordField
        label={t('accounts.password')}
        value={password}
        onChange={setPassword}
        error={form.errorOf('newAccount.password') ?? form.errorOf('password')}
        person={{ name, email }}
      />
      <Button type="submit" tone="primary" size="large" isPending={form.isSending}>
        {t('accounts.invitation.makeAccount')}
      </Button>
      <p className="accounts-foot">
        <Link href={signInThenBack(token)}>{t('accounts.invitation.otherAccount')}</Link>
      </p>
    </form>
  )
}

const signInThenBack = (token: string) =>
  `/sign-in?next=${encodeURIComponent(`/invitation/${token}`)}`
