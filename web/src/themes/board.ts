import type * as contract from '@throughline/contract/themes'
import type { BoardCode, Theme, ThemeBoard } from '@throughline/contract/themes'
import type { z } from 'zod'

// What a step does to the board: laid over the server's answer while it waits to be acknowledged. The answer may hold
// the step already, so each leads to the same board when it is taken twice.

type Body<C extends { body: z.ZodType }> = z.output<C['body']>

const nobody = { codings: 0, participants: [], transcriptsWithoutParticipant: 0 }

export function withNewTheme(board: ThemeBoard, body: Body<typeof contract.addTheme>): ThemeBoard {
  if (board.themes.some(({ id }) => id === body.id)) return board
  const { id, name, centralIdea, definition, codes, from, before } = body
  const theme: Theme = { id, name, centralIdea, definition, codes: [], setAside: false, ...nobody }
  const begun = { ...board, themes: putBefore(board.themes, theme, before) }
  return codes.length === 0 ? begun : withCarried(begun, { codes, to: id, from, before: null })
}

export function withWording(
  board: ThemeBoard,
  { id, name, centralIdea, definition }: Body<typeof contract.changeTheme>,
): ThemeBoard {
  return changed(board, id, (theme) => ({
    ...theme,
    name: name ?? theme.name,
    centralIdea: centralIdea ?? theme.centralIdea,
    definition: definition ?? theme.definition,
  }))
}

export function withSetAside(board: ThemeBoard, id: string, setAside: boolean): ThemeBoard {
  return changed(board, id, (theme) => ({ ...theme, setAside }))
}

export function withoutTheme(board: ThemeBoard, id: string): ThemeBoard {
  return { ...board, themes: board.themes.filter((theme) => theme.id !== id) }
}

export function withMoved(board: ThemeBoard, id: string, before: string | null): ThemeBoard {
  const theme = board.themes.find((one) => one.id === id)
  if (!theme || before === id) return board
  return { ...board, themes: putBefore(withoutTheme(board, id).themes, theme, before) }
}

export function withCarried(
  board: ThemeBoard,
  {
    codes,
    to,
    from,
    before,
  }: Pick<Body<typeof contract.carryCodes>, 'codes' | 'to' | 'from' | 'before'>,
): ThemeBoard {
  const left = from === null || from === to ? board : withoutCodes(board, from, codes)
  return changed(left, to, (theme) => {
    const others = theme.codes.filter((code) => !codes.includes(code))
    const found = others.indexOf(before ?? '')
    return { ...theme, codes: others.toSpliced(found === -1 ? others.length : found, 0, ...codes) }
  })
}

export function withoutCodes(
  board: ThemeBoard,
  theme: string,
  codes: readonly string[],
): ThemeBoard {
  return changed(board, theme, (one) => ({
    ...one,
    codes: one.codes.filter((code) => !codes.includes(code)),
  }))
}

function changed(board: ThemeBoard, id: string, change: (theme: Theme) => Theme): ThemeBoard {
  return { ...board, themes: board.themes.map((one) => (one.id === id ? change(one) : one)) }
}

function putBefore(themes: readonly Theme[], theme: Theme, before: string | null): Theme[] {
  const found = themes.findIndex(({ id }) => id === before)
  return themes.toSpliced(found === -1 ? themes.length : found, 0, theme)
}

/** Codes under one parent that stand in no theme of the board. */
export interface LooseGroup {
  /** The parent; null for codes of the first level. */
  parent: BoardCode | null
  codes: BoardCode[]
}

/**
 * What is not in a theme yet, under the names of the parents: those of the first level first, then in the order of the
 * code list. A theme that was set aside holds no code fast; a code that only holds others together is no chip.
 */
export function looseCodes(board: ThemeBoard, sought = ''): LooseGroup[] {
  const carried = new Set(
    board.themes.filter(({ setAside }) => !setAside).flatMap((theme) => theme.codes),
  )
  const words = sought.toLocaleLowerCase().trim()
  const loose = board.codes.filter(
    (code) =>
      !code.retired &&
      !code.heading &&
      !carried.has(code.id) &&
      code.name.toLocaleLowerCase().includes(words),
  )
  const byId = new Map(board.codes.map((code) => [code.id, code]))
  const groups = Map.groupBy(loose, ({ parent }) =>
    parent === null ? null : (byId.get(parent) ?? null),
  )
  const order = [null, ...board.codes]
  return [...groups]
    .map(([parent, codes]) => ({ parent, codes }))
    .toSorted((a, b) => order.indexOf(a.parent) - order.indexOf(b.parent))
}
