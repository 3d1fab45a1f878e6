import { countCodings, waitingCoding } from '@throughline/contract/coding'
import { getRecruitmentHome } from '@throughline/contract/recruitment'
import { countReport, waitingForReport } from '@throughline/contract/reporting'
import { getStudyHome } from '@throughline/contract/study'
import { countThemes, waitingForThemes } from '@throughline/contract/themes'
import { countTranscripts, waitingTranscripts } from '@throughline/contract/transcripts'
import { useState } from 'react'
import { studyRoute } from '../../app/roots.tsx'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import { ErrorNotice, Loading, Page } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { FrameCard } from './FrameCard.tsx'
import { StepsCard } from './StepsCard.tsx'
import { StripsCard } from './StripsCard.tsx'
import { WaitingCard } from './WaitingCard.tsx'
import './home.css'

/** What waits for me, where the study stands, who is in it, and where it is coded. */
export function HomePage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const [part] = useState(() => partOfDay(new Date().getHours()))
  const input = { params: { study } }
  const home = useAsk(getStudyHome, input, { live: ['participant', 'site', 'study', 'member'] })
  const transcripts = useAsk(countTranscripts, input, { live: ['transcript'] })
  const codings = useAsk(countCodings, input, { live: ['coding', 'transcript'] })
  const themes = useAsk(countThemes, input, { live: ['theme'] })
  const report = useAsk(countReport, input, { live: ['report', 'quote', 'theme'] })
  const later = [
    useAsk(getRecruitmentHome, input, { live: ['sign-up', 'protocol'] }),
    useAsk(waitingTranscripts, input, { live: ['transcript'] }),
    useAsk(waitingCoding, input, { live: ['coding', 'transcript'] }),
    useAsk(waitingForThemes, input, { live: ['theme'] }),
    useAsk(waitingForReport, input, { live: ['report', 'quote', 'theme'] }),
  ]
  const waiting = [
    ...(home.data?.waiting ?? []),
    ...later.flatMap(({ data }) => data?.items ?? []),
  ].toSorted((one, other) => Number(other.urgent) - Number(one.urgent))

  // all at once: a part that came later would push the others down
  const isPending = [home, transcripts, codings, themes, report, ...later].some(
    (answer) => answer.isPending,
  )
  if (isPending) return <Loading />

  const lede = home.data && (
    <>
      {t('study.home.lede.waiting', { count: waiting.length })}{' '}
      {t(...ledeOf(home.data.participants.done, home.data.frame))}
    </>
  )
  return (
    <Page title={t(`study.home.${part}`)} {...(lede ? { lede } : {})}>
      {home.error && <ErrorNotice error={home.error} onRetry={() => void home.refetch()} />}
      <StepsCard
        study={study}
        counts={{
          recruit: home.data?.participants,
          transcribe: transcripts.data,
          code: codings.data,
          themes: themes.data,
          report: report.data,
        }}
      />
      {home.data && (
        <div className="study-home-columns">
          <WaitingCard study={study} items={waiting} />
          <FrameCard study={study} frame={home.data.frame} />
        </div>
      )}
      <StripsCard study={study} />
    </Page>
  )
}

type Frame = ReturnType<typeof getStudyHome.answer.parse>['frame']

function ledeOf(people: number, { sites }: Frame): [keyof typeof messages, Record<string, number>] {
  const cells = sites.flatMap(({ years }) => years)
  const vacant = cells.filter((count) => count === 0).length
  if (people === 0) return ['study.home.lede.none', {}]
  if (cells.length === 0) return ['study.home.lede.people', { people }]
  return ['study.home.lede.vacant', { people, vacant }]
}

function partOfDay(hour: number): 'morning' | 'afternoon' | 'evening' {
  if (hour >= 5 && hour < 12) return 'morning'
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening'
}
