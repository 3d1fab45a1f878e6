import {
  codeColumn,
  type CodeColumn,
  type CodeInFile,
  type IfDiffers,
  meanings,
} from '@throughline/contract/code-import'
import type { PlacedCode } from '../rules.ts'

const headings: Readonly<Record<CodeColumn, readonly string[]>> = {
  path: ['code', 'path', 'full name', 'hierarchy'],
  name: ['name', 'code name', 'title', 'label'],
  parent: ['parent', 'parent code', 'under', 'above', 'category'],
  colour: ['colour', 'color'],
  retired: ['retired'],
  definition: ['definition', 'description', 'meaning', 'memo'],
  whenToUse: ['when to use', 'inclusion', 'inclusion criteria', 'include'],
  whenNotToUse: ['when not to use', 'exclusion', 'exclusion criteria', 'exclude'],
  example: ['example', 'examples', 'example quote', 'typical exemplar'],
}

/** As what each column is read by its heading; null: not at all. The first of two that mean the same is taken. */
export function columnsBy(row: readonly string[]): (CodeColumn | null)[] {
  const taken = new Set<CodeColumn>()
  return row.map((heading) => {
    const wanted = heading.trim().toLocaleLowerCase()
    const column = codeColumn.options.find(
      (one) => !taken.has(one) && headings[one].includes(wanted),
    )
    if (column) taken.add(column)
    return column ?? null
  })
}

/** Between the names of a path: as we write it, or as other programs do. */
const between = /\s+›\s+|\s+>\s+|\\\\|::/

/** A row as a code, or the sentence that says why it is none. */
export type ReadRow = { number: number; code: CodeInFile } | { number: number; problem: string }

/** Reads the rows below the headings. Blank rows and retired codes are passed over; numbers are those of the file. */
export function readRows(
  meaning: readonly (CodeColumn | null)[],
  rows: readonly (readonly string[])[],
): ReadRow[] {
  const cellOf = (row: readonly string[], column: CodeColumn) => {
    const index = meaning.indexOf(column)
    return index < 0 ? undefined : (row[index] ?? '').trim()
  }
  const parents = new Map<string, string>()
  for (const row of rows) {
    const [name, parent] = [cellOf(row, 'name'), cellOf(row, 'parent')]
    if (name && parent && !parents.has(name)) parents.set(name, parent)
  }
  return rows.flatMap((row, index): ReadRow[] => {
    const number = index + 2
    if (row.every((cell) => cell.trim() === '') || cellOf(row, 'retired') === 'yes') return []
    const path = pathOf({
      path: cellOf(row, 'path'),
      name: cellOf(row, 'name'),
      parent: cellOf(row, 'parent'),
      parents,
    })
    if (typeof path === 'string') return [{ number, problem: path }]
    const colour = colourOf(cellOf(row, 'colour'))
    const told = Object.fromEntries(
      meanings.flatMap((field) => {
        const cell = cellOf(row, field)
        return cell === undefined ? [] : [[field, cell]]
      }),
    )
    const tooLong = Object.values(told).some((cell) => cell.length > 10_000)
    if (tooLong)
      return [{ number, problem: 'A cell holds more than 10,000 characters. Shorten it.' }]
    return [{ number, code: { path, ...(colour === null ? {} : { colour }), ...told } }]
  })
}

function pathOf({
  path,
  name,
  parent,
  parents,
}: {
  path: string | undefined
  name: string | undefined
  parent: string | undefined
  parents: ReadonlyMap<string, string>
}): string[] | string {
  const own = path ? path.split(between).map((one) => one.trim()) : name ? [name] : []
  const above: string[] = []
  if (!path)
    for (let at = parent; at; at = parents.get(at)) {
      if (above.includes(at) || at === name)
        return `“${at}” stands under itself by the column of parents. Mend that in the file.`
      const names = at.split(between).map((one) => one.trim())
      above.unshift(...names)
      if (names.length > 1) break
    }
  const whole = [...above, ...own]
  if (own.length === 0 || whole.some((one) => one === ''))
    return 'This row names no code. Fill in its name, or remove the row.'
  if (whole.length > 6)
    return 'This code would stand more than six levels deep. Move it further up in the file.'
  if (whole.some((one) => one.length > 200))
    return 'A name has more than 200 characters. Shorten it, and put the rest into the definition.'
  return whole.map((one) => one.replaceAll(/\s+/g, ' '))
}

function colourOf(cell: string | undefined): number | null {
  const number = Number(cell)
  return cell !== undefined && Number.isInteger(number) && number >= 1 && number <= 12
    ? number
    : null
}

/** A code of the list, as far as a file can tell it. */
export interface ToldCode extends PlacedCode {
  name: string
  colour: number
  definition: string
  whenToUse: string
  whenNotToUse: string
  example: string
}

/** The code at a path among those that are not retired; names are alike whatever the case of their letters. */
export function codeAt<C extends ToldCode>(
  codes: readonly C[],
  path: readonly string[],
): C | undefined {
  let parent: string | null = null
  let code: C | undefined
  for (const name of path) {
    code = codes.find(
      (one) => !one.retired && one.parent === parent && keyOf(one.name) === keyOf(name),
    )
    if (!code) return undefined
    parent = code.id
  }
  return code
}

export const keyOf = (name: string) => name.trim().toLocaleLowerCase()

const fields = ['colour', ...meanings] as const
export type Told = Pick<ToldCode, (typeof fields)[number]>

/** In what a file tells a code differently. A blank cell tells nothing. */
export function differences(here: Told, file: CodeInFile) {
  return fields.flatMap((field) => {
    const told = file[field]
    return told === undefined || told === '' || told === here[field]
      ? []
      : [{ field, here: String(here[field]), file: String(told) }]
  })
}

/**
 * What a code of the list becomes. No choice empties a text that stands here. `merge` loses nothing of it: of two
 * different texts both are kept, and the colour stays.
 */
export function settled(here: Told, file: CodeInFile, choice: IfDiffers): Partial<Told> {
  if (choice === 'keep') return {}
  const change: Partial<Told> = {}
  if (choice === 'replace' && file.colour !== undefined) change.colour = file.colour
  for (const field of meanings) {
    const told = file[field]
    if (told === undefined || told === '' || told === here[field]) continue
    if (choice === 'replace') change[field] = told
    else if (!here[field].includes(told))
      change[field] = here[field] === '' ? told : `${here[field]}\n\n${told}`
  }
  return change
}
