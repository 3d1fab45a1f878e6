import { attributeKind } from '@throughline/contract/participants'
import type { Attribute, ColumnMeaning } from '@throughline/contract/participants'
import { useWords } from '../../app/words.tsx'
import { Select } from '../../design/index.ts'
import type { Choice } from '../../design/index.ts'
import { messages } from '../messages.ts'
import type { Preview } from './ImportPage.tsx'

const fixed = ['label', 'site', 'year', 'quote consent', 'note'] as const

/** What each column becomes, for the person to correct. What is chosen for one column is taken from the others. */
export function ColumnsPreview({
  columns,
  attributes,
  onChange,
}: {
  columns: Preview['columns']
  attributes: readonly Attribute[]
  onChange: (columns: readonly ColumnMeaning[]) => void
}) {
  const t = useWords(messages)
  const choicesFor = (heading: string): Choice[] => [
    ...fixed.map((to) => ({ id: to, label: t(`study.import.to.${to}`) })),
    ...attributes.map(({ id, name }) => ({
      id: `attribute ${id}`,
      label: t('study.import.to.attribute', { name }),
    })),
    ...(heading.trim() === '' ? [] : attributeKind.options).map((kind) => ({
      id: `new ${kind}`,
      label: t('study.import.to.new', { kind: t(`study.attributes.kind.${kind}`) }),
    })),
    { id: 'nothing', label: t('study.import.to.nothing') },
  ]
  const choose = (index: number, id: string) => {
    const chosen = meaningOf(id)
    onChange(
      columns.map(({ meaning }, other) => {
        if (other === index) return chosen
        const isSame = chosen.to !== 'new attribute' && idOf(meaning) === id
        return isSame ? { to: 'nothing' as const } : meaning
      }),
    )
  }
  return (
    <ul className="study-import-columns">
      <li aria-hidden="true">
        <span>{t('study.import.column')}</span>
        <span>{t('study.import.samples')}</span>
        <span>{t('study.import.meaning')}</span>
      </li>
      {columns.map(({ heading, samples, meaning, why }, index) => {
        const name = heading.trim() || t('study.import.unnamed', { number: index + 1 })
        return (
          <li
            key={`${index} ${heading}`}
            className={meaning.to === 'nothing' ? 'study-import-left' : ''}
          >
            <b>{name}</b>
            <span className="study-import-samples">{samples.join(' · ')}</span>
            <Select
              label={t('study.import.meaningOf', { heading: name })}
              isLabelHidden
              choices={choicesFor(heading)}
              value={idOf(meaning)}
              onChange={(id) => choose(index, id)}
            />
            {why !== null && <p>{why}</p>}
          </li>
        )
      })}
    </ul>
  )
}

function idOf(meaning: ColumnMeaning): string {
  switch (meaning.to) {
    case 'attribute':
      return `attribute ${meaning.attribute}`
    case 'new attribute':
      return `new ${meaning.kind}`
    default:
      return meaning.to
  }
}

function meaningOf(id: string): ColumnMeaning {
  const to = fixed.find((name) => name === id)
  if (to) return { to }
  const kind = attributeKind.safeParse(id.replace(/^new /, ''))
  if (kind.success) return { to: 'new attribute', kind: kind.data }
  return id.startsWith('attribute ')
    ? { to: 'attribute', attribute: id.slice('attribute '.length) }
    : { to: 'nothing' }
}
