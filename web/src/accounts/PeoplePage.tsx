import { listAccounts, makeResetLink } from '@throughline/contract/accounts'
import { useState } from 'react'
import { perform } from '../app/client.ts'
import { useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import {
  Badge,
  Button,
  ConfirmDialog,
  ErrorNotice,
  Modal,
  Page,
  Skeleton,
  TextField,
} from '../design/index.ts'
import './accounts.css'
import { CopyButton } from './CopyButton.tsx'
import { momentOf } from './dates.ts'
import { messages } from './messages.ts'

interface Person {
  id: string
  name: string
}
interface ResetLink {
  name: string
  link: string
  expiresAt: string
}

/** For owners: everybody who can sign in, and links to new passwords. */
export function PeoplePage() {
  const t = useWords(messages)
  const { data, error, refetch } = useAsk(listAccounts, {})
  const [asked, setAsked] = useState<Person | null>(null)
  const [made, setMade] = useState<ResetLink | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const make = ({ id, name }: Person) => {
    perform(makeResetLink, { body: { account: id } }).then(
      (answer) => {
        setFailure(null)
        setMade({ name, ...answer })
      },
      (reason: unknown) => setFailure(reason),
    )
  }
  return (
    <Page title={t('accounts.people.title')} lede={t('accounts.people.lede')} width="column">
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {failure !== null && <ErrorNotice error={failure} />}
      {!data && !error && <Skeleton />}
      {data && (
        <ul className="accounts-list" aria-label={t('accounts.people.table')}>
          {data.accounts.map((person) => (
            <li key={person.id}>
              <div>
                <p>
                  {person.name} {person.owner && <Badge>{t('accounts.people.owner')}</Badge>}
                </p>
                <p className="accounts-aside">{person.email}</p>
                <p className="accounts-aside">
                  {person.lastSeen === null
                    ? t('accounts.people.never')
                    : t('accounts.people.lastSeen', { lastSeen: momentOf(person.lastSeen) })}
                </p>
              </div>
              <Button
                size="small"
                aria-label={t('accounts.people.makeLinkFor', { name: person.name })}
                onPress={() => setAsked(person)}
              >
                {t('accounts.people.makeLink')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        isOpen={asked !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setAsked(null)
        }}
        title={t('accounts.people.ask.title')}
        action={t('accounts.people.makeLink')}
        onConfirm={() => {
          if (asked) make(asked)
        }}
      >
        {t('accounts.people.ask', { name: asked?.name ?? '' })}
      </ConfirmDialog>
      <ShownOnce made={made} onClose={() => setMade(null)} />
    </Page>
  )
}

function ShownOnce({ made, onClose }: { made: ResetLink | null; onClose: () => void }) {
  const t = useWords(messages)
  return (
    <Modal
      isOpen={made !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      isDismissable={false}
      title={t('accounts.people.link.title', { name: made?.name ?? '' })}
    >
      {made && (
        <div className="accounts-form">
          <p>{t('accounts.people.link.explain', { until: momentOf(made.expiresAt) })}</p>
          <TextField label={t('accounts.link')} value={made.link} isReadOnly />
          <div className="accounts-row">
            <CopyButton text={made.link}>{t('accounts.copy')}</CopyButton>
            <Button size="small" tone="primary" onPress={onClose}>
              {t('accounts.people.link.done')}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  )
}
