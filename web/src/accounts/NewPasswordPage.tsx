import { getResetLink, resetPassword } from '@throughline/contract/accounts'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { perform } from '../app/client.ts'
import { useAsk } from '../app/queries.ts'
import { changeSession } from '../app/session.ts'
import { useWords } from '../app/words.tsx'
import { Button, ButtonLink, ErrorNotice, Loading, TextField } from '../design/index.ts'
import { Doorway } from './Doorway.tsx'
import { messages } from './messages.ts'
import { NewPasswordField } from './PasswordField.tsx'
import { useSending } from './sending.ts'

/** The page that a reset link opens. */
export function NewPasswordPage() {
  const t = useWords(messages)
  const navigate = useNavigate()
  const { token } = useParams({ from: '/reset/$token' })
  const { data: person, error } = useAsk(
    getResetLink,
    { params: { token } },
    { staleTime: Infinity },
  )
  const [password, setPassword] = useState('')
  const form = useSending(['password'], async () => {
    await changeSession(() => perform(resetPassword, { body: { token, password } }))
    await navigate({ href: '/', replace: true })
  })
  if (error && !form.isSending)
    return (
      <Doorway title={t('accounts.newPassword.badLink')}>
        <ErrorNotice error={error} />
        <ButtonLink href="/reset">{t('accounts.newPassword.another')}</ButtonLink>
      </Doorway>
    )
  if (!person) return <Loading />
  return (
    <Doorway
      title={t('accounts.newPassword.title')}
      lede={t('accounts.newPassword.lede', { name: person.name })}
    >
      <form className="accounts-form" onSubmit={form.submit}>
        {form.error && <ErrorNotice error={form.error} />}
        <TextField
          label={t('accounts.email')}
          type="email"
          name="email"
          autoComplete="username"
          value={person.email}
          isReadOnly
        />
        <NewPasswordField
          label={t('accounts.password.new')}
          value={password}
          onChange={setPassword}
          error={form.errorOf('password')}
          person={person}
        />
        <Button type="submit" tone="primary" size="large" isPending={form.isSending}>
          {t('accounts.newPassword.action')}
        </Button>
      </form>
    </Doorway>
  )
}
