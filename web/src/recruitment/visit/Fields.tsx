import type { EligibilityContent, SignUpFormContent } from '@throughline/contract/documents'
import type { InvitingPage } from '@throughline/contract/visit'
import { type ReactNode, useId } from 'react'
import { useWords } from '../../app/words.tsx'
import type { Draft } from './given.ts'
import { messages } from './messages.ts'

// Elements of the browser itself: light, and known to every assistive technology.

export interface FieldsProps {
  draft: Draft
  onChange: (draft: Draft) => void
  /** Field → what is wrong with it. */
  wrong: Readonly<Record<string, string>>
  form: SignUpFormContent
  eligibility: EligibilityContent
  sites: InvitingPage['sites']
  asksProgramme: boolean
}

/** Everything that is asked: who the study is for, the form’s questions, where, and how to reach somebody. */
export function Fields(props: FieldsProps) {
  return (
    <>
      <OwnWord {...props} />
      <Groups {...props} />
      <Questions {...props} />
      <Exclusions {...props} />
      <WhereFields {...props} />
      <ReachFields {...props} />
    </>
  )
}

type Answers = Draft['answers']

function withAnswers(draft: Draft, change: Partial<Answers>): Draft {
  return { ...draft, answers: { ...draft.answers, ...change } }
}

function OwnWord({ draft, onChange, eligibility }: FieldsProps) {
  const t = useWords(messages)
  return (
    <fieldset>
      <legend>{t('visit.saysSo')}</legend>
      <p className="visit-hint">{t('visit.saysSo.hint')}</p>
      <Option
        type="checkbox"
        isOn={draft.answers.saysSo}
        onChange={(saysSo) => onChange(withAnswers(draft, { saysSo }))}
      >
        {eligibility.statement}
      </Option>
    </fieldset>
  )
}

function Groups({ draft, onChange, eligibility }: FieldsProps) {
  const t = useWords(messages)
  const { groups, ratherNotSay, ownWords } = draft.answers
  const id = useId()
  if (eligibility.groups.length === 0) return null
  return (
    <fieldset>
      <legend>{t('visit.you')}</legend>
      <p className="visit-hint">{t('visit.you.hint')}</p>
      {eligibility.groups.map((group) => (
        <Option
          key={group.id}
          type="checkbox"
          isOn={groups.includes(group.id)}
          onChange={(isOn) =>
            onChange(
              withAnswers(draft, {
                groups: isOn ? [...groups, group.id] : groups.filter((one) => one !== group.id),
                ratherNotSay: false,
              }),
            )
          }
        >
          {group.label}
          {group.detail !== '' && <small>{group.detail}</small>}
        </Option>
      ))}
      <Option
        type="checkbox"
        isOn={ratherNotSay}
        onChange={(isOn) =>
          onChange(
            withAnswers(draft, {
              ratherNotSay: isOn,
              ...(isOn ? { groups: [], ownWords: '' } : {}),
            }),
          )
        }
      >
        {t('visit.ratherNot')}
      </Option>
      <label className="visit-field" htmlFor={id}>
        <span>{t('visit.ownWords')}</span>
        <textarea
          id={id}
          rows={2}
          maxLength={2_000}
          value={ownWords}
          onChange={({ target }) =>
            onChange(withAnswers(draft, { ownWords: target.value, ratherNotSay: false }))
          }
        />
      </label>
    </fieldset>
  )
}

function Questions({ draft, onChange, form }: FieldsProps) {
  const t = useWords(messages)
  const { answers } = draft.answers
  const answer = (id: string, value: Answers['answers'][string]) =>
    onChange(withAnswers(draft, { answers: { ...answers, [id]: value } }))
  return form.questions.map(({ id, label, hint, why, kind, choices }) => {
    const given = answers[id]
    const chosen = Array.isArray(given) ? given : []
    return (
      <fieldset key={id}>
        <legend>{label}</legend>
        {hint !== '' && <p className="visit-hint">{hint}</p>}
        <p className="visit-hint">{t('visit.why', { why })}</p>
        {kind === 'text' && (
          <textarea
            aria-label={label}
            rows={2}
            maxLength={2_000}
            value={typeof given === 'string' ? given : ''}
            onChange={({ target }) => answer(id, target.value)}
          />
        )}
        {kind !== 'text' &&
          choices.map((choice) => (
            <Option
              key={choice.id}
              type={kind === 'one choice' ? 'radio' : 'checkbox'}
              name={id}
              isOn={kind === 'one choice' ? given === choice.id : chosen.includes(choice.id)}
              onChange={(isOn) =>
                answer(
                  id,
                  kind === 'one choice'
                    ? choice.id
                    : isOn
                      ? [...chosen, choice.id]
                      : chosen.filter((one) => one !== choice.id),
                )
              }
            >
              {choice.label}
            </Option>
          ))}
        <Option
          type={kind === 'one choice' ? 'radio' : 'checkbox'}
          name={id}
          isOn={given === null}
          onChange={(isOn) => answer(id, isOn ? null : [])}
        >
          {t('visit.ratherNot')}
        </Option>
      </fieldset>
    )
  })
}

function Exclusions({ draft, onChange, eligibility: { exclusions } }: FieldsProps) {
  const t = useWords(messages)
  const given = draft.answers.exclusions
  const answer = (id: string, value: Answers['exclusions'][string]) =>
    onChange(withAnswers(draft, { exclusions: { ...given, [id]: value } }))
  return exclusions.map(({ id, question, rationale, when }) => {
    const value = given[id] ?? null
    return (
      <fieldset key={id}>
        <legend>{question}</legend>
        <p className="visit-hint">{t('visit.why', { why: rationale })}</p>
        {when.kind === 'ended within' ? (
          <label className="visit-field">
            <span className="visit-hint">{t('visit.exclusion.date.hint')}</span>
            <input
              type="date"
              aria-label={question}
              value={typeof value === 'string' ? value : ''}
              onChange={({ target }) => answer(id, target.value === '' ? null : target.value)}
            />
          </label>
        ) : (
          ([true, false] as const).map((choice) => (
            <Option
              key={String(choice)}
              type="radio"
              name={id}
              isOn={value === choice}
              onChange={() => answer(id, choice)}
            >
              {t(choice ? 'visit.yes' : 'visit.no')}
            </Option>
          ))
        )}
      </fieldset>
    )
  })
}

function WhereFields({ draft, onChange, wrong, sites, asksProgramme }: FieldsProps) {
  const t = useWords(messages)
  const site = sites.find(({ id }) => id === draft.site)
  return (
    <fieldset>
      <legend>{t('visit.where')}</legend>
      <Labelled label={t('visit.site')} error={wrong['site']}>
        {(field) => (
          <select
            {...field}
            value={draft.site}
            onChange={({ target }) =>
              onChange({ ...draft, site: target.value, year: '', programme: '' })
            }
          >
            <option value="">{t('visit.site.choose')}</option>
            {sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {site && (
        <Labelled label={t('visit.year')}>
          {(field) => (
            <select
              {...field}
              value={draft.year}
              onChange={({ target }) => onChange({ ...draft, year: target.value })}
            >
              <option value="">{t('visit.year.none')}</option>
              {site.years.map(({ number, label }) => (
                <option key={number} value={number}>
                  {label === '' ? t('visit.yearN', { year: number }) : label}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      )}
      {site && asksProgramme && site.programmes.length > 0 && (
        <Labelled label={t('visit.programme')}>
          {(field) => (
            <select
              {...field}
              value={draft.programme}
              onChange={({ target }) => onChange({ ...draft, programme: target.value })}
            >
              <option value="">{t('visit.programme.none')}</option>
              {site.programmes.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      )}
    </fieldset>
  )
}

function ReachFields({ draft, onChange, wrong }: FieldsProps) {
  const t = useWords(messages)
  const { name, email, phone } = draft.identity
  const change = (part: Partial<Draft['identity']>) =>
    onChange({ ...draft, identity: { ...draft.identity, ...part } })
  return (
    <fieldset>
      <legend>{t('visit.reach')}</legend>
      <Labelled label={t('visit.name')} error={wrong['name']}>
        {(field) => (
          <input
            {...field}
            autoComplete="name"
            maxLength={200}
            value={name}
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Labelled>
      <Labelled label={t('visit.email')} hint={t('visit.email.hint')} error={wrong['email']}>
        {(field) => (
          <input
            {...field}
            type="email"
            autoComplete="email"
            maxLength={254}
            value={email}
            onChange={({ target }) => change({ email: target.value })}
          />
        )}
      </Labelled>
      <Labelled label={t('visit.phone')} hint={t('visit.phone.hint')}>
        {(field) => (
          <input
            {...field}
            type="tel"
            autoComplete="tel"
            maxLength={40}
            value={phone}
            onChange={({ target }) => change({ phone: target.value })}
          />
        )}
      </Labelled>
    </fieldset>
  )
}

interface FieldAttributes {
  id: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

function Labelled({
  label,
  hint,
  error,
  children,
}: {
  label: string
  hint?: string
  error?: string | undefined
  children: (field: FieldAttributes) => ReactNode
}) {
  const id = useId()
  const said = error === undefined && hint === undefined ? undefined : `${id}-said`
  return (
    <div className="visit-field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': error !== undefined, 'aria-describedby': said })}
      {said !== undefined && (
        <p id={said} className={error === undefined ? 'visit-hint' : 'visit-error'}>
          {error ?? hint}
        </p>
      )}
    </div>
  )
}

function Option({
  type,
  name,
  isOn,
  onChange,
  children,
}: {
  type: 'checkbox' | 'radio'
  name?: string
  isOn: boolean
  onChange: (isOn: boolean) => void
  children: ReactNode
}) {
  return (
    <label className="visit-option">
      <input
        type={type}
        name={name}
        checked={isOn}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>{children}</span>
    </label>
  )
}
