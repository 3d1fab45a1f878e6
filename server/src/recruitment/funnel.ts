import type { Funnel } from '@throughline/contract/sampling'
import { sql } from 'kysely'
import { z } from 'zod'
import type { ReadContext, SentFile } from '../platform/http/endpoints.ts'
import { writeTable } from '../platform/spreadsheets/index.ts'
import { type Action, sitesOf } from '../study/index.ts'
import { roundedCount } from './protected.ts'
import { funnelSteps } from './rules.ts'

const counted = z.object({
  channel: z.string(),
  site: z.string(),
  reached: z.array(z.string()),
  count: z.coerce.number(),
})

/** How far people came. Who may not see recruitment, and every export, sees rounded numbers. */
export async function funnelOf(context: ReadContext, protects?: boolean): Promise<Funnel> {
  const { transaction, study, member } = context
  const isProtected = protects ?? !member.actions.has('see recruitment' satisfies Action)
  const { rows } =
    await sql`select channel_id as channel, site_id as site, reached, sum(count)::int8 as count
    from sign_up_counts() group by 1, 2, 3`.execute(transaction)
  const counts = z.array(counted).parse(rows)
  const { rows: channels } = await sql<{ id: string; name: string }>`select id, name from channel
    where study_id = ${study} order by position, name`.execute(transaction)
  const sites = await sitesOf(transaction, study)
  const reachedBy = (some: typeof counts) =>
    Object.fromEntries(
      funnelSteps.map((step) => {
        const count = some
          .filter(({ reached }) => reached.includes(step))
          .reduce((sum, one) => sum + one.count, 0)
        return [step, isProtected ? roundedCount(count) : count]
      }),
    )
  const groups = Map.groupBy(counts, ({ channel, site }) => `${channel} ${site}`)
  return {
    channels,
    sites: sites.map(({ id, name }) => ({ id, name })),
    rows: [...groups.values()].flatMap((some) => {
      const [first] = some
      return first ? [{ channel: first.channel, site: first.site, reached: reachedBy(some) }] : []
    }),
    totals: reachedBy(counts),
    steps: [...funnelSteps],
    isProtected,
  }
}

export async function exportFunnel(context: ReadContext, as: 'csv' | 'xlsx'): Promise<SentFile> {
  const { channels, sites, rows, totals, steps } = await funnelOf(context, true)
  const named = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name ?? ''
  return writeTable(
    {
      name: 'Recruitment',
      header: ['Channel', 'Site', ...steps],
      rows: [
        ...rows.map(({ channel, site, reached }) => [
          named(channels, channel),
          named(sites, site),
          ...steps.map((step) => reached[step] ?? 0),
        ]),
        ['All', 'All', ...steps.map((step) => totals[step] ?? 0)],
      ],
    },
    as,
  )
}
