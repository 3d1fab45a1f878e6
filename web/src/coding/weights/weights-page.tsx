import * as contract from '@throughline/contract/coding'
import type { WeightScale } from '@throughline/contract/coding'
import { getStudy } from '@throughline/contract/study'
import { useState } from 'react'
import { outbox } from '../../app/outbox/index.ts'
import { useAsk } from '../../app/queries.ts'
import { studyRoute } from '../../app/roots.tsx'
import { useWords } from '../../app/words.tsx'
import { Button, ErrorNotice, Loading, Page, TextField } from '../../design/index.ts'
import { messages } from './weights-messages.ts'
import { stepsOf } from './steps.ts'
import { useWeightScale } from './weights.ts'
import './weights-page.css'

/** The scale on which the team weighs codings: its name, its steps, and what they are called. */
export function WeightsPage() {
  const { study } = studyRoute.useParams()
  const t = useWords(messages)
  const { scale, isPending, error, refetch } = useWeightScale(study)
  const about = useAsk(getStudy, { params: { study } }, { staleTime: 60_000 })
  const mayChange = about.data?.may.includes('change the code list') ?? false
  return (
    <Page title={t('weights.title')} lede={t('weights.lede')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && !error && <Loading />}
      {!isPending && !mayChange && about.data && <Scale scale={scale} />}
      {!isPending && mayChange && (
        <ScaleForm key={JSON.stringify(scale)} study={study} scale={scale} />
      )}
    </Page>
  )
}

function Scale({ scale }: { scale: WeightScale | null }) {
  const t = useWords(messages)
  if (!scale) return <p>{t('weights.none')}</p>
  return (
    <section className="weights">
      <h2>{scale.name}</h2>
      <ol className="weights-steps">
        {stepsOf(scale).map(({ step, name }) => (
          <li key={step}>
            <b>{step}</b> {name}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What most studies that weigh use; each part can be changed. */
const suggested: WeightScale = { name: '', lowest: 1, highest: 3, labels: [] }
/** More steps than that are named by their ends alone. */
const mostNamed = 11

function ScaleForm({ study, scale }: { study: string; scale: WeightScale | null }) {
  const t = useWords(messages)
  const [draft, setDraft] = useState(scale ?? { ...suggested, name: t('weights.suggested') })
  const [typed, setTyped] = useState({
    lowest: String(draft.lowest),
    highest: String(draft.highest),
  })
  const steps = stepsOf(draft)
  const named = steps.length <= mostNamed ? steps : [...steps.slice(0, 1), ...steps.slice(-1)]
  const edge = (which: 'lowest' | 'highest', value: string) => {
    const next = { ...typed, [which]: value }
    setTyped(next)
    if (problemOf(next) !== null) return
    const [lowest, highest] = [Number(next.lowest), Number(next.highest)]
    setDraft({
      ...draft,
      lowest,
      highest,
      labels: draft.labels.filter(({ step }) => step >= lowest && step <= highest),
    })
  }
  const nameStep = (step: number, name: string) =>
    setDraft({
      ...draft,
      labels: [...draft.labels.filter((label) => label.step !== step), { step, name }],
    })
  const send = (wanted: WeightScale | null) =>
    outbox.enqueue({
      command: contract.setWeightScale,
      study,
      body: { scale: wanted },
      describe: t(wanted ? 'weights.did.set' : 'weights.did.stopped'),
    })
  const problem = problemOf(typed)
  return (
    <form
      className="weights"
      onSubmit={(event) => {
        event.preventDefault()
        if (problem !== null) return
        send({
          ...draft,
          labels: draft.labels
            .map(({ step, name }) => ({ step, name: name.trim() }))
            .filter(({ name }) => name !== '')
            .toSorted((a, b) => a.step - b.step),
        })
      }}
    >
      <TextField
        label={t('weights.name')}
        hint={t('weights.name.hint')}
        value={draft.name}
        onChange={(name) => setDraft({ ...draft, name })}
        maxLength={100}
        isRequired
      />
      <div className="weights-edges">
        {(['lowest', 'highest'] as const).map((which) => (
          <TextField
            key={which}
            label={t(`weights.${which}`)}
            inputMode="numeric"
            value={typed[which]}
            onChange={(value) => edge(which, value)}
            error={
              problem === null || which === 'lowest' ? undefined : t(`weights.problem.${problem}`)
            }
          />
        ))}
      </div>
      <fieldset>
        <legend>{t('weights.steps')}</legend>
        {named.map(({ step, name }) => (
          <TextField
            key={step}
            className="weights-step"
            label={String(step)}
            placeholder={t('weights.step.placeholder')}
            value={name ?? ''}
            onChange={(value) => nameStep(step, value)}
            maxLength={60}
          />
        ))}
        {named.length < steps.length && <p>{t('weights.many', { count: steps.length })}</p>}
      </fieldset>
      <footer>
        <Button tone="primary" type="submit">
          {t(scale ? 'weights.save' : 'weights.use')}
        </Button>
        {scale && <Button onPress={() => send(null)}>{t('weights.stop')}</Button>}
      </footer>
      {scale && <p className="weights-hint">{t('weights.stop.hint')}</p>}
    </form>
  )
}

/** Why these ends make no scale; null when they do. */
function problemOf(typed: { lowest: string; highest: string }): 'whole' | 'order' | null {
  const ends = [typed.lowest, typed.highest]
  if (ends.some((end) => !/^-?\d{1,3}$/.test(end.trim()) || Math.abs(Number(end)) > 100))
    return 'whole'
  return Number(typed.lowest) < Number(typed.highest) ? null : 'order'
}
