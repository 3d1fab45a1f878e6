import type { Site } from '@throughline/contract/study'
import { useNavigate } from '@tanstack/react-router'
import { studyRoute } from '../../app/roots.tsx'
import { useWords } from '../../app/words.tsx'
import { Button, SearchField, Select } from '../../design/index.ts'
import { messages } from '../messages.ts'
import type { Conditions } from './filters.ts'

/** Which participants are shown; the conditions stand in the address, so that a link can hold them. */
export function FilterBar({
  sites,
  conditions,
  shown,
  all,
}: {
  sites: readonly Site[]
  conditions: Conditions
  shown: number
  all: number
}) {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const navigate = useNavigate()
  const change = (changed: Conditions) => {
    void navigate({
      to: '/studies/$study/participants',
      params: { study },
      search: { ...conditions, ...changed },
      replace: true,
    })
  }
  const years = Array.from(
    { length: Math.max(1, ...sites.map((site) => site.years)) },
    (_, index) => index + 1,
  )
  const isFiltered = Object.values(conditions).some((value) => value !== undefined)
  return (
    <div className="study-filters">
      <SearchField
        label={t('study.people.find')}
        value={conditions.find ?? ''}
        onChange={(find) => change({ find: find || undefined })}
      />
      <Select
        label={t('study.people.site')}
        isLabelHidden
        choices={[
          { id: 'any', label: t('study.people.anySite') },
          ...sites.map(({ id, name }) => ({ id, label: name })),
          { id: 'none', label: t('study.people.noSite') },
        ]}
        value={conditions.site ?? 'any'}
        onChange={(site) => change({ site: site === 'any' ? undefined : site })}
      />
      <Select
        label={t('study.people.year')}
        isLabelHidden
        choices={[
          { id: 'any', label: t('study.people.anyYear') },
          ...years.map((year) => ({
            id: String(year),
            label: t('study.people.yearN', { year }),
          })),
          { id: 'none', label: t('study.people.noYear') },
        ]}
        value={String(conditions.year ?? 'any')}
        onChange={(year) =>
          change({ year: year === 'any' ? undefined : year === 'none' ? year : Number(year) })
        }
      />
      <Select
        label={t('study.people.consent')}
        isLabelHidden
        choices={[
          { id: 'any', label: t('study.people.anyConsent') },
          { id: 'yes', label: t('study.people.consent.yes') },
          { id: 'no', label: t('study.people.consent.no') },
          { id: 'not-recorded', label: t('study.people.consent.not recorded') },
        ]}
        value={conditions.consent ?? 'any'}
        onChange={(consent) => change({ consent: consent === 'any' ? undefined : consent })}
      />
      <span className="study-filters-count" role="status">
        {t('study.people.shown', { shown, of: all })}
        {isFiltered && (
          <Button
            tone="plain"
            size="small"
            onPress={() =>
              void navigate({
                to: '/studies/$study/participants',
                params: { study },
                search: {},
                replace: true,
              })
            }
          >
            {t('study.people.clear')}
          </Button>
        )}
      </span>
    </div>
  )
}
