import type { Code } from '@throughline/contract/coding'
import type { Section } from '@throughline/contract/sections'
import type { Member } from '@throughline/contract/study'
import type { Theme } from '@throughline/contract/themes'
import { useWords } from '../../../app/words.tsx'
import {
  Button,
  CheckboxGroup,
  ComboBox,
  Dialog,
  DialogTrigger,
  Icon,
  Popover,
  Select,
  Switch,
} from '../../../design/index.ts'
import { messages } from '../../messages.ts'
import type { Filters } from './filters.ts'

export interface ShowMenuProps {
  filters: Filters
  codes: readonly Code[]
  /** Who coded this transcript. */
  coders: readonly Member[]
  themes: readonly Theme[]
  sections: readonly Section[]
  onFilter: (filters: Filters) => void
}

const everything = 'everything'

/** What is shown of the codings and of the text. It takes effect at once, and stands above the text while it does. */
export function ShowMenu(props: ShowMenuProps) {
  const t = useWords(messages)
  return (
    <DialogTrigger>
      <Button size="small" className="coding-show">
        <Icon name="filter" />
        {t('coding.show')}
      </Button>
      <Popover placement="bottom end" className="coding-show-menu">
        <Dialog title={t('coding.show.title')}>
          <Choices {...props} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Choices({ filters, codes, coders, themes, sections, onFilter }: ShowMenuProps) {
  const t = useWords(messages)
  const put = (change: Filters) => onFilter({ ...filters, ...change })
  return (
    <div className="coding-show-choices">
      <ComboBox
        label={t('coding.show.code')}
        choices={codes
          .filter(({ retired }) => !retired)
          .map(({ id, name, colour }) => ({ id, label: name, colour }))}
        value={filters.codes?.at(-1) ?? null}
        onChange={(code) => put({ codes: code === null ? undefined : [code] })}
        placeholder={t('coding.show.everything')}
      />
      {themes.length > 0 && (
        <Select
          label={t('coding.show.theme')}
          choices={[
            { id: everything, label: t('coding.show.everything') },
            ...themes.map(({ id, name }) => ({ id, label: name })),
          ]}
          value={filters.themes?.[0] ?? everything}
          onChange={(theme) => put({ themes: theme === everything ? undefined : [theme] })}
        />
      )}
      {sections.length > 0 && (
        <Select
          label={t('coding.show.section')}
          choices={[
            { id: everything, label: t('coding.show.everything') },
            ...sections.map(({ id, name }) => ({ id, label: name })),
          ]}
          value={filters.section ?? everything}
          onChange={(section) => put({ section: section === everything ? undefined : section })}
        />
      )}
      {coders.length > 1 && (
        <CheckboxGroup
          label={t('coding.show.coder')}
          choices={coders.map(({ account, name }) => ({ id: account, label: name }))}
          value={filters.coders ?? []}
          onChange={(chosen) => put({ coders: chosen })}
        />
      )}
      <Switch isSelected={filters.fold ?? false} onChange={(fold) => put({ fold })}>
        {t('coding.show.fold')}
      </Switch>
    </div>
  )
}
