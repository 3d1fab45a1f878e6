import {
  getOutbox,
  markSentByHand,
  type OutboxMessage,
  sendAgain,
} from '@throughline/contract/accounts'
import { useAsk, useCommand } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  EmptyState,
  ErrorNotice,
  Page,
  Skeleton,
} from '../design/index.ts'
import './accounts.css'
import { CopyButton } from './CopyButton.tsx'
import { momentOf } from './dates.ts'
import { messages } from './messages.ts'

/** For owners: what is to be sent by hand, what could not be sent, and what was. */
export function OutboxPage() {
  const t = useWords(messages)
  const { data, error, refetch } = useAsk(getOutbox, {}, { staleTime: 0 })
  const open = data?.messages.filter(({ text }) => text !== null) ?? []
  const done = data?.messages.filter(({ text }) => text === null) ?? []
  return (
    <Page
      title={t('accounts.outbox.title')}
      width="column"
      {...(data
        ? { lede: t(data.sendsMail ? 'accounts.outbox.sends' : 'accounts.outbox.byHand') }
        : {})}
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton />}
      {data?.messages.length === 0 && (
        <EmptyState title={t('accounts.outbox.empty.title')}>
          {t('accounts.outbox.empty')}
        </EmptyState>
      )}
      {open.map((message) => (
        <OpenMessage key={message.id} message={message} sendsMail={data?.sendsMail === true} />
      ))}
      {done.length > 0 && (
        <Card title={t('accounts.outbox.done')}>
          <ul className="accounts-list">
            {done.map((message) => (
              <li key={message.id}>
                <div>
                  <p>{message.subject}</p>
                  <p className="accounts-aside">
                    {t('accounts.outbox.to', { to: message.to })} · {momentOf(message.at)}
                  </p>
                </div>
                <StateBadge state={message.state} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Page>
  )
}

function OpenMessage({ message, sendsMail }: { message: OutboxMessage; sendsMail: boolean }) {
  const t = useWords(messages)
  const mark = useCommand(markSentByHand, { refreshes: [getOutbox] })
  const again = useCommand(sendAgain, { refreshes: [getOutbox] })
  const { id, to, subject, text, state, problem, nextAttempt } = message
  const isBusy = mark.isPending || again.isPending
  return (
    <Card title={subject} aside={<StateBadge state={state} />}>
      <p className="accounts-aside">
        {t('accounts.outbox.to', { to })} · {momentOf(message.at)}
      </p>
      {problem !== null && <p className="accounts-problem">{problem}</p>}
      {nextAttempt !== null && problem !== null && (
        <p className="accounts-aside">
          {t('accounts.outbox.next', { date: momentOf(nextAttempt) })}
        </p>
      )}
      <pre className="accounts-letter">{text}</pre>
      <div className="accounts-row">
        <ButtonLink
          size="small"
          href={`mailto:${encodeURIComponent(to)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text ?? '')}`}
        >
          {t('accounts.outbox.open')}
        </ButtonLink>
        <CopyButton text={text ?? ''}>{t('accounts.outbox.copyText')}</CopyButton>
        {sendsMail && (
          <Button
            size="small"
            isPending={isBusy}
            onPress={() =>
              again.mutate({
                study: null,
                body: { message: id },
                describe: t('accounts.outbox.retried'),
              })
            }
          >
            {t('accounts.outbox.again')}
          </Button>
        )}
        <Button
          size="small"
          tone="primary"
          isPending={isBusy}
          onPress={() =>
            mark.mutate({
              study: null,
              body: { message: id },
              describe: t('accounts.outbox.marked'),
            })
          }
        >
          {t('accounts.outbox.mark')}
        </Button>
      </div>
    </Card>
  )
}

const tones = {
  waiting: 'accent',
  sent: 'good',
  failed: 'bad',
  'by hand': 'warn',
  'sent by hand': 'good',
} as const

function StateBadge({ state }: { state: OutboxMessage['state'] }) {
  const t = useWords(messages)
  return <Badge tone={tones[state]}>{t(`accounts.outbox.state.${state}`)}</Badge>
}
