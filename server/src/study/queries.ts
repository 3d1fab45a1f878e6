import type {
  Member,
  RailCount,
  Site,
  Study,
  StudySummary,
  WaitingItem,
} from '@throughline/contract/study'
import { role } from '@throughline/contract/study'
import { sql } from 'kysely'
import type { AnyTransaction } from '../platform/database/database.ts'
import type { ReadContext } from '../platform/http/endpoints.ts'
import { Problem } from '../platform/http/problem.ts'
import type { Action } from './rules.ts'

/** The studies in whose team an account is, the newest first. */
export async function studiesOf(
  transaction: AnyTransaction,
  account: string,
): Promise<StudySummary[]> {
  const { rows } = await sql<{
    id: string
    title: string
    example: boolean
    founded_at: Date
    role: string
  }>`select study.study_id as id, title, example, founded_at, role
    from study join member using (study_id)
    where account_id = ${account} and left_at is null
    order by founded_at desc, study_id desc`.execute(transaction)
  return rows.map(({ founded_at, role: name, ...study }) => ({
    ...study,
    role: role.parse(name),
    foundedAt: founded_at.toISOString(),
  }))
}

/** The study of this read, and what the reader is in it. */
export async function studyOf({ transaction, study, member }: ReadContext): Promise<Study> {
  const { rows } = await sql<{
    title: string
    example: boolean
    founded_at: Date
    aims: string
    paradigm: string
    approach: string
  }>`select title, example, founded_at, aims, paradigm, approach from study
    where study_id = ${study}`.execute(transaction)
  const [row] = rows
  if (!row) throw Problem.notFound('This study does not exist, or you are not in it.')
  const { founded_at, ...about } = row
  return {
    id: study,
    ...about,
    foundedAt: founded_at.toISOString(),
    role: role.parse(member.role),
    may: [...member.actions].toSorted(),
    mySite: member.site,
    me: member.account,
  }
}

/** The sites in their order, with the number of members and of those participants whom the reader may see. */
export async function sitesOf(transaction: AnyTransaction, study: string): Promise<Site[]> {
  const { rows } = await sql<Site>`select id, name, years,
      (select count(*) from member where member.study_id = site.study_id and site_id = site.id
        and left_at is null) as members,
      (select count(*) from participant where participant.study_id = site.study_id
        and participant.site_id = site.id) as participants
    from site where study_id = ${study} order by position, name`.execute(transaction)
  return rows
}

/** The team: who is in it now, by role and name, then who was. */
export async function membersOf(transaction: AnyTransaction, study: string): Promise<Member[]> {
  const { rows } = await sql<{
    account: string
    name: string
    email: string
    role: string
    site: string | null
    initials: string
    colour: number
    joined_at: Date
    left_at: Date | null
  }>`select account_id as account, name, email, role, site_id as site, initials, colour, joined_at, left_at
    from member join person on person.id = account_id where study_id = ${study}
    order by left_at is not null, array_position(${[...role.options]}::text[], role), name, account_id`.execute(
    transaction,
  )
  return rows.map(({ joined_at, left_at, role: name, ...member }) => ({
    ...member,
    role: role.parse(name),
    joinedAt: joined_at.toISOString(),
    leftAt: left_at?.toISOString() ?? null,
  }))
}

interface Frame {
  sites: { id: string; name: string; years: number[]; withoutYear: number }[]
  withoutSite: number
}

interface StudyHome {
  participants: RailCount
  frame: Frame
  waiting: WaitingItem[]
}

/** Where the study stands as far as this room knows. Participants whom the reader may not see are not counted. */
export async function homeOf({ transaction, study, member }: ReadContext): Promise<StudyHome> {
  const sites = await sitesOf(transaction, study)
  const { rows: cells } = await sql<{ site: string | null; year: number | null; count: number }>`
    select site_id as site, year_group as year, count(*) as count from participant
    where study_id = ${study} group by 1, 2`.execute(transaction)
  const frame = frameOf(sites, cells)
  const { rows: open } = await sql<{
    unrecorded: number
    members: number
    example: boolean
  }>`select example,
    (select count(*) from participant where study_id = ${study} and quote_consent = 'not recorded') as unrecorded,
    (select count(*) from member where study_id = ${study} and left_at is null) as members
    from study where study_id = ${study}`.execute(transaction)
  const participants = cells.reduce((sum, { count }) => sum + count, 0)
  return {
    participants: railCountOf(participants, frame),
    frame,
    waiting: waitingOf({
      may: (action) => member.actions.has(action),
      sites: sites.length,
      participants,
      unrecorded: open[0]?.unrecorded ?? 0,
      // Nobody needs a team to look around in the example study.
      isAlone: open[0]?.members === 1 && !open[0].example,
    }),
  }
}

function frameOf(
  sites: readonly Site[],
  cells: readonly { site: string | null; year: number | null; count: number }[],
): Frame {
  const countIn = (site: string | null, year: number | null) =>
    cells.find((cell) => cell.site === site && cell.year === year)?.count ?? 0
  return {
    sites: sites.map(({ id, name, years }) => ({
      id,
      name,
      years: Array.from({ length: years }, (_, index) => countIn(id, index + 1)),
      withoutYear: countIn(id, null),
    })),
    withoutSite: cells.reduce((sum, { site, count }) => (site === null ? sum + count : sum), 0),
  }
}

/** Of the frame's cells (site × year) the hard quota is one participant each (R43); vacancy is allowed. */
function railCountOf(participants: number, frame: Frame): RailCount {
  const cells = frame.sites.flatMap(({ years }) => years)
  const vacant = cells.filter((count) => count === 0).length
  const caption =
    participants === 0
      ? 'nobody entered yet'
      : cells.length === 0
        ? 'no sites yet'
        : vacant === 0
          ? 'every cell filled'
          : `${vacant} of ${cells.length} cells vacant`
  return { done: participants, total: Math.max(participants, cells.length), caption }
}

function waitingOf(study: {
  may(action: Action): boolean
  sites: number
  participants: number
  unrecorded: number
  isAlone: boolean
}): WaitingItem[] {
  const items: (WaitingItem | false)[] = [
    study.sites === 0 &&
      study.may('change the study') && {
        id: 'no-sites',
        sentence: 'Name the sites of the study',
        detail: 'Sites and the years of their programmes make the sampling frame.',
        page: 'settings?part=sites',
        action: 'Add sites',
        urgent: false,
      },
    study.participants === 0 &&
      study.may('manage participants') && {
        id: 'no-participants',
        sentence: 'Enter the participants',
        detail: 'One by one, or all at once from a spreadsheet.',
        page: 'participants',
        action: 'Begin',
        urgent: false,
      },
    study.unrecorded > 0 &&
      study.may('manage participants') && {
        id: 'consent-not-recorded',
        sentence:
          study.unrecorded === 1
            ? 'Record whether one participant may be quoted'
            : `Record whether ${study.unrecorded} participants may be quoted`,
        detail: 'Without a recorded yes their words appear in no quote, export or report.',
        page: 'participants?consent=not-recorded',
        action: 'Record',
        urgent: true,
      },
    study.isAlone &&
      study.may('manage members') && {
        id: 'alone',
        sentence: 'Invite your team',
        detail: 'You are alone in this study. Every transcript wants a second reader.',
        page: 'settings?part=team',
        action: 'Invite',
        urgent: false,
      },
  ]
  return items.filter((item) => item !== false)
}
