import type { Theme, ThemeBoard, ThemeChange } from '@throughline/contract/themes'
import type { WaitingItem } from '@throughline/contract/study'
import { sql } from 'kysely'
import { listCodes } from '../coding/index.ts'
import type { AnyTransaction } from '../platform/database/database.ts'
import { readThemes } from './theme-list.ts'

/** The whole board: themes in their order, all codes, and who speaks of what. */
export async function themeBoard(transaction: AnyTransaction, study: string): Promise<ThemeBoard> {
  const { codes } = await listCodes(transaction, study)
  const themes = await listThemes(transaction, study)
  const { rows: participants } = await sql<{ id: string; label: string }>`
    select p.id, p.label from participant p where p.study_id = ${study} and exists (
      select from transcript t where t.study_id = ${study} and t.participant_id = p.id and t.stage = 'released')
    order by p.label`.execute(transaction)
  const { rows: unclaimed } = await sql<{
    transcripts: number
  }>`select count(*) as transcripts from transcript
    where study_id = ${study} and participant_id is null and stage = 'released'`.execute(
    transaction,
  )
  const parents = new Set(codes.filter(({ retired }) => !retired).map(({ parent }) => parent))
  return {
    themes,
    codes: codes.map(({ id, parent, name, colour, codings, retired }) => ({
      id,
      parent,
      name,
      colour,
      codings,
      retired,
      heading: codings === 0 && parents.has(id),
    })),
    participants,
    transcriptsWithoutParticipant: unclaimed[0]?.transcripts ?? 0,
  }
}

/** All themes in their order, with their codes and who speaks of them; counted from the codings as they stand. */
export async function listThemes(transaction: AnyTransaction, study: string): Promise<Theme[]> {
  const { rows } = await sql<{
    id: string
    codes: string[]
    codings: number
    participants: string[]
    unclaimed: number
  }>`
    with per_code as (
      select code_id, transcript_id, count(*) as codings from coding where study_id = ${study} group by 1, 2),
    per_theme as (
      select tc.theme_id, pc.transcript_id, sum(pc.codings) as codings
      from theme_code tc join per_code pc on pc.code_id = tc.code_id where tc.study_id = ${study} group by 1, 2),
    spoken as (
      select pt.theme_id, sum(pt.codings)::int as codings,
        coalesce(array_agg(distinct t.participant_id) filter (where t.participant_id is not null), '{}') as participants,
        (count(*) filter (where t.participant_id is null))::int as unclaimed
      from per_theme pt join transcript t on t.study_id = ${study} and t.id = pt.transcript_id group by 1)
    select theme.id,
      array(select code_id from theme_code tc where tc.study_id = ${study} and tc.theme_id = theme.id
        order by position, code_id) as codes,
      coalesce(spoken.codings, 0) as codings,
      array(select p.id from participant p where p.study_id = ${study} and p.id = any(spoken.participants)
        order by p.label) as participants,
      coalesce(spoken.unclaimed, 0) as unclaimed
    from theme left join spoken on spoken.theme_id = theme.id where theme.study_id = ${study}`.execute(
    transaction,
  )
  const counts = new Map(rows.map((row) => [row.id, row]))
  const themes = await readThemes(transaction, study)
  return themes.map(({ position: _position, ...theme }) => {
    const counted = counts.get(theme.id)
    return {
      ...theme,
      codes: counted?.codes ?? [],
      codings: counted?.codings ?? 0,
      participants: counted?.participants ?? [],
      transcriptsWithoutParticipant: counted?.unclaimed ?? 0,
    }
  })
}

/** The history of the themes, or of one, newest first; `before` is a number of the history. */
export async function listThemeChanges(
  transaction: AnyTransaction,
  study: string,
  {
    theme,
    before,
    limit,
  }: { theme?: string | undefined; before?: number | undefined; limit: number },
): Promise<ThemeChange[]> {
  const { rows } = await sql<Omit<ThemeChange, 'at'> & { at: Date }>`
    select h.number, h.theme_id as theme, h.what, h.before, h.after, h.reason, h.undoing, h.by, h.at, h.step,
      coalesce(s.memory is not null and s.undone_by is null and not h.undoing, false) as undoable
    from theme_history h left join step s on s.study_id = h.study_id and s.key = h.step
    where h.study_id = ${study} and (${theme ?? null}::uuid is null or h.theme_id = ${theme ?? null})
      and (${before ?? null}::bigint is null or h.number < ${before ?? null})
    order by h.number desc limit ${limit}`.execute(transaction)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** How far the codes are gathered: those in a theme of the board, of those that could be. */
export async function countThemes(transaction: AnyTransaction, study: string) {
  const { themes, codes } = await themeBoard(transaction, study)
  const standing = themes.filter(({ setAside }) => !setAside)
  const carried = new Set(standing.flatMap((theme) => theme.codes))
  const open = codes.filter((code) => !code.retired && !code.heading)
  const done = open.filter(({ id }) => carried.has(id)).length
  if (standing.length === 0) return { done: 0, total: 0, caption: 'not begun' }
  const where = standing.length === 1 ? 'one theme' : `${standing.length} themes`
  return { done, total: open.length, caption: `of ${open.length} codes are in ${where}` }
}

/** Once there are themes: coded codes that stand in none. */
export async function waitingForThemes(
  transaction: AnyTransaction,
  study: string,
): Promise<WaitingItem[]> {
  const { themes, codes } = await themeBoard(transaction, study)
  const standing = themes.filter(({ setAside }) => !setAside)
  const carried = new Set(standing.flatMap((theme) => theme.codes))
  const loose = codes.filter((code) => !code.retired && code.codings > 0 && !carried.has(code.id))
  if (standing.length === 0 || loose.length === 0) return []
  const codings = loose.reduce((sum, code) => sum + code.codings, 0)
  return [
    {
      id: 'loose codes',
      sentence:
        loose.length === 1
          ? 'One code is in no theme yet'
          : `${loose.length} codes are in no theme yet`,
      detail: `${codings === 1 ? 'One coding speaks' : `${codings} codings speak`} for no theme while they are not.`,
      page: 'themes',
      action: 'Open the board',
      urgent: false,
    },
  ]
}
