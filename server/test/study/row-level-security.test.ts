import { fc, test as property } from '@fast-check/vitest'
import pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person, TestApp } from '../app.ts'
import { openTestApp } from '../app.ts'
import { type Action, permissions, type Role, roleMay, roles } from '../../src/study/rules.ts'
import { assembleTeam, type Team } from './people.ts'

let app: TestApp
let team: Team
let sql: pg.Client
/** What stands in the study before each attack. */
let standing: {
  participantA: string
  participantB: string
  transcript: string
  code: string
  coding: string
  theme: string
}

beforeAll(async () => {
  app = await openTestApp()
  team = await assembleTeam(app)
  const { study, siteA, siteB, lead } = team
  const participantA = await study.participant('P001', { site: siteA, consent: 'yes' })
  const participantB = await study.participant('P002', { site: siteB })
  const transcript = await study.transcript('I felt at home here.', { participant: participantA })
  const [code, coding, quoted, theme] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()]
  await app.query(
    `insert into code (study_id, id, position, name, colour, made_by) values ($1, $2, 1, 'Home', 1, $3)`,
    [study.id, code, lead.id],
  )
  for (const [id, ends] of [
    [coding, 6],
    [quoted, 9],
  ])
    await app.query(
      `insert into coding (study_id, id, transcript_id, code_id, starts, ends, coder_id) values ($1, $2, $3, $4, 0, $5, $6)`,
      [study.id, id, transcript, code, ends, team.stranger.id],
    )
  await app.query(
    `insert into theme (study_id, id, position, name, made_by) values ($1, $2, 1, 'Belonging', $3)`,
    [study.id, theme, lead.id],
  )
  await app.query(
    `insert into report_quote (study_id, id, theme_id, coding_id, position, chosen_by, words_hash)
      values ($1, $2, $3, $4, 1, $5, '')`,
    [study.id, uuidv7(), theme, quoted, lead.id],
  )
  const document = uuidv7()
  await app.query(`insert into document (study_id, id, kind) values ($1, $2, 'eligibility')`, [
    study.id,
    document,
  ])
  await app.query(
    `insert into document_version (study_id, document_id, number, content, written_by) values ($1, $2, 1, '{}', $3)`,
    [study.id, document, lead.id],
  )
  const [channel, signUp] = [uuidv7(), uuidv7()]
  await app.query(`update protocol set opened_at = now() where study_id = $1`, [study.id])
  await app.query(
    `insert into approval (study_id, id, site_id, kind, committee, reference, granted_on)
     values ($1, $2, $3, 'lead', 'Committee', 'E-1', '2022-01-01')`,
    [study.id, uuidv7(), siteA],
  )
  await app.query(
    `insert into channel (study_id, id, name, kind, token) values ($1, $2, 'Poster', 'poster', 'a-token')`,
    [study.id, channel],
  )
  await app.query(
    `insert into sign_up (study_id, id, channel_id, site_id, language, says_so, link_id, seen)
     values ($1, $2, $3, $4, 'en', true, $2, '{}')`,
    [study.id, signUp, channel, siteA],
  )
  await app.query(
    `insert into sign_up_sealed (study_id, sign_up_id, part, sealed) values ($1, $2, 'name', '')`,
    [study.id, signUp],
  )
  await app.query(
    `insert into audit_entry (study_id, action, subject_kind) values ($1, 'a step', 'study')`,
    [study.id],
  )
  standing = { participantA, participantB, transcript, code, coding, theme }
  sql = new pg.Client(app.database.appConfig)
  await sql.connect()
})
afterAll(async () => {
  await sql?.end()
  await app?.close()
})

/** The rows that a statement sees or changes for this person, taken back at once; 0 when it is refused. */
async function rowsAs(
  person: Person | null,
  study: string | null,
  statement: string,
  values: unknown[] = [],
): Promise<number> {
  await sql.query('begin')
  try {
    await sql.query('select begin_step($1, $2, null)', [person?.id ?? null, study])
    const result = await sql.query(statement, values)
    return result.rowCount ?? 0
  } catch (error) {
    // Refused by a policy or by a function that asks for the permission itself; anything else is a fault of the test.
    if (error instanceof pg.DatabaseError && error.code === '42501') return 0
    throw error
  } finally {
    await sql.query('rollback')
  }
}

/** For each action a statement that only this action allows; null where it guards no row but an endpoint. */
function attemptOf(action: Action, by: Person): [string, unknown[]] | null {
  const study = team.study.id
  switch (action) {
    case 'change the study':
      return [`update study set aims = 'changed' where study_id = $1`, [study]]
    case 'change the protocol':
      return [`update protocol set population_of = 'x' where study_id = $1`, [study]]
    case 'draft documents':
      return [
        `insert into document (study_id, id, kind) values ($1, $2, 'mail')`,
        [study, uuidv7()],
      ]
    case 'approve documents':
      return [
        `update document_version set approved_by = $2, approved_at = now() where study_id = $1`,
        [study, by.id],
      ]
    case 'see recruitment counts':
      return ['select from channel where study_id = $1', [study]]
    case 'see recruitment':
      return ['select from sign_up where study_id = $1', [study]]
    case 'recruit':
      return [`update sign_up set language = 'cy' where study_id = $1`, [study]]
    case 'see identities':
      return ['select from sign_up_sealed where study_id = $1', [study]]
    case 'change the frame':
      return [
        `insert into frame_cell (study_id, site_id, col, least) values ($1, $2, '1', 1)`,
        [study, team.siteA],
      ]
    case 'record discussions':
      return [
        `insert into stopping_discussion (study_id, id, held_on, present, weighed, decision, reason, recorded_by)
         values ($1, $2, '2022-12-12', '{}', '', 'stop', 'x', $3)`,
        [study, uuidv7(), by.id],
      ]
    case 'remove the study':
      return ['select remove_study($1)', [study]]
    case 'manage members':
      return [
        `update member set colour = 5 where study_id = $1 and account_id = $2`,
        [study, team.observer.id],
      ]
    case 'see the audit trail':
      return ['select from audit_entry where study_id = $1', [study]]
    case 'manage participants':
      return [
        `insert into participant (study_id, id, label) values ($1, $2, 'P900')`,
        [study, uuidv7()],
      ]
    case 'see participants':
      return [
        'select from participant where study_id = $1 and id = $2',
        [study, standing.participantB],
      ]
    case 'import transcripts':
      return [`update transcript set title = 'x' where study_id = $1`, [study]]
    case 'read transcripts':
      return ['select from transcript_text where study_id = $1', [study]]
    case 'code':
      return [
        `insert into coding (study_id, id, transcript_id, code_id, starts, ends, coder_id) values ($1, $2, $3, $4, 2, 8, $5)`,
        [study, uuidv7(), standing.transcript, standing.code, by.id],
      ]
    case "remove others' codings":
      return [
        `delete from coding where study_id = $1 and id = $2 and coder_id <> $3`,
        [study, standing.coding, by.id],
      ]
    case 'change the code list':
      return [`update code set name = 'x' where study_id = $1`, [study]]
    case 'change themes':
      return [`update theme set name = 'x' where study_id = $1`, [study]]
    case 'change the report':
      return ['update report_quote set position = 2 where study_id = $1', [study]]
    default:
      return null
  }
}

const actions = Object.keys(permissions).filter((action): action is Action => action in permissions)

describe('the table in rules.ts', () => {
  test('stands in the database as it is written', async () => {
    const rows = await app.query<{ role: string; action: string }>(
      'select role, action from permission',
    )
    const written = roles.flatMap((role) =>
      actions.filter((action) => roleMay(role, action)).map((action) => `${role}: ${action}`),
    )
    expect(rows.map(({ role, action }) => `${role}: ${action}`).toSorted()).toEqual(
      written.toSorted(),
    )
  })

  test('names no action with a comma, which would part it in two', () => {
    expect(actions.filter((action) => action.includes(','))).toEqual([])
  })

  // These guard no row of their own: endpoints and later rooms ask for them.
  const elsewhere: readonly Action[] = [
    'see participants of their own site',
    'read raw transcripts of other sites',
    'export',
  ]
  const tries = roles.flatMap((role) =>
    actions
      .filter((action) => !elsewhere.includes(action))
      .map((action) => [role, action] as const),
  )
  test.each(tries)('is what the database enforces when a %s tries to %s', async (role, action) => {
    const person = team.inRole.get(role)
    if (!person) throw new Error(`Nobody is ${role}.`)
    const attempt = attemptOf(action, person)
    if (attempt === null) throw new Error(`Nothing tries to ${action}.`)
    const rows = await rowsAs(person, team.study.id, ...attempt)
    expect(rows > 0).toBe(roleMay(role, action))
  })
})

describe('row-level security', () => {
  const tables = [
    'study',
    'site',
    'member',
    'participant',
    'attribute',
    'transcript',
    'transcript_text',
    'code',
    'coding',
    'theme',
    'protocol',
    'approval',
    'document',
    'document_version',
    'channel',
    'sign_up',
    'sign_up_sealed',
    'visit_link',
    'audit_entry',
    'step',
    'event',
    'job',
  ]

  test.each(tables)('shows nothing of another study in %s', async (table) => {
    const { stranger, otherStudy, study } = team
    const statement = `select from ${table} where study_id = $1`
    expect(await rowsAs(stranger, otherStudy.id, statement, [study.id])).toBe(0)
    expect(await rowsAs(stranger, study.id, statement, [study.id])).toBe(0)
    expect(await rowsAs(null, study.id, statement, [study.id])).toBe(0)
    expect(await rowsAs(null, null, statement, [study.id])).toBe(0)
  })

  test('a lead changes nothing in another study, even by its ids', async () => {
    const { stranger, otherStudy, study, siteA } = team
    const attacks: [string, unknown[]][] = [
      [`update study set title = 'mine' where study_id = $1`, [study.id]],
      [`delete from study_key where study_id = $1`, [study.id]],
      ['select remove_study($1)', [study.id]],
      [`update site set name = 'mine' where study_id = $1`, [study.id]],
      [`insert into site (study_id, id, name) values ($1, $2, 'Mine')`, [study.id, uuidv7()]],
      [`update participant set note = 'x' where study_id = $1`, [study.id]],
      [
        `insert into participant (study_id, id, label, site_id) values ($1, $2, 'P077', $3)`,
        [study.id, uuidv7(), siteA],
      ],
      [`delete from participant where study_id = $1`, [study.id]],
      [
        `insert into attribute (study_id, id, name, kind) values ($1, $2, 'X', 'text')`,
        [study.id, uuidv7()],
      ],
      [
        `insert into member (study_id, account_id, role, initials) values ($1, $2, 'lead', 'X')`,
        [study.id, stranger.id],
      ],
    ]
    for (const [statement, values] of attacks)
      expect({ statement, rows: await rowsAs(stranger, otherStudy.id, statement, values) }).toEqual(
        { statement, rows: 0 },
      )
  })

  test('a row of one’s own study is not moved into another', async () => {
    const { lead, otherStudy, study } = team
    const moved = await rowsAs(
      lead,
      study.id,
      'update participant set study_id = $1, site_id = null where id = $2',
      [otherStudy.id, standing.participantB],
    )
    expect(moved).toBe(0)
  })

  test('a participant is given no site of another study', async () => {
    const [foreign] = team.otherStudy.sites
    await expect(
      rowsAs(
        team.lead,
        team.study.id,
        `update participant set site_id = $1 where study_id = $2 and id = $3`,
        [foreign?.id, team.study.id, standing.participantB],
      ),
    ).rejects.toThrow('participant_site')
  })

  test('a welfare contact sees the participants of their own site, and changes none', async () => {
    const { welfareContact, study } = team
    const see = 'select from participant where study_id = $1 and id = $2'
    const as = (statement: string, values: unknown[]) =>
      rowsAs(welfareContact, study.id, statement, values)
    expect(await as(see, [study.id, standing.participantA])).toBe(1)
    expect(await as(see, [study.id, standing.participantB])).toBe(0)
    expect(
      await as(`update participant set note = 'x' where id = $1`, [standing.participantA]),
    ).toBe(0)
    expect(await as('delete from participant where id = $1', [standing.participantA])).toBe(0)
  })

  test('a welfare contact without a site sees nobody', async () => {
    const person = await app.person('Nobody in particular')
    await team.study.join(person, 'welfare contact')
    expect(await rowsAs(person, team.study.id, 'select from participant')).toBe(0)
  })

  test('who has left sees nothing any more', async () => {
    const person = await app.person('Lea Left')
    await team.study.join(person, 'lead')
    expect(await rowsAs(person, team.study.id, 'select from participant')).toBe(2)
    await app.query('update member set left_at = now() where account_id = $1', [person.id])
    for (const table of ['participant', 'site', 'study', 'transcript'])
      expect(
        await rowsAs(person, team.study.id, `select from ${table} where study_id = $1`, [
          team.study.id,
        ]),
      ).toBe(0)
  })

  test('the app’s role does not write the permission table', async () => {
    expect(
      await rowsAs(
        team.observer,
        team.study.id,
        `insert into permission values ('observer', 'remove the study')`,
      ),
    ).toBe(0)
    expect(await rowsAs(team.lead, team.study.id, 'delete from permission')).toBe(0)
  })

  test('a role that is none cannot be given', async () => {
    await expect(
      rowsAs(
        team.lead,
        team.study.id,
        `update member set role = 'owner' where study_id = $1 and account_id = $2`,
        [team.study.id, team.observer.id],
      ),
    ).rejects.toThrow('member_role')
  })

  property.prop([fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })], {
    numRuns: 40,
  })('no participant stands in a year that the programme does not have', async (years, year) => {
    const { lead, study, siteA } = team
    await sql.query('begin')
    try {
      await sql.query('select begin_step($1, $2, null)', [lead.id, study.id])
      await sql.query('update site set years = $1 where study_id = $2 and id = $3', [
        years,
        study.id,
        siteA,
      ])
      const entered = await sql
        .query(`update participant set year_group = $1 where study_id = $2 and id = $3`, [
          year,
          study.id,
          standing.participantA,
        ])
        .then(
          () => true,
          () => false,
        )
      expect(entered).toBe(year <= years)
    } finally {
      await sql.query('rollback')
    }
  })
})

describe('roles over HTTP', () => {
  test.each(roles.map((role): [Role] => [role]))(
    'what a %s may do is told as the table says',
    async (role) => {
      const { getStudy } = await import('@throughline/contract/study')
      const person = team.inRole.get(role)
      const { may } = (await person?.get(getStudy, { study: team.study.id }))?.answer() ?? {
        may: null,
      }
      expect(may).toEqual(actions.filter((action) => roleMay(role, action)).toSorted())
    },
  )
})
