import { signIn } from '@throughline/contract/accounts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { perform } from '../app/client.ts'
import { changeSession, useSession } from '../app/session.ts'
import { useWords } from '../app/words.tsx'
import { Button, ErrorNotice, Loading, TextField } from '../design/index.ts'
import { Doorway } from './Doorway.tsx'
import { messages } from './messages.ts'
import { PasswordField } from './PasswordField.tsx'
import { useSending } from './sending.ts'
import { Link } from 'react-aria-components'

export function SignInPage() {
  const t = useWords(messages)
  const navigate = useNavigate()
  const session = useSession()
  const next = insideOnly(useSearch({ from: '/sign-in' }).next)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const form = useSending(['email'], () =>
    changeSession(() => perform(signIn, { body: { email, password } })),
  )
  const target =
    session.state === 'signed-in' ? next : session.state === 'first-run' ? '/set-up' : null
  useEffect(() => {
    if (target !== null) void navigate({ href: target, replace: true })
  }, [target, navigate])
  if (target !== null || session.state === 'asking') return form.isSending ? null : <Loading />
  return (
    <Doorway title={t('accounts.signIn.title')}>
      {session.state === 'unknown' && <ErrorNotice error={session.error} onRetry={session.retry} />}
      <form className="accounts-form" onSubmit={form.submit}>
        {form.error && <ErrorNotice error={form.error} />}
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
        <PasswordField label={t('accounts.password')} value={password} onChange={setPassword} />
        <Button type="submit" tone="primary" size="large" isPending={form.isSending}>
          {t('accounts.signIn.action')}
        </Button>
      </form>
      <footer className="accounts-foot">
        <p>
          <Link href="/reset">{t('accounts.signIn.forgot')}</Link>
        </p>
        <p>{t('accounts.signIn.noAccount')}</p>
      </footer>
    </Doorway>
  )
}

/** Where to go afterwards: a page of ours, whatever a link says. */
function insideOnly(next: string | undefined): string {
  const url = URL.parse(next ?? '/', location.origin)
  return url?.origin === location.origin ? url.pathname + url.search + url.hash : '/'
}
