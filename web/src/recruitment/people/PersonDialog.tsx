import { getSignUp, recordScreening } from '@throughline/contract/recruitment'
import { listMembers } from '@throughline/contract/study'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { perform } from '../../app/client.ts'
import { refresh, useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import {
  Badge,
  Button,
  ErrorNotice,
  Modal,
  RadioGroup,
  Skeleton,
  TextArea,
  toast,
} from '../../design/index.ts'
import { useMay, useSites } from '../../study/study-data.ts'
import { messages } from '../messages.ts'
import { dayOf, useChannels } from '../recruitment-data.ts'

type Person = z.output<typeof getSignUp.answer>

/** One person: what they gave, what the rules say, the screening, and how they came to where they are. */
export function PersonDialog({
  study,
  person,
  onClose,
}: {
  study: string
  person: string | null
  onClose: () => void
}) {
  const { data, error, refetch } = useAsk(
    getSignUp,
    { params: { study, signUp: person ?? '' } },
    { live: ['sign-up'], enabled: person !== null },
  )
  const t = useWords(messages)
  return (
    <Modal
      isOpen={person !== null}
      onOpenChange={(open) => !open && onClose()}
      title={data?.row.label ?? data?.row.name ?? t('recruitment.people.label')}
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && <PersonPage study={study} person={data} />}
    </Modal>
  )
}

function PersonPage({ study, person }: { study: string; person: Person }) {
  const t = useWords(messages)
  const { row, identity, link, referredBy, excludedBy, answers, seen } = person
  const sites = useSites(study).data?.sites ?? []
  const channels = useChannels(study).data?.channels ?? []
  const may = useMay(study)
  const site = sites.find(({ id }) => id === row.site)?.name ?? ''
  const channel = channels.find(({ id }) => id === row.channel)?.name ?? ''
  return (
    <div className="recruitment-person">
      <p className="recruitment-name">
        <Badge tone="accent">{t(`recruitment.state.${row.state}`)}</Badge>
        <span>
          {site}
          {row.year !== null && ` · ${t('recruitment.people.year')} ${row.year}`}
        </span>
      </p>
      <p className="recruitment-faint">
        {t('recruitment.person.signedUp', { when: dayOf(row.signedUpAt), channel })}{' '}
        {referredBy !== null && t('recruitment.person.referred')}
      </p>
      {!may('see identities') && <p>{t('recruitment.person.hiddenText')}</p>}
      {identity && (
        <Part title={t('recruitment.person.identity')}>
          <p>{[identity.email, identity.phone].filter((one) => one !== '').join(' · ')}</p>
          {link !== null && (
            <Button
              size="small"
              onPress={() => {
                navigator.clipboard.writeText(link).then(
                  () => toast({ text: t('recruitment.person.copied') }),
                  () => toast({ text: link }),
                )
              }}
            >
              {t('recruitment.person.copy')}
            </Button>
          )}
        </Part>
      )}
      {answers && seen.eligibility && (
        <Part title={t('recruitment.person.answers')}>
          <Answers person={person} />
          {excludedBy.length === 0 ? (
            <p className="recruitment-faint">{t('recruitment.person.notExcluded')}</p>
          ) : (
            excludedBy.map((rule) => (
              <p key={rule}>
                <Badge tone="warn">{t('recruitment.person.excluded', { rule })}</Badge>
              </p>
            ))
          )}
        </Part>
      )}
      {may('recruit') && identity && (
        <Part title={t('recruitment.person.screening')}>
          <Screening key={`${row.available} ${person.note}`} study={study} person={person} />
        </Part>
      )}
      <Part title={t('recruitment.person.history')}>
        <History study={study} person={person} />
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function Answers({ person: { answers, seen } }: { person: Person }) {
  const t = useWords(messages)
  if (!answers || !seen.eligibility) return null
  const groups = seen.eligibility.groups
    .filter(({ id }) => answers.groups.includes(id))
    .map(({ label }) => label)
  const said = [...groups, ...(answers.ownWords === '' ? [] : [`“${answers.ownWords}”`])]
  return (
    <ul className="recruitment-answers">
      <li>
        {t(answers.saysSo ? 'recruitment.person.saysSo' : 'recruitment.person.saysNot', {
          statement: seen.eligibility.statement,
        })}
      </li>
      <li>
        {answers.ratherNotSay
          ? t('recruitment.person.ratherNot')
          : said.length === 0
            ? t('recruitment.person.nothing')
            : said.join(' · ')}
      </li>
      {(seen.form?.questions ?? []).map(({ id, label, choices }) => {
        const answer = answers.answers[id]
        const named = (value: string) =>
          choices.find((choice) => choice.id === value)?.label ?? value
        return (
          <li key={id}>
            <span className="recruitment-faint">{label}</span>{' '}
            {answer === undefined
              ? t('recruitment.person.nothing')
              : answer === null
                ? t('recruitment.person.ratherNot')
                : (Array.isArray(answer) ? answer : [answer]).map(named).join(' · ')}
          </li>
        )
      })}
      {seen.eligibility.exclusions.map(({ id, question }) => {
        const answer = answers.exclusions[id] ?? null
        return (
          <li key={id}>
            <span className="recruitment-faint">{question}</span>{' '}
            {answer === null
              ? t('recruitment.person.nothing')
              : typeof answer === 'string'
                ? dayOf(answer)
                : t(
                    answer ? 'recruitment.person.available.yes' : 'recruitment.person.available.no',
                  )}
          </li>
        )
      })}
    </ul>
  )
}

const availabilities = ['yes', 'no', 'unknown'] as const

/** Sent at once, past the outbox: a note about somebody is kept in no browser. */
function Screening({ study, person }: { study: string; person: Person }) {
  const t = useWords(messages)
  const { row, note } = person
  const [available, setAvailable] = useState<(typeof availabilities)[number]>(
    row.available === null ? 'unknown' : row.available ? 'yes' : 'no',
  )
  const [text, setText] = useState(note)
  const [error, setError] = useState<unknown>(null)
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        perform(recordScreening, {
          study,
          body: {
            signUp: row.id,
            available: available === 'unknown' ? null : available === 'yes',
            note: text,
          },
        })
          .then(() => {
            setError(null)
            toast({ text: t('recruitment.person.saved') })
            return refresh(getSignUp, { params: { study, signUp: row.id } })
          })
          .catch(setError)
      }}
    >
      <RadioGroup
        label={t('recruitment.person.available')}
        choices={availabilities.map((id) => ({
          id,
          label: t(`recruitment.person.available.${id}`),
        }))}
        value={available}
        onChange={setAvailable}
      />
      <TextArea
        label={t('recruitment.person.note')}
        hint={t('recruitment.person.noteHint')}
        rows={2}
        value={text}
        maxLength={5_000}
        onChange={setText}
      />
      {error !== null && <ErrorNotice error={error} />}
      <footer className="study-form-foot">
        <Button tone="primary" type="submit">
          {t('recruitment.save')}
        </Button>
      </footer>
    </form>
  )
}

function History({ study, person: { history } }: { study: string; person: Person }) {
  const t = useWords(messages)
  const team = useAsk(listMembers, { params: { study } }, { live: ['member'] }).data?.members ?? []
  return (
    <ol className="recruitment-history">
      {history.map(({ to, reason, by, at }) => (
        <li key={at}>
          {t(`recruitment.state.${to}`)}
          {reason !== null && ` · ${t(`recruitment.reason.${reason}`)}`}
          <span className="recruitment-faint">
            {' '}
            {dayOf(at)},{' '}
            {by === null
              ? t('recruitment.person.byThemselves')
              : (team.find(({ account }) => account === by)?.name ?? '')}
          </span>
        </li>
      ))}
    </ol>
  )
}
