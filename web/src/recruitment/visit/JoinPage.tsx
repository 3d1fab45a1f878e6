import { getInvitingPage, type InvitingPage, signUp } from '@throughline/contract/visit'
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import { ask, performByLink } from '../../app/client.ts'
import { useWords } from '../../app/words.tsx'
import { useAsked, useSending } from './asking.ts'
import { CopyLink } from './CopyLink.tsx'
import { Fields } from './Fields.tsx'
import { Frame, Prose, Trouble } from './Frame.tsx'
import { emptyDraft, missingIn, sentOf } from './given.ts'
import { messages } from './messages.ts'

/** What a channel’s address opens: who asks, what for, what happens with it, then the fewest questions. */
export function JoinPage({ link, language }: { link: string; language: string }) {
  const t = useWords(messages)
  const { answer, error, again } = useAsked(
    useCallback(
      (signal) => ask(getInvitingPage, { search: { language } }, { signal, link }),
      [language, link],
    ),
  )
  const [mine, setMine] = useState<{ link: string; mailed: boolean } | null>(null)
  if (!answer)
    return (
      <Frame title={t('visit.title')} language={language} languages={[]}>
        {error ? <Trouble error={error} onRetry={again} /> : <p>{t('visit.loading')}</p>}
      </Frame>
    )
  const { form, eligibility, sheet, closed, languages } = answer
  if (closed !== null || !form || !eligibility || !sheet)
    return (
      <Frame title={answer.study} language={language} languages={languages}>
        <p className="visit-lede">{t(`visit.closed.${closed ?? 'not open'}`)}</p>
      </Frame>
    )
  if (mine) return <Done {...mine} language={language} languages={languages} />
  return (
    <Frame
      above={form.content.whoAsks}
      title={form.content.heading}
      language={language}
      languages={languages}
    >
      {[form, eligibility, sheet].some(({ machineMade }) => machineMade) && (
        <p className="visit-hint">{t('visit.machineDocument')}</p>
      )}
      <p className="visit-lede">{form.content.lede}</p>
      {form.content.promise !== '' && <p className="visit-calm">{form.content.promise}</p>}
      <details className="visit-sheet">
        <summary>{t('visit.read')}</summary>
        <h2>{sheet.content.heading}</h2>
        <Prose text={sheet.content.body} />
        <p className="visit-prose">{t('visit.minutes', { minutes: answer.minutes })}</p>
      </details>
      <JoinForm
        link={link}
        language={language}
        page={{ ...answer, form, eligibility, sheet }}
        onDone={setMine}
      />
    </Frame>
  )
}

type OpenPage = InvitingPage & {
  form: NonNullable<InvitingPage['form']>
  eligibility: NonNullable<InvitingPage['eligibility']>
  sheet: NonNullable<InvitingPage['sheet']>
}

function JoinForm({
  link,
  language,
  page,
  onDone,
}: {
  link: string
  language: string
  page: OpenPage
  onDone: (mine: { link: string; mailed: boolean }) => void
}) {
  const t = useWords(messages)
  const [id] = useState(() => crypto.randomUUID())
  const [draft, setDraft] = useState(() => emptyDraft(page.site))
  const [website, setWebsite] = useState('')
  const [isTried, setTried] = useState(false)
  const [began] = useState(() => Date.now())
  const form = useRef<HTMLFormElement>(null)
  const missing = missingIn(draft)
  const { send, isSending, error } = useSending(async (key) => {
    const { sheet, form: asked, eligibility } = page
    const version = ({ document, number }: typeof sheet | typeof asked) => ({ document, number })
    onDone(
      await performByLink(signUp, {
        link,
        key,
        body: {
          id,
          language,
          ...sentOf(draft),
          seen: {
            sheet: version(sheet),
            form: version(asked),
            eligibility: { document: eligibility.document, number: eligibility.number },
          },
          website,
          seconds: Math.floor((Date.now() - began) / 1000),
        },
      }),
    )
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (Object.keys(missing).length === 0) return send()
    // once the fields say what is wrong with them
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    )
  }
  const wrong = isTried
    ? Object.fromEntries(Object.entries(missing).map(([field, sentence]) => [field, t(sentence)]))
    : {}
  return (
    <form ref={form} className="visit-form" noValidate onSubmit={submit}>
      <Fields
        draft={draft}
        onChange={setDraft}
        wrong={wrong}
        form={page.form.content}
        eligibility={page.eligibility.content}
        sites={page.sites}
        asksProgramme={page.asksProgramme}
      />
      {/* filled in by machines alone: nobody sees it, no key reaches it, no assistive technology reads it */}
      <div className="visit-trap" aria-hidden="true">
        <label>
          {t('visit.website')}
          <input
            name="website"
            tabIndex={-1}
            autoComplete="off"
            value={website}
            onChange={({ target }) => setWebsite(target.value)}
          />
        </label>
      </div>
      {error !== null && <Trouble error={error} onRetry={send} />}
      <button type="submit" className="visit-go" disabled={isSending}>
        {t(isSending ? 'visit.sending' : 'visit.send')}
      </button>
    </form>
  )
}

function Done({
  link,
  mailed,
  language,
  languages,
}: {
  link: string
  mailed: boolean
  language: string
  languages: readonly string[]
}) {
  const t = useWords(messages)
  const text = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    window.scrollTo(0, 0)
    text.current?.focus()
  }, [])
  return (
    <Frame title={t('visit.done')} language={language} languages={languages}>
      <p ref={text} tabIndex={-1} className="visit-lede">
        {t('visit.done.text')}
      </p>
      <p className="visit-calm">{t(mailed ? 'visit.done.mailed' : 'visit.done.keep')}</p>
      <CopyLink link={link} />
      <a className="visit-go" href={link}>
        {t('visit.done.open')}
      </a>
    </Frame>
  )
}
