import {
  changeMySignUp,
  getMyPage,
  leaveStudy,
  type MyPage as Mine,
  tellFriends,
} from '@throughline/contract/visit'
import { type ReactNode, useCallback, useState } from 'react'
import { ask, performByLink } from '../../app/client.ts'
import { useWords } from '../../app/words.tsx'
import { useAsked, useSending } from './asking.ts'
import { CopyLink } from './CopyLink.tsx'
import { Fields } from './Fields.tsx'
import { Frame, Trouble } from './Frame.tsx'
import { regionOf } from './languages.ts'
import { type Draft, inWords, missingIn, sentOf } from './given.ts'
import { messages } from './messages.ts'

/** Somebody’s own page: where they stand, what they gave, and the way out. */
export function MyPage({ link, language }: { link: string; language: string }) {
  const t = useWords(messages)
  const { answer, error, again } = useAsked(
    useCallback(
      (signal) => ask(getMyPage, { search: { language } }, { signal, link }),
      [language, link],
    ),
  )
  if (!answer)
    return (
      <Frame title={t('visit.mine')} language={language} languages={[]}>
        {link === '' ? (
          <p className="visit-lede">{t('visit.noLink')}</p>
        ) : error ? (
          <Trouble error={error} onRetry={again} />
        ) : (
          <p>{t('visit.loading')}</p>
        )}
      </Frame>
    )
  const { state, study, signedUpAt, languages, mayLeave, mayTellOthers, identity } = answer
  const date = new Intl.DateTimeFormat(regionOf(language), { dateStyle: 'long' }).format(
    new Date(signedUpAt),
  )
  return (
    <Frame above={study} title={t('visit.mine')} language={language} languages={languages}>
      <p className="visit-lede">{t(`visit.state.${state}`, { date })}</p>
      {identity && <Given link={link} mine={answer} onChanged={again} />}
      {mayTellOthers && <Friends link={link} />}
      {mayLeave && <Leave link={link} onLeft={again} />}
    </Frame>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="visit-part">
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Given({ link, mine, onChanged }: { link: string; mine: Mine; onChanged: () => void }) {
  const t = useWords(messages)
  const [isChanging, setChanging] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const { identity, answers, sites, site, year, form, eligibility, mayChange } = mine
  if (!identity || !answers) return null
  const place = sites.find(({ id }) => id === site)
  const named = place?.years.find(({ number }) => number === year)?.label ?? ''
  if (isChanging)
    return (
      <Part title={t('visit.given')}>
        <ChangeForm
          link={link}
          mine={mine}
          onEnd={(hasSaved) => {
            setChanging(false)
            setSaved(hasSaved)
            if (hasSaved) onChanged()
          }}
        />
      </Part>
    )
  return (
    <Part title={t('visit.given')}>
      <dl className="visit-given">
        <dt>{t('visit.name')}</dt>
        <dd>{identity.name}</dd>
        <dt>{t('visit.reach')}</dt>
        <dd>{[identity.email, identity.phone].filter((one) => one !== '').join(' · ')}</dd>
        <dt>{t('visit.where')}</dt>
        <dd>
          {[
            place?.name,
            year === null ? undefined : named === '' ? t('visit.yearN', { year }) : named,
          ]
            .filter((one) => one !== undefined)
            .join(' · ')}
        </dd>
        {inWords(answers, form?.content ?? null, eligibility?.content ?? null).map(
          ({ heading, lines }) => (
            <div key={heading}>
              <dt>{heading === '' ? t('visit.you') : heading}</dt>
              <dd>{lines.length === 0 ? t('visit.given.none') : lines.join(' · ')}</dd>
            </div>
          ),
        )}
      </dl>
      <p role="status" className="visit-hint">
        {isSaved ? t('visit.given.saved') : ''}
      </p>
      {mayChange && (
        <button type="button" className="visit-plain" onClick={() => setChanging(true)}>
          {t('visit.given.change')}
        </button>
      )}
    </Part>
  )
}

function ChangeForm({
  link,
  mine,
  onEnd,
}: {
  link: string
  mine: Mine
  onEnd: (hasSaved: boolean) => void
}) {
  const t = useWords(messages)
  const [draft, setDraft] = useState<Draft>(() => ({
    identity: mine.identity ?? { name: '', email: '', phone: '' },
    site: mine.site,
    year: mine.year === null ? '' : String(mine.year),
    programme: mine.programme ?? '',
    answers: mine.answers ?? {
      saysSo: false,
      groups: [],
      ownWords: '',
      ratherNotSay: false,
      answers: {},
      exclusions: {},
    },
  }))
  const missing = missingIn(draft)
  const { send, isSending, error } = useSending(async (key) => {
    await performByLink(changeMySignUp, { link, key, body: sentOf(draft) })
    onEnd(true)
  })
  const wrong = Object.fromEntries(
    Object.entries(missing).map(([field, sentence]) => [field, t(sentence)]),
  )
  if (!mine.form || !mine.eligibility) return null
  return (
    <form
      className="visit-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (Object.keys(missing).length === 0) send()
      }}
    >
      <Fields
        draft={draft}
        onChange={setDraft}
        wrong={wrong}
        form={mine.form.content}
        eligibility={mine.eligibility.content}
        sites={mine.sites}
        asksProgramme={mine.asksProgramme}
      />
      {error !== null && <Trouble error={error} onRetry={send} />}
      <button type="submit" className="visit-go" disabled={isSending}>
        {t(isSending ? 'visit.sending' : 'visit.given.save')}
      </button>
      <button type="button" className="visit-plain" onClick={() => onEnd(false)}>
        {t('visit.given.cancel')}
      </button>
    </form>
  )
}

function Friends({ link }: { link: string }) {
  const t = useWords(messages)
  const [theirs, setTheirs] = useState<string | null>(null)
  const { send, isSending, error } = useSending(async (key) => {
    setTheirs((await performByLink(tellFriends, { link, key, body: {} })).link)
  })
  return (
    <Part title={t('visit.friends')}>
      <p>{t('visit.friends.text')}</p>
      {theirs === null ? (
        <button type="button" className="visit-plain" disabled={isSending} onClick={send}>
          {t('visit.friends.make')}
        </button>
      ) : (
        <CopyLink link={theirs} />
      )}
      {error !== null && <Trouble error={error} onRetry={send} />}
    </Part>
  )
}

function Leave({ link, onLeft }: { link: string; onLeft: () => void }) {
  const t = useWords(messages)
  const [isAsked, setAsked] = useState(false)
  const { send, isSending, error } = useSending(async (key) => {
    await performByLink(leaveStudy, { link, key, body: {} })
    onLeft()
  })
  return (
    <Part title={t('visit.leave')}>
      <p>{t('visit.leave.text')}</p>
      {isAsked ? (
        <p className="visit-choice">
          <button type="button" className="visit-bad" disabled={isSending} onClick={send}>
            {t('visit.leave.sure')}
          </button>
          <button type="button" className="visit-plain" onClick={() => setAsked(false)}>
            {t('visit.leave.not')}
          </button>
        </p>
      ) : (
        <button type="button" className="visit-plain" onClick={() => setAsked(true)}>
          {t('visit.leave')}
        </button>
      )}
      {error !== null && <Trouble error={error} onRetry={send} />}
    </Part>
  )
}
