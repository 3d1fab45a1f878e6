import { readQuotedWords } from '../coding/index.ts'
import type { Report, ReportQuote, WithheldReason } from '@throughline/contract/reporting'
import { quoteEdit, withheldReason } from '@throughline/contract/reporting'
import { sql } from 'kysely'
import { z } from 'zod'
import type { AnyTransaction } from '../platform/database/database.ts'
import { listThemes } from '../themes/index.ts'
import { balanceOf, printedQuote, type Quotable, withheldBecause } from './rules.ts'
import { hashOf } from './words.ts'

interface QuoteRow {
  id: string
  theme: string
  coding: string
  code: string
  transcript: string
  title: string
  at: number
  edits: unknown
  words_hash: string
  participant: string | null
  label: string | null
  site: string | null
  year: number | null
  consent: 'yes' | 'no' | 'not recorded' | null
}

/**
 * The draft as it stands at this moment. Consent and words are read from their sources each time and kept nowhere, so
 * that a consent withdrawn a second ago is obeyed.
 */
export async function readDraft(transaction: AnyTransaction, study: string): Promise<Report> {
  const head = await readHead(transaction, study)
  const themes = (await listThemes(transaction, study)).filter(({ setAside }) => !setAside)
  const codes = new Map(themes.map((theme) => [theme.id, new Set(theme.codes)]))
  const rows = (await readQuoteRows(transaction, study)).filter(({ theme }) => codes.has(theme))
  const consented = rows.filter(({ consent }) => consent === 'yes')
  const words = await readQuotedWords(
    transaction,
    study,
    consented.map(({ coding }) => coding),
  )
  const quotes = rows.map((row): ReportQuote => {
    const edits = z.array(quoteEdit).parse(row.edits)
    const own = words.get(row.coding)
    const withheld = withheldBecause({
      consent: row.consent,
      shortened: edits.length > 0,
      wordsChanged: own !== undefined && hashOf(own) !== row.words_hash,
    })
    return {
      id: row.id,
      theme: row.theme,
      coding: row.coding,
      code: row.code,
      outsideTheme: !codes.get(row.theme)?.has(row.code),
      transcript: row.transcript,
      title: row.title,
      at: row.at,
      participant: row.participant,
      attribution:
        row.label === null ? null : { participant: row.label, site: row.site, year: row.year },
      withheld,
      source: own?.text ?? null,
      edits,
      parts: withheld === null && own ? printedQuote(own, edits, row.label ?? '') : null,
    }
  })
  const texts = await readTexts(transaction, study)
  const printed = quotes.filter(({ parts }) => parts !== null)
  return {
    ...head,
    themes: themes.map((theme) => ({
      id: theme.id,
      name: theme.name,
      centralIdea: theme.centralIdea,
      definition: theme.definition,
      codes: theme.codes,
      text: texts.get(theme.id) ?? '',
      quotes: quotes.filter((quote) => quote.theme === theme.id),
    })),
    balance: balanceOf(
      printed.flatMap(({ participant }) => participant ?? []),
      await readPeople(transaction, study),
    ),
    withheld: countReasons(quotes),
  }
}

function countReasons(quotes: readonly ReportQuote[]) {
  const count = (reason: WithheldReason) =>
    quotes.filter(({ withheld }) => withheld === reason).length
  return withheldReason.options
    .map((reason) => ({ reason, quotes: count(reason) }))
    .filter((row) => row.quotes > 0)
}

async function readHead(transaction: AnyTransaction, study: string) {
  const { rows } = await sql<{
    title: string
    studyTitle: string
    introduction: string
    showsSite: boolean
    showsYear: boolean
  }>`select coalesce(r.title, '') as title, s.title as "studyTitle", coalesce(r.introduction, '') as introduction,
      coalesce(r.shows_site, true) as "showsSite", coalesce(r.shows_year, true) as "showsYear"
    from study s left join report r on r.study_id = s.study_id where s.study_id = ${study}`.execute(
    transaction,
  )
  return (
    rows[0] ?? { title: '', studyTitle: '', introduction: '', showsSite: true, showsYear: true }
  )
}

async function readQuoteRows(transaction: AnyTransaction, study: string): Promise<QuoteRow[]> {
  const { rows } = await sql<QuoteRow>`
    select q.id, q.theme_id as theme, q.coding_id as coding, c.code_id as code, c.transcript_id as transcript, t.title,
      c.starts as at, q.edits, q.words_hash, p.id as participant, p.label, site.name as site, p.year_group as year,
      p.quote_consent as consent
    from report_quote q
    join coding c on c.study_id = ${study} and c.id = q.coding_id
    join transcript t on t.study_id = ${study} and t.id = c.transcript_id
    left join participant p on p.study_id = ${study} and p.id = t.participant_id
    left join site on site.study_id = ${study} and site.id = p.site_id
    where q.study_id = ${study} order by q.position, q.id`.execute(transaction)
  return rows
}

async function readTexts(transaction: AnyTransaction, study: string): Promise<Map<string, string>> {
  const { rows } = await sql<{
    theme: string
    text: string
  }>`select theme_id as theme, text from report_section
    where study_id = ${study}`.execute(transaction)
  return new Map(rows.map(({ theme, text }) => [theme, text]))
}

async function readPeople(transaction: AnyTransaction, study: string): Promise<Quotable[]> {
  const { rows } = await sql<Quotable>`select id as participant, label, quote_consent as consent
    from participant where study_id = ${study}`.execute(transaction)
  return rows
}
