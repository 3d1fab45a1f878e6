import { sql } from 'kysely'
import { z } from 'zod'
import type { StepContext } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { movedSince, type Placed, type Placement, placesBefore, replaced } from './rules.ts'
import { enterChange, themeChanged } from './theme-list.ts'

/** What a step that carries codes remembers: where they stood and where it put them. */
export const placements = z.array(
  z.object({ theme: z.string(), code: z.string(), position: z.number().nullable() }),
)
export const carryMemory = z.object({ before: placements, after: placements })
export type CarryMemory = z.infer<typeof carryMemory>

interface Carrying {
  codes: readonly string[]
  /** Null: they are only taken out. */
  to: string | null
  /** Null: they leave no theme. */
  from: string | null
  before: string | null
  reason: string
}

/**
 * Carries codes out of one theme and into another, and enters it into the history of both. The themes must exist.
 * @throws Problem 404 when a code does not exist, 409 when it is retired or does not stand where it is taken from.
 */
export async function carry(context: StepContext, wanted: Carrying): Promise<CarryMemory> {
  const { to, reason } = wanted
  const codes = [...new Set(wanted.codes)]
  const from = wanted.from === to ? null : wanted.from
  if (codes.length === 0) return { before: [], after: [] }
  await refuseUnknownCodes(context, codes, to)
  const themes = [from, to].filter((theme) => theme !== null)
  const now = await readPlacements(context, themes, codes)
  const left = from === null ? [] : now.filter(({ theme }) => theme === from)
  if (left.some(({ position }) => position === null))
    throw Problem.conflict(
      'moved-since',
      'A code does not stand in this theme any longer: somebody moved it. Look at the board again.',
    )
  const places = to === null ? [] : await placesIn(context, to, codes, wanted.before)
  const after = [
    ...left.map(({ theme, code }) => ({ theme, code, position: null })),
    ...(to === null
      ? []
      : codes.map((code, at) => ({ theme: to, code, position: places[at] ?? 0 }))),
  ]
  await place(context, after)
  if (to !== null) {
    const fresh = now.filter(({ theme, position }) => theme === to && position === null)
    const carried = fresh.length > 0 ? fresh.map(({ code }) => code) : codes
    const what = fresh.length > 0 ? 'codes carried in' : 'moved'
    const before = from === null ? null : { from }
    await enterChange(context, { theme: to, what, before, after: { codes: carried }, reason })
  }
  if (from !== null) {
    const after = to === null ? null : { to }
    await enterChange(context, {
      theme: from,
      what: 'codes taken out',
      before: { codes },
      after,
      reason,
    })
  }
  return { before: now, after }
}

/** Puts a code where others stood, in every theme in which they did; where it stands already, it stays. */
export async function replaceInThemes(
  context: StepContext,
  codes: readonly string[],
  by: string,
  reason: string,
) {
  const { rows } = await sql<{ theme: string }>`select distinct theme_id as theme from theme_code
    where study_id = ${context.study} and code_id = any(${codes}::uuid[]) order by 1`.execute(
    context.transaction,
  )
  const themes = rows.map(({ theme }) => theme)
  const before = await readPlacements(context, themes, [...codes, by])
  const after = replaced(before, codes, by)
  await place(context, after)
  for (const theme of themes) {
    const out = codesAt(before, theme).filter((code) => codes.includes(code))
    await enterChange(context, {
      theme,
      what: 'codes taken out',
      before: { codes: out },
      after: null,
      reason,
    })
    if (!codesAt(before, theme).includes(by))
      await enterChange(context, {
        theme,
        what: 'codes carried in',
        before: null,
        after: { codes: [by] },
        reason,
      })
  }
  return { memory: { before, after }, events: themes.map(themeChanged) }
}

/**
 * Puts codes back where they stood before a step.
 * @throws Problem 409 when somebody moved them since.
 */
export async function carryBack(context: StepContext, memory: CarryMemory) {
  const { before, after } = memory
  const themes = [...new Set(after.map(({ theme }) => theme))]
  const codes = [...new Set(after.map(({ code }) => code))]
  if (movedSince(after, await readPlacements(context, themes, codes)))
    throw Problem.conflict(
      'changed-since',
      'These codes were moved again since. Undo the later step first, or carry them by hand.',
    )
  await place(context, before)
  for (const theme of themes) {
    const stood = codesAt(before, theme)
    const leaving = codesAt(after, theme).filter((code) => !stood.includes(code))
    const returning = stood.filter((code) => !codesAt(after, theme).includes(code))
    const undone = { theme, reason: '', undoing: true }
    if (leaving.length > 0)
      await enterChange(context, {
        ...undone,
        what: 'codes taken out',
        before: { codes: leaving },
        after: null,
      })
    if (returning.length > 0)
      await enterChange(context, {
        ...undone,
        what: 'codes carried in',
        before: null,
        after: { codes: returning },
      })
    if (leaving.length + returning.length === 0)
      await enterChange(context, { ...undone, what: 'moved', before: null, after: { codes } })
  }
  return themes.map(themeChanged)
}

const codesAt = (all: readonly Placement[], theme: string) =>
  all.filter((one) => one.theme === theme && one.position !== null).map(({ code }) => code)

/** Where each of these codes stands in each of these themes. */
async function readPlacements(
  { transaction, study }: StepContext,
  themes: readonly string[],
  codes: readonly string[],
): Promise<Placement[]> {
  const { rows } = await sql<Placement>`select theme as theme, code as code, tc.position
    from unnest(${themes}::uuid[]) theme cross join unnest(${codes}::uuid[]) with ordinality given(code, at)
    left join theme_code tc on tc.study_id = ${study} and tc.theme_id = theme and tc.code_id = code
    order by given.at`.execute(transaction)
  return rows
}

async function place(
  { transaction, study }: StepContext,
  all: readonly Placement[],
): Promise<void> {
  for (const { theme, code, position } of all)
    await (
      position === null
        ? sql`delete from theme_code where study_id = ${study} and theme_id = ${theme} and code_id = ${code}`
        : sql`insert into theme_code (study_id, theme_id, code_id, position) values (${study}, ${theme}, ${code}, ${position})
          on conflict (study_id, theme_id, code_id) do update set position = excluded.position`
    ).execute(transaction)
}

async function placesIn(
  context: StepContext,
  theme: string,
  codes: readonly string[],
  before: string | null,
): Promise<number[]> {
  const { transaction, study } = context
  const { rows: standing } = await sql<Placed>`select code_id as id, position from theme_code
    where study_id = ${study} and theme_id = ${theme} order by position, code_id`.execute(
    transaction,
  )
  const others = standing.filter(({ id }) => !codes.includes(id))
  const places = placesBefore(others, before, codes.length)
  if (places) return places
  await sql`update theme_code set position = numbered.number from (
      select code_id, row_number() over (order by position, code_id) as number from theme_code
      where study_id = ${study} and theme_id = ${theme}) numbered
    where theme_code.study_id = ${study} and theme_id = ${theme} and theme_code.code_id = numbered.code_id`.execute(
    transaction,
  )
  return placesIn(context, theme, codes, before)
}

async function refuseUnknownCodes(
  { transaction, study }: StepContext,
  codes: readonly string[],
  to: string | null,
): Promise<void> {
  const { rows } = await sql<{
    name: string
    retired: boolean
  }>`select name, retired_at is not null as retired
    from code where study_id = ${study} and id = any(${codes}::uuid[]) for key share`.execute(
    transaction,
  )
  if (rows.length < codes.length)
    throw Problem.notFound('One of these codes does not exist, or no longer. Reload the board.')
  const retired = rows.find((code) => code.retired)
  if (to !== null && retired)
    throw Problem.conflict(
      'code-retired',
      `“${retired.name}” is retired. Bring it back in the code list before you carry it into a theme.`,
    )
}
