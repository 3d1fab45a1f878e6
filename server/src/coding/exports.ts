import { sql } from 'kysely'
import type { AnyTransaction } from '../platform/database/database.ts'
import { fileName } from '../platform/documents/index.ts'
import type { SentFile } from '../platform/http/endpoints.ts'
import { type Cell, writeTable } from '../platform/spreadsheets/index.ts'
import { ask, type Conditions } from './quotes/matching.ts'
import { codeBook } from './code-book/code-book.ts'
import { findQuotes } from './quotes/find-quotes.ts'
import { listCodes } from './queries.ts'
import { readQuotedWords } from './read-quoted-words.ts'
import { quotesAsDocument } from './quotes/as-document.ts'
import { quotesAsPage } from './quotes/as-page.ts'
import { takeAway } from './quotes/taken-away.ts'
import { readQuoteView } from './quotes/views.ts'
import { codeNames } from './rules.ts'

/** What an export reads from: an open transaction as a member of the study. */
export interface ExportContext {
  transaction: AnyTransaction
  study: string
}

const most = 1_000_000

/**
 * Quotes that meet conditions, under the name of the saved view that they are from. Words without consent to be quoted
 * stay here; the file says how many there are.
 */
export async function exportQuotes(
  { transaction, study }: ExportContext,
  conditions: Conditions,
  as: 'csv' | 'xlsx' | 'docx' | 'html',
  view?: string,
): Promise<SentFile> {
  const title = (view && (await readQuoteView(transaction, study, view))?.name) || 'quotes'
  const asked = await ask(transaction, study, conditions)
  const { quotes: found } = await findQuotes(transaction, study, asked, { limit: most })
  const quotes = found.filter(({ participant }) => participant?.consent === 'yes')
  const { codes } = await listCodes(transaction, study)
  const people = await namesOf(transaction, study)
  if (as === 'docx' || as === 'html') {
    const taken = takeAway({
      title,
      by: conditions.by,
      quotes,
      withheld: found.length - quotes.length,
      codes,
      people,
    })
    return as === 'docx' ? quotesAsDocument(taken) : quotesAsPage(taken)
  }
  const name = codeNames(codes)
  return writeTable(
    {
      name: fileName(title, 'quotes'),
      header: [
        'code',
        'quote',
        'participant',
        'site',
        'year',
        'transcript',
        'from',
        'to',
        'time (ms)',
        'coder',
        'coded at',
      ],
      rows: quotes.map((quote) => [
        name(quote.code),
        quote.text,
        quote.participant?.label ?? null,
        quote.participant?.site ?? null,
        quote.participant?.year ?? null,
        quote.title,
        quote.from,
        quote.to,
        quote.startsAt,
        people.get(quote.coder) ?? null,
        quote.at,
      ]),
    },
    as,
  )
}

/** Every coding with its place; the words only where the participant consented to be quoted. */
export async function exportCodings(
  { transaction, study }: ExportContext,
  as: 'csv' | 'xlsx',
): Promise<SentFile> {
  const name = codeNames((await listCodes(transaction, study)).codes)
  const people = await namesOf(transaction, study)
  const { rows: codings } = await sql<{
    id: string
    code: string
    coder: string
    from: number
    to: number
    at: Date
    transcript: string
    weight: number | null
    comment: string
    title: string
    participant: string | null
    consent: string | null
  }>`select c.id, c.code_id as code, c.coder_id as coder, c.starts as "from", c.ends as "to", c.made_at as at,
      c.transcript_id as transcript, c.weight, c.comment, t.title, p.label as participant, p.quote_consent as consent
    from coding c join transcript t on t.study_id = c.study_id and t.id = c.transcript_id
    left join participant p on p.study_id = t.study_id and p.id = t.participant_id
    where c.study_id = ${study} order by p.label nulls last, t.title, t.id, c.starts, c.ends, c.id`.execute(
    transaction,
  )
  const quotable = codings.filter(({ consent }) => consent === 'yes').map(({ id }) => id)
  const words = await readQuotedWords(transaction, study, quotable)
  return writeTable(
    {
      name: 'codings',
      header: [
        'coding',
        'participant',
        'transcript',
        'code',
        'from',
        'to',
        'coder',
        'coded at',
        'weight',
        'comment',
        'consent to be quoted',
        'words',
      ],
      rows: codings.map((coding): Cell[] => [
        coding.id,
        coding.participant,
        coding.title,
        name(coding.code),
        coding.from,
        coding.to,
        people.get(coding.coder) ?? null,
        coding.at.toISOString(),
        coding.weight,
        coding.comment,
        coding.consent ?? 'not recorded',
        words.get(coding.id)?.text ?? null,
      ]),
    },
    as,
  )
}

/** The code list with what each code means: as a table that can be imported again, or as a book to be read. */
export async function exportCodes(
  { transaction, study }: ExportContext,
  as: 'csv' | 'xlsx' | 'docx',
): Promise<SentFile> {
  if (as === 'docx') return codeBook(transaction, study)
  const { codes } = await listCodes(transaction, study)
  const path = codeNames(codes)
  return writeTable(
    {
      name: 'codes',
      header: [
        'code',
        'name',
        'colour',
        'definition',
        'when to use',
        'when not to use',
        'example',
        'retired',
        'codings',
        'people',
      ],
      rows: codes.map((code): Cell[] => [
        path(code.id),
        code.name,
        code.colour,
        code.definition,
        code.whenToUse,
        code.whenNotToUse,
        code.example,
        code.retired ? 'yes' : 'no',
        code.codings,
        code.people,
      ]),
    },
    as,
  )
}

async function namesOf(transaction: AnyTransaction, study: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; initials: string }>`
    select account_id as id, initials from member where study_id = ${study}`.execute(transaction)
  return new Map(rows.map(({ id, initials }) => [id, initials]))
}
