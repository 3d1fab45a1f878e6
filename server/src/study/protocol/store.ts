import {
  type Approval,
  programme,
  protocol,
  type Protocol,
  type StudyProtocol,
} from '@throughline/contract/protocol'
import { sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../../platform/http/problem.ts'
import type { Place } from '../participants/store.ts'

/** The rows of the protocol, approvals and programmes: read, locked, written. */

/** Field of the contract → column. */
const columns = {
  windowFrom: 'window_from',
  windowUntil: 'window_until',
  population: 'population',
  populationOf: 'population_of',
  populationAsOf: 'population_as_of',
  publicInvolvement: 'public_involvement',
  glossary: 'glossary',
  waves: 'waves',
  limitations: 'limitations',
  contact: 'contact',
  deputy: 'deputy',
  outOfHours: 'out_of_hours',
  frameAxis: 'frame_axis',
  cellLeast: 'cell_least',
  cellMost: 'cell_most',
  sessionMinutes: 'session_minutes',
  voucherAmount: 'voucher_amount',
  voucherCurrency: 'voucher_currency',
  withdrawalDays: 'withdrawal_days',
} as const satisfies Record<keyof Protocol, string>

const isField = (name: string): name is keyof Protocol => name in columns

const dates = new Set<string>(['window_from', 'window_until', 'population_as_of'])
/** A day as it is written, not as a moment in the server's time zone. */
const selected = sql.join(
  Object.entries(columns).map(([field, column]) =>
    dates.has(column)
      ? sql`to_char(${sql.ref(column)}, 'YYYY-MM-DD') as ${sql.ref(field)}`
      : sql`${sql.ref(column)} as ${sql.ref(field)}`,
  ),
)

/** How the study is run. @throws Problem 404 */
export async function protocolOf(
  { transaction, study }: Place,
  lock = false,
): Promise<{ protocol: Protocol; openedAt: Date | null; closedAt: Date | null }> {
  const { rows } = await sql`select ${selected}, opened_at, closed_at from protocol
    where study_id = ${study} ${lock ? sql`for update` : sql``}`.execute(transaction)
  if (!rows[0]) throw Problem.notFound('This study does not exist, or you are not in it.')
  const { opened_at, closed_at } = z
    .object({ opened_at: z.date().nullable(), closed_at: z.date().nullable() })
    .parse(rows[0])
  return { protocol: protocol.parse(rows[0]), openedAt: opened_at, closedAt: closed_at }
}

const lists = new Set<string>(['glossary', 'waves', 'limitations'])

export async function writeProtocol(
  { transaction, study }: Place,
  change: Partial<Protocol>,
): Promise<void> {
  const sets = Object.entries(change).flatMap(([field, value]) =>
    isField(field)
      ? [
          lists.has(field)
            ? sql`${sql.ref(columns[field])} = ${JSON.stringify(value)}::jsonb`
            : sql`${sql.ref(columns[field])} = ${value}`,
        ]
      : [],
  )
  if (sets.length === 0) return
  await sql`update protocol set ${sql.join(sets)} where study_id = ${study}`.execute(transaction)
}

const approvalRow = z.object({
  id: z.string(),
  site: z.string(),
  kind: z.enum(['lead', 'reciprocal']),
  committee: z.string(),
  reference: z.string(),
  grantedOn: z.string(),
  expiresOn: z.string().nullable(),
  withdrawnOn: z.string().nullable(),
  stands: z.boolean(),
  letter_file: z.string().nullable(),
  letter_name: z.string().nullable(),
})

export async function approvalsOf({ transaction, study }: Place): Promise<Approval[]> {
  const { rows } = await sql`select id, site_id as site, kind, committee, reference,
      to_char(granted_on, 'YYYY-MM-DD') as "grantedOn", to_char(expires_on, 'YYYY-MM-DD') as "expiresOn",
      to_char(withdrawn_on, 'YYYY-MM-DD') as "withdrawnOn", stands(approval) as stands, letter_file, letter_name
    from approval where study_id = ${study} order by site_id, granted_on desc, id`.execute(
    transaction,
  )
  return z
    .array(approvalRow)
    .parse(rows)
    .map(({ letter_file, letter_name, ...row }) => ({
      ...row,
      letter:
        letter_file === null || letter_name === null
          ? null
          : { file: letter_file, name: letter_name },
    }))
}

/** @throws Problem 404 */
export async function approvalOrRefuse(place: Place, id: string): Promise<Approval> {
  await sql`select from approval where study_id = ${place.study} and id = ${id} for update`.execute(
    place.transaction,
  )
  const found = (await approvalsOf(place)).find((one) => one.id === id)
  if (!found) throw Problem.notFound('There is no such approval in this study.')
  return found
}

export async function programmesOf({
  transaction,
  study,
}: Place): Promise<StudyProtocol['programmes']> {
  const { rows } = await sql`select id as site, programmes from site
    where study_id = ${study} order by position, name`.execute(transaction)
  return z.array(z.object({ site: z.string(), programmes: z.array(programme) })).parse(rows)
}

/** The sites at which an approval stands today. */
export async function recruitingSites({ transaction, study }: Place): Promise<string[]> {
  const { rows } = await sql<{ site: string }>`select id as site from site
    where study_id = ${study} and exists (select from approval
      where approval.study_id = site.study_id and site_id = site.id and stands(approval))
    order by position, name`.execute(transaction)
  return rows.map(({ site }) => site)
}

export const protocolEvent = { name: 'protocol.changed', may: '', data: {} } as const
