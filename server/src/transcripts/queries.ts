import type { TranscriptSummary, TranscriptText } from '@throughline/contract/transcripts'
import { sql } from 'kysely'
import { z } from 'zod'
import type { ReadContext } from '../platform/http/endpoints.ts'
import { Problem } from '../platform/http/problem.ts'
import type { AnyTransaction } from '../platform/database/database.ts'
import { openSealed, type Words } from './write-transcript.ts'

type Row = Omit<TranscriptSummary, 'participant' | 'importedAt' | 'releasedAt'> & {
  participant_id: string | null
  label: string | null
  site: string | null
  year: number | null
  imported_at: Date
  released_at: Date | null
}

/**
 * How transcripts `t` with their participants `p` stand in a folder: as they were placed, then those that nobody placed
 * yet.
 */
export const inOrder = sql`t.position = 0, t.position, p.label nulls last, t.title, t.id`

async function readSummaries(
  transaction: AnyTransaction,
  study: string,
  only: string | null,
): Promise<TranscriptSummary[]> {
  const { rows } = await sql<Row>`
    select t.id, t.title, t.stage, t.format, t.declared, t.words, t.length, t.folder_id as folder, t.imported_by as "importedBy", t.warnings,
      t.participant_id, p.label, site.name as site, p.year_group as year, t.imported_at, t.released_at
    from transcript t
    left join participant p on p.study_id = t.study_id and p.id = t.participant_id
    left join site on site.study_id = p.study_id and site.id = p.site_id
    where t.study_id = ${study} and (${only}::uuid is null or t.id = ${only})
    order by ${inOrder}`.execute(transaction)
  return rows.map(({ participant_id, label, site, year, imported_at, released_at, ...rest }) => ({
    ...rest,
    participant:
      participant_id !== null && label !== null ? { id: participant_id, label, site, year } : null,
    importedAt: imported_at.toISOString(),
    releasedAt: released_at?.toISOString() ?? null,
  }))
}

export const listTranscripts = (transaction: AnyTransaction, study: string) =>
  readSummaries(transaction, study, null)

/** One transcript with its words. A look at one that is not pseudonymised is entered in the audit trail. */
export async function getTranscript(
  context: ReadContext,
  transcript: string,
): Promise<TranscriptText> {
  const { transaction, study } = context
  const [summary] = await readSummaries(transaction, study, transcript)
  if (!summary) throw Problem.notFound('There is no such transcript in this study.')
  const { rows } = await sql<{
    text: string | null
    sealed: Uint8Array | null
  }>`select text, sealed from transcript_text
    where study_id = ${study} and transcript_id = ${transcript}`.execute(transaction)
  const [row] = rows
  if (!row)
    throw Problem.notAllowed(
      'This transcript is not pseudonymised yet: only members of other sites than the participant’s may read it.',
    )
  const words =
    row.text === null
      ? await lookAtSealed(context, summary, row.sealed)
      : await wordsInClear(transaction, study, transcript, row.text)
  const roles = new Map(words.speakers.map(({ label, role }) => [label, role]))
  return {
    ...summary,
    text: words.text,
    speakers: words.speakers,
    turns: words.turns.map(({ label, ...turn }) => ({
      ...turn,
      label: label ? ([label.from, label.to] satisfies [number, number]) : null,
      role: (turn.speaker === null ? undefined : roles.get(turn.speaker)) ?? 'unknown',
    })),
    notes: words.notes,
  }
}

async function lookAtSealed(
  context: ReadContext,
  { id, participant }: TranscriptSummary,
  sealed: Uint8Array | null,
): Promise<Words> {
  const { transaction, study, account } = context
  await sql`insert into audit_entry (study_id, account_id, action, subject_kind, subject_id)
    values (${study}, ${account.id}, 'look at a raw transcript', 'transcript', ${id})`.execute(
    transaction,
  )
  return openSealed(context, participant?.id ?? id, z.instanceof(Uint8Array).parse(sealed))
}

/** The words of a released transcript with what stands on them; `text` is its text. */
export async function wordsInClear(
  transaction: AnyTransaction,
  study: string,
  transcript: string,
  text: string,
): Promise<Words> {
  const { rows: speakers } = await sql<Words['speakers'][number]>`select label, role from speaker
    where study_id = ${study} and transcript_id = ${transcript} order by label`.execute(transaction)
  const { rows: turns } = await sql<{
    from: number
    to: number
    label_starts: number | null
    label_ends: number | null
    speaker: string | null
    startsAt: number | null
    endsAt: number | null
  }>`select starts as "from", ends as "to", label_starts, label_ends, speaker, starts_at as "startsAt", ends_at as "endsAt"
    from turn where study_id = ${study} and transcript_id = ${transcript} order by number`.execute(
    transaction,
  )
  const { rows: notes } = await sql<
    Words['notes'][number]
  >`select kind, starts as "from", ends as "to", text
    from source_note where study_id = ${study} and transcript_id = ${transcript} order by number`.execute(
    transaction,
  )
  return {
    text,
    speakers,
    notes,
    turns: turns.map(({ label_starts, label_ends, ...turn }) => ({
      ...turn,
      label:
        label_starts === null || label_ends === null
          ? null
          : { from: label_starts, to: label_ends },
    })),
  }
}

/** How many transcripts are released, of all. */
export async function countTranscripts(transaction: AnyTransaction, study: string) {
  const { rows } = await sql<{
    done: number
    total: number
  }>`select count(*) filter (where stage = 'released')::int as done,
    count(*)::int as total from transcript where study_id = ${study}`.execute(transaction)
  return rows[0] ?? { done: 0, total: 0 }
}

/** The labels of all released transcripts; those of raw ones are sealed. */
export async function listSpeakers(transaction: AnyTransaction, study: string) {
  const { rows } = await sql<{
    transcript: string
    label: string
    role: 'interviewer' | 'participant' | 'unknown'
  }>`select transcript_id as transcript, label, role from speaker where study_id = ${study}
    order by label, transcript_id`.execute(transaction)
  return rows
}
