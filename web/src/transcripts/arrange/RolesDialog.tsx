import { setSpeakerRoles } from '@throughline/contract/transcript-order'
import { useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { Skeleton } from '../../design/index.ts'
import type { Role } from '../import/choices.ts'
import { RoleSelect } from '../import/RoleSelect.tsx'
import { takeWithMany, useSpeakers } from './arrange-data.ts'
import type { ManyProps } from './ManyDialogs.tsx'
import { messages } from './messages.ts'
import { PreviewList } from './PreviewList.tsx'
import { StepModal } from './StepModal.tsx'

/** Labels shown: those that stand in the most transcripts. */
const mostLabels = 40

export function RolesDialog({ study, transcripts, onClose }: ManyProps) {
  const t = useWords(messages)
  const { data } = useSpeakers(study)
  const [chosen, setChosen] = useState<ReadonlyMap<string, Role>>(new Map())
  const ids = new Set(transcripts.map(({ id }) => id))
  const speakers = (data?.speakers ?? []).filter(({ transcript }) => ids.has(transcript))
  const labels = [...Map.groupBy(speakers, ({ label }) => label)]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .slice(0, mostLabels)
  const previews = transcripts.map(({ id, title, stage }) => {
    const set = speakers.filter(({ transcript, label, role }) => {
      const wanted = chosen.get(label)
      return transcript === id && wanted !== undefined && wanted !== role
    }).length
    return {
      id,
      title,
      what: t('arrange.roles.row', { labels: set }),
      refused:
        stage !== 'released'
          ? t('arrange.roles.raw')
          : set === 0
            ? t('arrange.preview.same')
            : null,
    }
  })
  const taken = previews.filter(({ refused }) => refused === null).map(({ id }) => id)
  return (
    <StepModal
      title={t('arrange.roles.title')}
      action={t('arrange.roles.do')}
      isDisabled={taken.length === 0}
      onClose={onClose}
      onTake={() =>
        takeWithMany(setSpeakerRoles, {
          study,
          body: {
            transcripts: taken,
            roles: [...chosen].map(([label, role]) => ({ label, role })),
          },
          describe: t('arrange.roles.done', { count: taken.length }),
          undoable: true,
          t,
        })
      }
    >
      <p>{t('arrange.roles.lede')}</p>
      {!data && <Skeleton lines={3} />}
      {data && labels.length === 0 && <p>{t('arrange.roles.none')}</p>}
      <ul className="transcripts-speakers">
        {labels.map(([label, within]) => {
          const roles = new Set(within.map(({ role }) => role))
          const [only] = roles
          return (
            <li key={label}>
              <b>{label}</b>
              <span>{t('arrange.roles.in', { count: within.length })}</span>
              <RoleSelect
                label={label}
                role={chosen.get(label) ?? (roles.size === 1 && only ? only : null)}
                onChange={(role) => setChosen(new Map([...chosen, [label, role]]))}
              />
            </li>
          )
        })}
      </ul>
      <PreviewList previews={previews} />
    </StepModal>
  )
}
