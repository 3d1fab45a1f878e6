import type { Code, CodeChange, CodeUses, Coding } from '@throughline/contract/coding'
import { sql } from 'kysely'
import type { AnyTransaction } from '../platform/database/database.ts'
import { codeOf, readCodes } from './code-list.ts'

/** The code list in the order of the tree, with counts of codings and of people. */
export async function listCodes(
  transaction: AnyTransaction,
  study: string,
): Promise<{ version: number; codes: Code[] }> {
  const codes = await readCodes(transaction, study)
  const { rows: counts } = await sql<{ code: string; codings: number; people: number }>`
    select code_id as code, sum(codings)::int as codings,
      (count(*) filter (where participant_id <> '00000000-0000-0000-0000-000000000000'))::int as people
    from code_count where study_id = ${study} and codings > 0 group by 1`.execute(transaction)
  const { rows: versions } = await sql<{ version: number }>`
    select coalesce(max(version), 0) as version from code_change where study_id = ${study}`.execute(
    transaction,
  )
  const byCode = new Map(counts.map((count) => [count.code, count]))
  return {
    version: versions[0]?.version ?? 0,
    codes: codes
      .map((code) => ({
        ...code,
        codings: byCode.get(code.id)?.codings ?? 0,
        people: byCode.get(code.id)?.people ?? 0,
      }))
      .toSorted((a, b) => a.position - b.position || (a.name < b.name ? -1 : 1)),
  }
}

export async function listCodeChanges(
  transaction: AnyTransaction,
  study: string,
  {
    code,
    before,
    limit,
  }: { code?: string | undefined; before?: number | undefined; limit: number },
): Promise<CodeChange[]> {
  const { rows } = await sql<Omit<CodeChange, 'at'> & { at: Date }>`
    select c.version, c.code_id as code, c.what, c.before, c.after, c.reason, c.by, c.at, c.step,
      coalesce(s.memory is not null and s.undone_by is null and c.what <> 'undone', false) as undoable
    from code_change c left join step s on s.study_id = c.study_id and s.key = c.step
    where c.study_id = ${study} and (${code ?? null}::uuid is null or c.code_id = ${code ?? null})
      and (${before ?? null}::int is null or c.version < ${before ?? null})
    order by c.version desc limit ${limit}`.execute(transaction)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** @throws Problem 404 when there is no such code */
export async function codeUses(
  transaction: AnyTransaction,
  study: string,
  code: string,
): Promise<CodeUses> {
  codeOf(await readCodes(transaction, study), code)
  const { rows: transcripts } = await sql<CodeUses['transcripts'][number]>`
    select t.id, t.title, p.label as participant, count(*)::int as codings
    from coding c join transcript t on t.study_id = c.study_id and t.id = c.transcript_id
    left join participant p on p.study_id = t.study_id and p.id = t.participant_id
    where c.study_id = ${study} and c.code_id = ${code}
    group by t.id, t.title, p.label order by codings desc, p.label nulls last, t.title, t.id`.execute(
    transaction,
  )
  const { rows: neighbours } = await sql<CodeUses['neighbours'][number]>`
    select o.code_id as code, count(distinct c.id)::int as codings
    from coding c join coding o on o.study_id = c.study_id and o.transcript_id = c.transcript_id
      and o.starts < c.ends and o.ends > c.starts and o.code_id <> c.code_id
    where c.study_id = ${study} and c.code_id = ${code}
    group by 1 order by 2 desc, 1 limit 20`.execute(transaction)
  return { transcripts, neighbours }
}

export async function listCodings(
  transaction: AnyTransaction,
  study: string,
  transcript: string,
): Promise<Coding[]> {
  const { rows } = await sql<Omit<Coding, 'at'> & { at: Date }>`
    select id, code_id as code, coder_id as coder, starts as "from", ends as "to", made_at as at, weight, comment
    from coding where study_id = ${study} and transcript_id = ${transcript} order by starts, ends, code_id, id`.execute(
    transaction,
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** Whether the transcript exists for this member. */
export async function transcriptExists(
  transaction: AnyTransaction,
  study: string,
  transcript: string,
): Promise<boolean> {
  const { rows } =
    await sql`select from transcript where study_id = ${study} and id = ${transcript}`.execute(
      transaction,
    )
  return rows.length > 0
}

/** Where the first 200 transcripts are coded. The database merges the stretches: of 100,000 codings this thread would make others wait. */
export async function codingStrips(transaction: AnyTransaction, study: string) {
  const { rows: transcripts } = await sql<{
    transcript: string
    title: string
    participant: string | null
    length: number
  }>`
    select t.id as transcript, t.title, p.label as participant, t.length from transcript t
    left join participant p on p.study_id = t.study_id and p.id = t.participant_id
    where t.study_id = ${study} and t.stage = 'released' order by p.label nulls last, t.title limit 200`.execute(
    transaction,
  )
  const { rows: coded } = await sql<{
    transcript: string
    codings: number
    stretches: [from: number, to: number, colour: number][]
  }>`
    with coloured as (
      select c.transcript_id, int4range(c.starts, c.ends) as place, coalesce(top.colour, code.colour) as colour
      from coding c join code on code.study_id = c.study_id and code.id = c.code_id
      left join code top on top.study_id = c.study_id and top.id = code.parent_id
      where c.study_id = ${study} and c.transcript_id = any(${transcripts.map(({ transcript }) => transcript)}::uuid[])),
    merged as (
      select transcript_id, colour, count(*) as codings, range_agg(place) as places from coloured group by 1, 2)
    select transcript_id as transcript, sum(codings)::int as codings,
      (select jsonb_agg(jsonb_build_array(lower(place), upper(place), m.colour) order by lower(place), m.colour)
        from merged m, unnest(m.places) place where m.transcript_id = merged.transcript_id) as stretches
    from merged group by 1`.execute(transaction)
  const byTranscript = new Map(coded.map((one) => [one.transcript, one]))
  return transcripts.map((transcript) => ({
    ...transcript,
    codings: byTranscript.get(transcript.transcript)?.codings ?? 0,
    stretches: byTranscript.get(transcript.transcript)?.stretches ?? [],
  }))
}

/** How far coding has come: transcripts with at least one coding, of those released. */
export async function countCodings(transaction: AnyTransaction, study: string) {
  const { rows } = await sql<{ coded: number; released: number; codings: number }>`select
    count(c.codings)::int as coded, count(*)::int as released, coalesce(sum(c.codings), 0)::int as codings
    from transcript t
    left join transcript_count c on c.study_id = t.study_id and c.transcript_id = t.id and c.codings > 0
    where t.study_id = ${study} and t.stage = 'released'`.execute(transaction)
  return rows[0] ?? { coded: 0, released: 0, codings: 0 }
}

/** The first released transcripts without a coding. */
export async function uncodedTranscripts(transaction: AnyTransaction, study: string) {
  const { rows } = await sql<{ id: string; title: string; words: number }>`
    select t.id, coalesce(p.label, t.title) as title, t.words from transcript t
    left join participant p on p.study_id = t.study_id and p.id = t.participant_id
    where t.study_id = ${study} and t.stage = 'released'
      and not exists (select from transcript_count c
        where c.study_id = t.study_id and c.transcript_id = t.id and c.codings > 0)
    order by p.label nulls last, t.title limit 3`.execute(transaction)
  return rows
}
