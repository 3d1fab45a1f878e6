import { sql } from 'kysely'
import { holdCodings } from '../coding/index.ts'
import type { Room } from '../platform/room.ts'
import { reportingMigrations } from './migrations.ts'
import { reportingEndpoints } from './routes.ts'

export { chooseQuote } from './choose-quote.ts'
export { exportReport } from './export-report.ts'

export const reporting: Room = {
  name: 'reporting',
  migrations: reportingMigrations,
  endpoints: reportingEndpoints,
  furnish(platform) {
    holdCodings(platform, async (transaction, study, codings) => {
      const { rows } = await sql<{
        coding: string
      }>`select distinct coding_id as coding from report_quote
        where study_id = ${study} and coding_id = any(${codings}::uuid[])`.execute(transaction)
      return rows.map(({ coding: quoted }) => quoted)
    })
  },
  refusals: {
    report_quote_once: {
      code: 'quoted-already',
      detail: 'This passage is a quote of this theme already.',
    },
    report_quote_pkey: {
      code: 'exists-already',
      detail: 'This quote is in the report already. Reload the report.',
    },
    report_quote_coding: {
      code: 'quoted',
      detail: 'This passage is quoted in the report. Take the quote out of the report first.',
    },
    report_quote_theme: {
      code: 'theme-quoted',
      detail: 'This theme has quotes in the report. Take them out first, or set the theme aside.',
    },
    report_section_theme: {
      code: 'theme-written',
      detail:
        'The report says something of this theme. Empty its text first, or set the theme aside.',
    },
  },
}
