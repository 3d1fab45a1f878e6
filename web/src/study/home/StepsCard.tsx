import type { RailCount } from '@throughline/contract/study'
import { Link } from '@tanstack/react-router'
import { useWords } from '../../app/words.tsx'
import { Gauge } from '../../design/index.ts'
import { messages } from '../messages.ts'

const steps = ['recruit', 'interview', 'transcribe', 'code', 'themes', 'report'] as const
type Step = (typeof steps)[number]
/** A room that does not say how far it is has not been begun. */
type Counts = { [S in Step]?: RailCount | undefined }

/** The six rooms of the rail with how far each is; the one where work goes on is tinted. */
export function StepsCard({ study, counts }: { study: string; counts: Counts }) {
  const t = useWords(messages)
  const now = stepNow(counts)
  return (
    <nav className="study-steps" aria-label={t('study.home.steps')}>
      {steps.map((step) => {
        const name = t(`study.home.step.${step}`)
        const count = counts[step]
        const page = step === 'recruit' ? 'participants' : step
        const to: string = `/studies/${study}/${page}`
        return (
          <Link key={step} to={to} className="study-step" data-now={step === now || undefined}>
            <h3>{name}</h3>
            <strong>{count?.done ?? (step === 'interview' ? '–' : 0)}</strong>
            <span>
              {count?.caption ??
                t(step === 'interview' ? 'study.home.step.later' : 'study.home.step.unknown')}
            </span>
            <Gauge
              label={t('study.home.step.gauge', {
                step: name,
                done: count?.done ?? 0,
                total: count?.total ?? 0,
              })}
              value={Math.min(count?.done ?? 0, count?.total ?? 0)}
              of={count?.total ?? 0}
            />
          </Link>
        )
      })}
    </nav>
  )
}

/** The first step after recruiting that is begun and not yet complete; recruiting until there is one. */
function stepNow(counts: Counts): Step {
  const open = (step: Step) => {
    const count = counts[step]
    return count !== undefined && count.total > 0 && count.done < count.total
  }
  return (['transcribe', 'code', 'themes', 'report'] as const).find(open) ?? 'recruit'
}
