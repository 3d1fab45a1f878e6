import * as contract from '@throughline/contract/reporting'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { openReport, reportChanged } from './open-report.ts'

const changedSince = () =>
  Problem.conflict(
    'changed-since',
    'This was written anew since. Undo the later change first, or change it by hand.',
  )

const head = z.object({
  title: z.string(),
  introduction: z.string(),
  showsSite: z.boolean(),
  showsYear: z.boolean(),
})
type Head = z.infer<typeof head>

export const changeReport = useCase({
  command: contract.changeReport,
  may: 'change the report',
  sharedUndo: true,
  memory: z.object({ before: head, after: head }),
  async run(context, body) {
    const before = await readHead(context)
    const after = head.parse({ ...before, ...definedOf(body) })
    await writeHead(context, after)
    const fields = head.keyof().options.filter((field) => before[field] !== after[field])
    return {
      answer: {},
      subject: { kind: 'report', id: null },
      detail: { fields },
      memory: { before, after },
      events: [reportChanged(null)],
    }
  },
  async undo(context, { before, after }) {
    const now = await readHead(context)
    const changed = head.keyof().options.filter((field) => before[field] !== after[field])
    if (changed.some((field) => now[field] !== after[field])) throw changedSince()
    const back = Object.fromEntries(changed.map((field) => [field, before[field]]))
    await writeHead(context, head.parse({ ...now, ...back }))
    return { subject: { kind: 'report', id: null }, events: [reportChanged(null)] }
  },
})

function definedOf(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
}

async function readHead(context: StepContext): Promise<Head> {
  await openReport(context)
  const { rows } =
    await sql<Head>`select title, introduction, shows_site as "showsSite", shows_year as "showsYear"
    from report where study_id = ${context.study}`.execute(context.transaction)
  return rows[0] ?? { title: '', introduction: '', showsSite: true, showsYear: true }
}

async function writeHead({ transaction, study }: StepContext, report: Head): Promise<void> {
  await sql`insert into report (study_id, title, introduction, shows_site, shows_year)
    values (${study}, ${report.title}, ${report.introduction}, ${report.showsSite}, ${report.showsYear})
    on conflict (study_id) do update set title = excluded.title, introduction = excluded.introduction,
      shows_site = excluded.shows_site, shows_year = excluded.shows_year`.execute(transaction)
}

export const writeSection = useCase({
  command: contract.writeSection,
  may: 'change the report',
  sharedUndo: true,
  memory: z.object({ before: z.string(), after: z.string() }),
  async run(context, { theme, text }) {
    const { rows } =
      await sql`select from theme where study_id = ${context.study} and id = ${theme}`.execute(
        context.transaction,
      )
    if (rows.length === 0)
      throw Problem.notFound('This theme does not exist, or no longer. Reload the report.')
    const after = text.trim()
    const before = await readSection(context, theme)
    await writeText(context, theme, after)
    return {
      answer: { theme },
      subject: { kind: 'theme', id: theme },
      memory: { before, after },
      events: [reportChanged(theme)],
    }
  },
  async undo(context, { before, after }, { theme }) {
    if ((await readSection(context, theme)) !== after) throw changedSince()
    await writeText(context, theme, before)
    return { subject: { kind: 'theme', id: theme }, events: [reportChanged(theme)] }
  },
})

async function readSection(context: StepContext, theme: string): Promise<string> {
  await openReport(context)
  const { rows } = await sql<{ text: string }>`select text from report_section
    where study_id = ${context.study} and theme_id = ${theme}`.execute(context.transaction)
  return rows[0]?.text ?? ''
}

async function writeText(
  { transaction, study }: StepContext,
  theme: string,
  text: string,
): Promise<void> {
  await (
    text === ''
      ? sql`delete from report_section where study_id = ${study} and theme_id = ${theme}`
      : sql`insert into report_section (study_id, theme_id, text) values (${study}, ${theme}, ${text})
          on conflict (study_id, theme_id) do update set text = excluded.text`
  ).execute(transaction)
}
