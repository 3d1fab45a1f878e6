import { useId, useRef, useState } from 'react'
import { useDrop } from 'react-aria-components'
import { useWords } from '../app/words.tsx'
import {
  Icon,
  IconButton,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  SearchField,
} from '../design/index.ts'
import { looseCodes, type LooseGroup } from './board.ts'
import { carriedIn, CodeChips, type CodeChipsProps, looseOperation } from './code-chips.tsx'
import { messages } from './messages.ts'

type Shared = Pick<CodeChipsProps, 'board' | 'mayChange' | 'steps' | 'onNewTheme'>

/** The codes that stand in no theme yet, under the names of their parents. What is let go of here leaves its theme. */
export function LooseCodes(props: Shared) {
  const { board, mayChange, steps } = props
  const t = useWords(messages)
  const heading = useId()
  const aside = useRef<HTMLElement>(null)
  const [sought, setSought] = useState('')
  const { dropProps, isDropTarget } = useDrop({
    ref: aside,
    isDisabled: !mayChange,
    getDropOperation: looseOperation,
    onDrop: async (event) => {
      const { codes, from } = await carriedIn(event)
      if (from !== null) steps.takeOut(codes, from)
    },
  })
  const all = looseCodes(board)
  const groups = sought.trim() === '' ? all : looseCodes(board, sought)
  const count = all.reduce((sum, { codes }) => sum + codes.length, 0)
  return (
    <aside
      {...dropProps}
      ref={aside}
      tabIndex={-1}
      aria-labelledby={heading}
      className="themes-loose"
      data-drop={isDropTarget || undefined}
    >
      <header className="themes-loose-head">
        <h2 id={heading}>{t('themes.loose')}</h2>
        <span>{t('themes.loose.count', { count })}</span>
      </header>
      {count > 6 && (
        <SearchField
          label={t('themes.loose.search')}
          value={sought}
          onChange={setSought}
          className="themes-loose-search"
        />
      )}
      <div className="themes-loose-groups">
        {groups.map((group) => (
          <Group key={group.parent?.id ?? 'first'} {...props} group={group} />
        ))}
      </div>
      {groups.length === 0 && (
        <p className="themes-hint">
          {count > 0 ? t('themes.loose.none', { sought: sought.trim() }) : t('themes.loose.done')}
        </p>
      )}
      {mayChange && count > 0 && (
        <p className="themes-hint themes-loose-hint">{t('themes.loose.hint')}</p>
      )}
    </aside>
  )
}

function Group({ group, ...props }: Shared & { group: LooseGroup }) {
  const t = useWords(messages)
  const { board, mayChange, steps, onNewTheme } = props
  const name = group.parent?.name ?? t('themes.loose.first')
  const codes = group.codes.map(({ id }) => id)
  const standing = board.themes.filter(({ setAside }) => !setAside)
  return (
    <section className="themes-group">
      {group.parent && (
        <header className="themes-group-head">
          <h3>{name}</h3>
          {mayChange && codes.length > 1 && (
            <MenuTrigger>
              <IconButton size="small" aria-label={t('themes.group.menu', { group: name })}>
                <Icon name="more" />
              </IconButton>
              <Menu>
                <MenuSection title={t('themes.group.carry')}>
                  {[
                    ...standing.map((theme) => (
                      <MenuItem key={theme.id} onAction={() => steps.carry(codes, theme.id, null)}>
                        {theme.name}
                      </MenuItem>
                    )),
                    <MenuItem
                      key="new"
                      onAction={() => onNewTheme({ codes, from: null, also: false })}
                    >
                      {t('themes.code.new')}
                    </MenuItem>,
                  ]}
                </MenuSection>
              </Menu>
            </MenuTrigger>
          )}
        </header>
      )}
      <CodeChips {...props} label={name} codes={group.codes} theme={null} />
    </section>
  )
}
