import { setUp } from '@throughline/contract/accounts'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { perform } from '../app/client.ts'
import { changeSession, useSession } from '../app/session.ts'
import { useWords } from '../app/words.tsx'
import { Button, ButtonLink, ErrorNotice, Loading, TextField } from '../design/index.ts'
import { Doorway } from './Doorway.tsx'
import { messages } from './messages.ts'
import { NewPasswordField } from './PasswordField.tsx'
import { useSending } from './sending.ts'

/** The page that the link of the first start opens. */
export function SetUpPage() {
  const t = useWords(messages)
  const navigate = useNavigate()
  const session = useSession()
  const { token } = useParams({ from: '/set-up/$token' })
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const form = useSending(['name', 'email', 'password'], async () => {
    await changeSession(() => perform(setUp, { body: { token, name, email, password } }))
    await navigate({ href: '/', replace: true })
  })
  if (!form.isSending) {
    if (session.state === 'asking') return <Loading />
    if (session.state === 'signed-in' || session.state === 'signed-out') return <SetUpAlready />
  }
  return (
    <Doorway title={t('accounts.setUp.title')} lede={t('accounts.setUp.lede')}>
      <form className="accounts-form" onSubmit={form.submit}>
        {form.error && <ErrorNotice error={form.error} />}
        <TextField
          label={t('accounts.name')}
          hint={t('accounts.name.hint')}
          name="name"
          autoComplete="name"
          value={name}
          onChange={setName}
          error={form.errorOf('name')}
          maxLength={100}
          validationBehavior="aria"
          isRequired
        />
        <TextField
          label={t('accounts.email')}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          error={form.errorOf('email')}
          validationBehavior="aria"
          isRequired
        />
        <NewPasswordField
          label={t('accounts.password')}
          value={password}
          onChange={setPassword}
          error={form.errorOf('password')}
          person={{ name, email }}
        />
        <Button type="submit" tone="primary" size="large" isPending={form.isSending}>
          {t('accounts.setUp.action')}
        </Button>
      </form>
    </Doorway>
  )
}

/** Where somebody lands who opens the app before its set-up. */
export function SetUpWithoutLinkPage() {
  const t = useWords(messages)
  const session = useSession()
  if (session.state === 'asking') return <Loading />
  if (session.state === 'signed-in' || session.state === 'signed-out') return <SetUpAlready />
  return (
    <Doorway title={t('accounts.setUp.title')} lede={t('accounts.setUp.needsLink')}>
      {session.state === 'unknown' && <ErrorNotice error={session.error} onRetry={session.retry} />}
    </Doorway>
  )
}

function SetUpAlready() {
  const t = useWords(messages)
  return (
    <Doorway title={t('accounts.setUp.title')} lede={t('accounts.setUp.done')}>
      <ButtonLink href="/sign-in" tone="primary" size="large">
        {t('accounts.signIn.action')}
      </ButtonLink>
    </Doorway>
  )
}
