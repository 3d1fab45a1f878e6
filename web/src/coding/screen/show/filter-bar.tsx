import type { Code } from '@throughline/contract/coding'
import type { Section } from '@throughline/contract/sections'
import type { Member } from '@throughline/contract/study'
import type { Theme } from '@throughline/contract/themes'
import type { ReadingSettings } from '../../../app/reading-settings.ts'
import { useWords } from '../../../app/words.tsx'
import { Button, Icon } from '../../../design/index.ts'
import { messages } from '../../messages.ts'
import { isFiltered, type Filters } from './filters.ts'

export interface FilterBarProps {
  filters: Filters
  codes: ReadonlyMap<string, Code>
  team: ReadonlyMap<string, Member>
  themes: readonly Theme[]
  sections: readonly Section[]
  shown: number
  all: number
  onFilter: (filters: Filters) => void
  /** Whose codings the reader's own settings let through. */
  own: ReadingSettings['codings']
  onAllCodings: () => void
}

/** Whatever is hidden is said, always in sight, and shown again by one click. */
export function FilterBar({
  filters,
  codes,
  team,
  themes,
  sections,
  shown,
  all,
  onFilter,
  own,
  onAllCodings,
}: FilterBarProps) {
  const t = useWords(messages)
  if (!isFiltered(filters) && own === 'all') return null
  const gone = t('coding.show.chip.gone')
  const without = (list: readonly string[] | undefined, id: string) =>
    (list ?? []).filter((one) => one !== id)
  const chips = [
    ...(filters.codes ?? []).map((id) => ({
      id,
      what: named('coding.show.chip.code', codes.get(id)?.name),
      rest: { ...filters, codes: without(filters.codes, id) },
    })),
    ...(filters.coders ?? []).map((id) => ({
      id,
      what: named('coding.show.chip.coder', team.get(id)?.name),
      rest: { ...filters, coders: without(filters.coders, id) },
    })),
    ...(filters.themes ?? []).map((id) => ({
      id,
      what: named('coding.show.chip.theme', themes.find((theme) => theme.id === id)?.name),
      rest: { ...filters, themes: without(filters.themes, id) },
    })),
    ...(filters.section === undefined
      ? []
      : [
          {
            id: filters.section,
            what: named(
              'coding.show.chip.section',
              sections.find(({ id }) => id === filters.section)?.name,
            ),
            rest: { ...filters, section: undefined },
          },
        ]),
    ...(filters.fold
      ? [{ id: 'fold', what: t('coding.show.chip.fold'), rest: { ...filters, fold: undefined } }]
      : []),
  ]
  return (
    <div className="coding-filters" role="group" aria-label={t('coding.show.title')}>
      <span role="status">{t('coding.show.status', { shown, all })}</span>
      {chips.map(({ id, what, rest }) => (
        <Button
          key={id}
          size="small"
          className="coding-chip"
          aria-label={t('coding.show.remove', { what })}
          onPress={() => onFilter(rest)}
        >
          {what}
          <Icon name="close" size={12} />
        </Button>
      ))}
      {own !== 'all' && (
        <Button
          size="small"
          className="coding-chip"
          aria-label={t('coding.show.remove', { what: t(`coding.show.chip.${own}`) })}
          onPress={onAllCodings}
        >
          {t(`coding.show.chip.${own}`)}
          <Icon name="close" size={12} />
        </Button>
      )}
      <Button
        size="small"
        tone="plain"
        onPress={() => {
          onFilter({})
          onAllCodings()
        }}
      >
        {t('coding.show.clear')}
      </Button>
    </div>
  )

  function named(
    kind: `coding.show.chip.${'code' | 'coder' | 'theme' | 'section'}`,
    name: string | undefined,
  ): string {
    return name === undefined ? gone : t(kind, { name })
  }
}
