import type { Theme } from '@throughline/contract/themes'
import { Link } from '@tanstack/react-router'
import { useId, useRef, useState } from 'react'
import { useDrop } from 'react-aria-components'
import { useWords } from '../app/words.tsx'
import {
  Button,
  Icon,
  IconButton,
  Menu,
  MenuItem,
  MenuTrigger,
  PersonDots,
} from '../design/index.ts'
import { carriedIn, CodeChips, type CodeChipsProps, codeOperation } from './code-chips.tsx'
import { messages } from './messages.ts'
import { WordingForm } from './wording-form.tsx'

export type ThemeCardProps = Pick<
  CodeChipsProps,
  'board' | 'mayChange' | 'steps' | 'onNewTheme'
> & {
  study: string
  theme: Theme
}

/** A candidate theme on the board: its words, its codes, who speaks of it. Codes can be let go of anywhere on it. */
export function ThemeCard(props: ThemeCardProps) {
  const { study, theme, board, mayChange, steps } = props
  const t = useWords(messages)
  const heading = useId()
  const card = useRef<HTMLElement>(null)
  const [isWording, setWording] = useState(false)
  const [dropBefore, setDropBefore] = useState<string | null>(null)
  const { dropProps, isDropTarget } = useDrop({
    ref: card,
    isDisabled: !mayChange,
    getDropOperation: codeOperation,
    onDropMove: ({ y }) => setDropBefore(codeBelow(card.current, y)),
    onDropExit: () => setDropBefore(null),
    onDrop: async (event) => {
      setDropBefore(null)
      const { codes, from, also } = await carriedIn(event)
      if (codes.length > 0) steps.carry(codes, theme.id, also ? null : from, dropBefore)
    },
  })
  const byId = new Map(board.codes.map((code) => [code.id, code]))
  const codes = theme.codes.map((id) => byId.get(id)).filter((code) => code !== undefined)
  return (
    <section
      {...dropProps}
      ref={card}
      tabIndex={-1}
      aria-labelledby={heading}
      className="themes-card"
      data-drop={isDropTarget || undefined}
    >
      <header className="themes-card-head">
        <h2 id={heading}>
          <Link to="/studies/$study/themes/$theme" params={{ study, theme: theme.id }}>
            {theme.name}
          </Link>
        </h2>
        {mayChange && <ThemeMenu {...props} onWord={() => setWording(true)} />}
      </header>
      {isWording ? (
        <WordingForm
          label={t('themes.menu.word')}
          initial={theme}
          action={t('themes.form.save')}
          onCancel={() => setWording(false)}
          onSave={(wording) => {
            setWording(false)
            steps.word(theme.id, wording)
          }}
        />
      ) : theme.centralIdea ? (
        <p className="themes-idea">{theme.centralIdea}</p>
      ) : (
        mayChange && (
          <Button
            tone="plain"
            size="small"
            className="themes-idea-add"
            onPress={() => setWording(true)}
          >
            {t('themes.idea.add')}
          </Button>
        )
      )}
      <CodeChips
        {...props}
        label={t('themes.codes.of', { theme: theme.name })}
        codes={codes}
        theme={theme.id}
        dropBefore={dropBefore}
      />
      <People {...props} />
    </section>
  )
}

/** The first code of a card that stands below a point; `y` counts from the card's upper edge, in CSS pixels. */
function codeBelow(card: HTMLElement | null, y: number): string | null {
  if (!card) return null
  const point = card.getBoundingClientRect().top + y
  const chips = [...card.querySelectorAll<HTMLElement>('.themes-chip')]
  const below = chips.find((chip) => {
    const { top, height } = chip.getBoundingClientRect()
    return point < top + height / 2
  })
  return below?.dataset['key'] ?? null
}

function People({ theme, board }: ThemeCardProps) {
  const speaking = new Set(theme.participants)
  return (
    <footer className="themes-people">
      {board.participants.length > 0 && (
        <PersonDots
          people={board.participants.map(({ id, label }) => ({
            id,
            label,
            says: speaking.has(id) ? 'for' : 'nothing',
          }))}
        />
      )}
      <small>
        <PeopleSentence theme={theme} of={board.participants.length} />
      </small>
    </footer>
  )
}

/** `8 of 17 speak of it, and 2 transcripts that belong to no participant`. */
export function PeopleSentence({ theme, of }: { theme: Theme; of: number }) {
  const t = useWords(messages)
  const count = theme.participants.length
  const unclaimed = theme.transcriptsWithoutParticipant
  if (count + unclaimed === 0) return t('themes.people.none')
  return [
    ...(of > 0 ? [t('themes.people', { count, of })] : []),
    ...(unclaimed > 0 ? [t('themes.people.unclaimed', { count: unclaimed })] : []),
  ].join(', ')
}

function ThemeMenu({
  study,
  theme,
  board,
  steps,
  onWord,
}: ThemeCardProps & { onWord: () => void }) {
  const t = useWords(messages)
  const standing = board.themes.filter(({ setAside }) => !setAside)
  const index = standing.findIndex(({ id }) => id === theme.id)
  return (
    <MenuTrigger>
      <IconButton size="small" aria-label={t('themes.menu', { name: theme.name })}>
        <Icon name="more" />
      </IconButton>
      <Menu placement="bottom end">
        <MenuItem href={`/studies/${study}/themes/${theme.id}`}>{t('themes.menu.open')}</MenuItem>
        <MenuItem onAction={onWord}>{t('themes.menu.word')}</MenuItem>
        {index > 0 && (
          <MenuItem onAction={() => steps.move(theme.id, standing[index - 1]?.id ?? null)}>
            {t('themes.menu.earlier')}
          </MenuItem>
        )}
        {index < standing.length - 1 && (
          <MenuItem onAction={() => steps.move(theme.id, standing[index + 2]?.id ?? null)}>
            {t('themes.menu.later')}
          </MenuItem>
        )}
        <MenuItem
          textValue={t('themes.menu.aside')}
          hint={t('themes.menu.aside.hint')}
          onAction={() => steps.setAside(theme.id)}
        >
          {t('themes.menu.aside')}
        </MenuItem>
        {theme.codes.length === 0 && (
          <MenuItem
            textValue={t('themes.menu.remove')}
            hint={t('themes.menu.remove.hint')}
            onAction={() => steps.remove(theme.id)}
          >
            {t('themes.menu.remove')}
          </MenuItem>
        )}
      </Menu>
    </MenuTrigger>
  )
}
