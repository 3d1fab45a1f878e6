import type { StudyProtocol } from '@throughline/contract/protocol'
import { sql } from 'kysely'
import { inForceKinds } from '../documents/queries.ts'
import type { Place } from '../participants/store.ts'
import { sitesOf } from '../queries.ts'
import { missingBeforeOpening } from './rules.ts'
import { approvalsOf, programmesOf, protocolOf, recruitingSites } from './store.ts'

/** How the study is run, and what is missing before it may open. */
export async function protocolPage(place: Place): Promise<StudyProtocol> {
  const { protocol, openedAt, closedAt } = await protocolOf(place)
  const sites = await sitesOf(place.transaction, place.study)
  return {
    ...protocol,
    openedAt: openedAt?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
    missing: await missingIn(place),
    approvals: await approvalsOf(place),
    programmes: await programmesOf(place),
    recruiting: await recruitingSites(place),
    coverage: { sites: sites.length, population: protocol.population },
  }
}

/** What is missing before the study may open. */
export async function missingIn(place: Place): Promise<StudyProtocol['missing']> {
  const { transaction, study } = place
  const sites = await sitesOf(transaction, study)
  const recruiting = new Set(await recruitingSites(place))
  const { protocol } = await protocolOf(place)
  const { rows } = await sql<{ coordinators: number }>`select count(*) as coordinators from member
    where study_id = ${study} and role = 'coordinator' and left_at is null`.execute(transaction)
  return missingBeforeOpening({
    protocol,
    sites: sites.length,
    recruiting: recruiting.size,
    coordinators: rows[0]?.coordinators ?? 0,
    inForce: await inForceKinds(place),
    recruitingSites: sites.filter(({ id }) => recruiting.has(id)),
  })
}
