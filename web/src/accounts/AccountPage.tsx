import {
  changePassword,
  listMySignIns,
  revokeOtherSignIns,
  revokeSignIn,
} from '@throughline/contract/accounts'
import { useState } from 'react'
import { perform } from '../app/client.ts'
import { refresh, useAsk } from '../app/queries.ts'
import { type Account, useAccount } from '../app/session.ts'
import { useWords } from '../app/words.tsx'
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  ErrorNotice,
  Page,
  Skeleton,
  toast,
} from '../design/index.ts'
import './accounts.css'
import { momentOf } from './dates.ts'
import { messages } from './messages.ts'
import { NewPasswordField, PasswordField } from './PasswordField.tsx'
import { useSending } from './sending.ts'

/** One's own account: who one is here, the password, and where one is signed in. */
export function AccountPage() {
  const t = useWords(messages)
  const account = useAccount()
  return (
    <Page
      title={t('accounts.me.title')}
      lede={`${account.name} · ${account.email}`}
      width="column"
      actions={
        account.owner && (
          <>
            <ButtonLink href="/people">{t('accounts.me.people')}</ButtonLink>
            <ButtonLink href="/outbox">{t('accounts.me.outbox')}</ButtonLink>
          </>
        )
      }
    >
      <SignIns />
      <Password account={account} />
    </Page>
  )
}

function SignIns() {
  const t = useWords(messages)
  const { data, error, refetch } = useAsk(listMySignIns, {}, { staleTime: 0 })
  const [failure, setFailure] = useState<unknown>(null)
  const end = (change: Promise<unknown>) =>
    change.then(() => setFailure(null), setFailure).finally(() => void refresh(listMySignIns))
  const endOthers = () =>
    end(
      perform(revokeOtherSignIns, { body: {} }).then(({ ended }) =>
        toast({ text: t('accounts.me.signIns.ended', { count: ended }) }),
      ),
    )
  const others = data?.signIns.some(({ current }) => !current) === true
  return (
    <Card title={t('accounts.me.signIns')}>
      <p className="accounts-aside">{t('accounts.me.signIns.explain')}</p>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {failure !== null && <ErrorNotice error={failure} />}
      {!data && !error && <Skeleton />}
      <ul className="accounts-list">
        {data?.signIns.map(({ id, device, since, lastSeen, current }) => (
          <li key={id}>
            <div>
              <p>
                {device} {current && <Badge tone="good">{t('accounts.me.signIns.current')}</Badge>}
              </p>
              <p className="accounts-aside">
                {t('accounts.me.signIns.since', {
                  since: momentOf(since),
                  lastSeen: momentOf(lastSeen),
                })}
              </p>
            </div>
            {!current && (
              <Button
                size="small"
                aria-label={t('accounts.me.signIns.endOf', {
                  device,
                  lastSeen: momentOf(lastSeen),
                })}
                onPress={() => void end(perform(revokeSignIn, { body: { signIn: id } }))}
              >
                {t('accounts.me.signIns.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others && (
        <Button onPress={() => void endOthers()}>{t('accounts.me.signIns.endOthers')}</Button>
      )}
    </Card>
  )
}

function Password({ account }: { account: Account }) {
  const t = useWords(messages)
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const form = useSending(['current', 'password'], async () => {
    await perform(changePassword, { body: { current, password } })
    setCurrent('')
    setPassword('')
    toast({ text: t('accounts.me.password.changed'), tone: 'good' })
    await refresh(listMySignIns)
  })
  return (
    <Card title={t('accounts.me.password')}>
      <form className="accounts-form" onSubmit={form.submit}>
        {form.error && <ErrorNotice error={form.error} />}
        <input type="hidden" name="email" autoComplete="username" value={account.email} readOnly />
        <PasswordField
          label={t('accounts.me.password.present')}
          value={current}
          onChange={setCurrent}
          error={form.errorOf('current')}
        />
        <NewPasswordField
          label={t('accounts.password.new')}
          value={password}
          onChange={setPassword}
          error={form.errorOf('password')}
          person={account}
        />
        <div className="accounts-row">
          <Button type="submit" isPending={form.isSending}>
            {t('accounts.me.password.action')}
          </Button>
          <span className="accounts-aside">{t('accounts.me.password.explain')}</span>
        </div>
      </form>
    </Card>
  )
}
