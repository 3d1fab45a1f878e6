import * as contract from '@throughline/contract/sampling'
import type { FrameAxis } from '@throughline/contract/protocol'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import type { AnyTransaction } from '../platform/database/database.ts'
import type { ReadContext } from '../platform/http/endpoints.ts'
import { Problem } from '../platform/http/problem.ts'
import { type Action, programmesOf, protocolOf, recruitingSites, sitesOf } from '../study/index.ts'
import { roundedCount } from './protected.ts'
import { filled, occupying } from './rules.ts'
import { changedEvent } from './store.ts'

/** Cells of the sampling frame, with how many are wanted in each. */
export interface FrameShape {
  axis: FrameAxis
  sites: { id: string; name: string; recruits: boolean }[]
  columns: { id: string; label: string }[]
  cells: { site: string; column: string; label: string; least: number; most: number | null }[]
}

interface Place {
  transaction: AnyTransaction
  study: string
}

/** Sites × years, programmes, or nothing; a year beyond a site’s programme is no cell. */
export async function frameShapeOf(place: Place): Promise<FrameShape> {
  const { transaction, study } = place
  const { protocol } = await protocolOf(place)
  const axis = protocol.frameAxis
  const sites = await sitesOf(transaction, study)
  const recruiting = new Set(await recruitingSites(place))
  const programmes = new Map(
    (await programmesOf(place)).map(({ site, programmes: own }) => [site, own]),
  )
  const { rows } = await sql<{ site: string; col: string; least: number; most: number | null }>`
    select site_id as site, col, least, most from frame_cell where study_id = ${study}`.execute(
    transaction,
  )
  const own = new Map(rows.map((row) => [keyOf(row.site, row.col), row]))
  const cells = sites.flatMap((site) =>
    columnsOf(site).map(({ id, label }) => {
      const numbers = own.get(keyOf(site.id, id))
      return {
        site: site.id,
        column: id,
        label,
        least: numbers?.least ?? protocol.cellLeast,
        most: numbers ? numbers.most : protocol.cellMost,
      }
    }),
  )
  const columns = [...new Map(cells.map(({ column, label }) => [column, label]))].map(
    ([id, label]) => ({ id, label }),
  )
  return {
    axis,
    sites: sites.map(({ id, name }) => ({ id, name, recruits: recruiting.has(id) })),
    columns: axis === 'year' ? columns.toSorted((a, b) => Number(a.id) - Number(b.id)) : columns,
    cells,
  }

  function columnsOf(site: { id: string; years: number }): { id: string; label: string }[] {
    if (axis === 'year')
      return Array.from({ length: site.years }, (_, index) => ({
        id: String(index + 1),
        label: `Year ${index + 1}`,
      }))
    if (axis === 'programme')
      return (programmes.get(site.id) ?? []).map(({ id, name }) => ({ id, label: name }))
    return [{ id: '', label: 'All' }]
  }
}

export const keyOf = (site: string, column: string) => `${site} ${column}`

/** The frame with who is in it: people who signed up, and participants who were entered by hand. */
export async function frameOf(
  context: ReadContext,
): Promise<z.input<typeof contract.getFrame.answer>> {
  const { transaction, study, member } = context
  const shape = await frameShapeOf(context)
  const isProtected = !member.actions.has('see recruitment' satisfies Action)
  const { rows: counts } = await sql<{ site: string; col: string; state: string; count: number }>`
    select site_id as site, col, state, sum(count)::int8 as count from sign_up_counts() group by 1, 2, 3
    union all
    select site_id, cell_column(${shape.axis}, year_group, null), 'interviewed', count(*) from participant
    where study_id = ${study} and site_id is not null and ${shape.axis} <> 'programme'
      and not exists (select from sign_up where sign_up.study_id = participant.study_id and sign_up.id = participant.id)
    group by 1, 2`.execute(transaction)
  const countIn = (site: string, column: string, states: readonly string[]) =>
    counts
      .filter((row) => row.site === site && row.col === column && states.includes(row.state))
      .reduce((sum, { count }) => sum + count, 0)
  const shown = (count: number) => (isProtected ? roundedCount(count) : count)
  const promised = occupying.filter((state) => !filled.includes(state))
  return {
    sites: shape.sites,
    columns: shape.columns,
    isProtected,
    cells: shape.cells.map((cell) => ({
      ...cell,
      filled: shown(countIn(cell.site, cell.column, filled)),
      promised: shown(countIn(cell.site, cell.column, promised)),
      open: shown(countIn(cell.site, cell.column, ['eligible', 'waiting'])),
    })),
  }
}

const target = z.object({ least: z.number(), most: z.number().nullable() }).nullable()

export const setCell = useCase({
  command: contract.setCell,
  may: 'change the frame' satisfies Action,
  sharedUndo: true,
  memory: z.object({ before: target, after: target }),
  async run(context, { site, column, target: after }) {
    const { cells } = await frameShapeOf(context)
    if (!cells.some((cell) => cell.site === site && cell.column === column))
      throw Problem.notFound('There is no such cell in the sampling frame.')
    if (after !== null && after.most !== null && after.most < after.least)
      throw Problem.invalid('bad-cell', 'A cell cannot take fewer people than it needs.')
    const before = await lock(context, site, column)
    await write(context, site, column, after)
    return { answer: {}, memory: { before, after }, ...changed(site) }
  },
  async undo(context, { before, after }, { site, column }) {
    const now = await lock(context, site, column)
    if (now?.least !== after?.least || now?.most !== after?.most)
      throw Problem.conflict('changed-since', 'This cell was changed since. Change it by hand.')
    await write(context, site, column, before)
    return changed(site)
  },
})

const changed = (site: string) => ({
  subject: { kind: 'site', id: site },
  events: [changedEvent],
})

async function lock({ transaction, study }: StepContext, site: string, column: string) {
  const { rows } = await sql`select least, most from frame_cell
    where study_id = ${study} and site_id = ${site} and col = ${column} for update`.execute(
    transaction,
  )
  return rows[0] ? target.parse(rows[0]) : null
}

async function write(
  { transaction, study }: StepContext,
  site: string,
  column: string,
  to: z.infer<typeof target>,
): Promise<void> {
  await (
    to === null
      ? sql`delete from frame_cell where study_id = ${study} and site_id = ${site} and col = ${column}`
      : sql`insert into frame_cell (study_id, site_id, col, least, most)
        values (${study}, ${site}, ${column}, ${to.least}, ${to.most})
        on conflict (study_id, site_id, col) do update set least = excluded.least, most = excluded.most`
  ).execute(transaction)
}
