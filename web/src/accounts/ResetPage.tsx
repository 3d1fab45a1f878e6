import { askForReset, getMe } from '@throughline/contract/accounts'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import { perform } from '../app/client.ts'
import { useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import { Button, ButtonLink, ErrorNotice, TextField } from '../design/index.ts'
import { Doorway } from './Doorway.tsx'
import { messages } from './messages.ts'
import { useSending } from './sending.ts'

/** Asks for a link to a new password. */
export function ResetPage() {
  const t = useWords(messages)
  const sendsMail = useAsk(getMe, {}).data?.sendsMail ?? true
  const [email, setEmail] = useState('')
  const [asked, setAsked] = useState<string | null>(null)
  const form = useSending(['email'], async () => {
    await perform(askForReset, { body: { email } })
    setAsked(email)
  })
  if (asked !== null)
    return (
      <Doorway
        title={t(sendsMail ? 'accounts.reset.asked.title' : 'accounts.reset.asked.hand.title')}
        lede={t(sendsMail ? 'accounts.reset.asked.mail' : 'accounts.reset.asked.hand', {
          email: asked,
        })}
      >
        <ButtonLink href="/sign-in">{t('accounts.reset.back')}</ButtonLink>
      </Doorway>
    )
  return (
    <Doorway title={t('accounts.reset.title')} lede={t('accounts.reset.lede')}>
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
        <Button type="submit" tone="primary" size="large" isPending={form.isSending}>
          {t('accounts.reset.action')}
        </Button>
      </form>
      <p className="accounts-foot">
        <Link href="/sign-in">{t('accounts.reset.back')}</Link>
      </p>
    </Doorway>
  )
}
