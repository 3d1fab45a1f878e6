import type { BoardCode, ThemeBoard } from '@throughline/contract/themes'
import { isTextDropItem } from 'react-aria-components'
import type { DragTypes, DropOperation, useDrop } from 'react-aria-components'
import { useWords } from '../app/words.tsx'
import {
  GridList,
  GridListRow,
  Icon,
  IconButton,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Stripe,
  useDragAndDrop,
} from '../design/index.ts'
import type { ThemeSteps } from './board-data.ts'
import { messages } from './messages.ts'

type DropEvent = Parameters<NonNullable<Parameters<typeof useDrop>[0]['onDrop']>>[0]

const codeType = 'throughline-code'
const fromType = 'throughline-code-of'

/** Codes that were let go of somewhere. */
export interface Carried {
  codes: string[]
  from: string | null
  /** Alt was pressed: they stay where they were as well. */
  also: boolean
}

/** What a theme does with codes that are above it. */
export function codeOperation(types: DragTypes, allowed: DropOperation[]): DropOperation {
  if (!types.has(codeType)) return 'cancel'
  return allowed.includes('move') ? 'move' : (allowed[0] ?? 'cancel')
}

/** The same where codes are in no theme: only what stands in one can be let go of there. */
export function looseOperation(types: DragTypes, allowed: DropOperation[]): DropOperation {
  return types.has(fromType) ? codeOperation(types, allowed) : 'cancel'
}

export async function carriedIn(event: DropEvent): Promise<Carried> {
  const items = event.items.filter(isTextDropItem).filter((item) => item.types.has(codeType))
  const codes = await Promise.all(items.map((item) => item.getText(codeType)))
  const first = items[0]
  const from = first?.types.has(fromType) ? await first.getText(fromType) : null
  return { codes, from, also: event.dropOperation === 'copy' }
}

export interface CodeChipsProps {
  label: string
  codes: readonly BoardCode[]
  /** The theme in which they stand; null: in none. */
  theme: string | null
  board: ThemeBoard
  mayChange: boolean
  steps: ThemeSteps
  onNewTheme: (carried: Carried) => void
  /** The code before which what is dragged would come to stand. */
  dropBefore?: string | null
}

/** Codes as chips: dragged by mouse or from the grip by keys, several at once, or carried by their menu. */
export function CodeChips(props: CodeChipsProps) {
  const { label, codes, theme, board, mayChange, dropBefore } = props
  const t = useWords(messages)
  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: !mayChange,
    getItems: (keys) =>
      [...keys].map((key) => ({
        [codeType]: String(key),
        ...(theme === null ? {} : { [fromType]: theme }),
      })),
    getAllowedDropOperations: () => ['move', 'copy'],
  })
  return (
    <GridList
      aria-label={label}
      className="themes-chips"
      items={codes}
      dependencies={[board, theme, mayChange, dropBefore]}
      selectionMode={mayChange ? 'multiple' : 'none'}
      selectionBehavior="replace"
      dragAndDropHooks={dragAndDropHooks}
      renderEmptyState={() => <p className="themes-chips-empty">{t('themes.codes.empty')}</p>}
    >
      {(code) => (
        <GridListRow
          id={code.id}
          textValue={code.name}
          className={code.id === dropBefore ? 'themes-chip themes-chip-before' : 'themes-chip'}
        >
          <Stripe colour={code.colour} />
          <span className="themes-chip-name">
            {code.name}
            {code.retired && <em> {t('themes.code.retired')}</em>}
          </span>
          <span className="themes-chip-count">{code.codings}</span>
          {mayChange && <CodeMenu {...props} code={code} />}
        </GridListRow>
      )}
    </GridList>
  )
}

function CodeMenu({
  code,
  codes,
  theme,
  board,
  steps,
  onNewTheme,
}: CodeChipsProps & { code: BoardCode }) {
  const t = useWords(messages)
  const standing = board.themes.filter(({ setAside }) => !setAside)
  const without = standing.filter((one) => !one.codes.includes(code.id))
  const index = codes.indexOf(code)
  return (
    <MenuTrigger>
      <IconButton
        size="small"
        className="themes-chip-menu"
        aria-label={t('themes.code.menu', { name: code.name })}
      >
        <Icon name="more" />
      </IconButton>
      <Menu>
        <MenuSection title={t('themes.code.to')}>
          {[
            ...without.map((one) => (
              <MenuItem key={one.id} onAction={() => steps.carry([code.id], one.id, theme)}>
                {one.name}
              </MenuItem>
            )),
            <MenuItem
              key="new"
              onAction={() => onNewTheme({ codes: [code.id], from: theme, also: false })}
            >
              {t('themes.code.new')}
            </MenuItem>,
          ]}
        </MenuSection>
        {theme !== null && without.length > 0 && (
          <MenuSection title={t('themes.code.also')}>
            {without.map((one) => (
              <MenuItem key={one.id} onAction={() => steps.carry([code.id], one.id, null)}>
                {one.name}
              </MenuItem>
            ))}
          </MenuSection>
        )}
        {theme !== null && (
          <MenuSection>
            {index > 0 && (
              <MenuItem
                onAction={() => steps.carry([code.id], theme, theme, codes[index - 1]?.id ?? null)}
              >
                {t('themes.code.up')}
              </MenuItem>
            )}
            {index < codes.length - 1 && (
              <MenuItem
                onAction={() => steps.carry([code.id], theme, theme, codes[index + 2]?.id ?? null)}
              >
                {t('themes.code.down')}
              </MenuItem>
            )}
            <MenuItem onAction={() => steps.takeOut([code.id], theme)}>
              {t('themes.code.out')}
            </MenuItem>
          </MenuSection>
        )}
      </Menu>
    </MenuTrigger>
  )
}
