import { docxType } from '@throughline/contract/coding'
import { sql } from 'kysely'
import { fileName } from '../platform/documents/index.ts'
import { listCodes } from '../coding/index.ts'
import type { ReadContext, SentFile } from '../platform/http/endpoints.ts'
import { readDraft } from './draft.ts'
import { layOut, type StudyFacts } from './report-document.ts'
import { reportDocx } from './report-docx.ts'
import { reportHtml } from './report-html.ts'

/**
 * The report as a file, with the code list as its appendix. What may not be quoted at this moment is not in it.
 *
 * @param date the day that is printed on it, ISO 8601
 */
export async function exportReport(
  { transaction, study }: Pick<ReadContext, 'transaction' | 'study'>,
  as: 'docx' | 'html',
  date: string = new Date().toISOString(),
): Promise<SentFile> {
  const { codes } = await listCodes(transaction, study)
  const report = layOut(
    await readDraft(transaction, study),
    await readFacts(transaction, study),
    codes,
    date,
  )
  const name = `${fileName(report.title, 'Report')}.${as}`
  return as === 'docx'
    ? { name, mediaType: docxType, content: await reportDocx(report) }
    : { name, mediaType: 'text/html; charset=utf-8', content: reportHtml(report) }
}

async function readFacts(
  transaction: ReadContext['transaction'],
  study: string,
): Promise<StudyFacts> {
  const { rows } = await sql<StudyFacts>`
    select s.aims, s.paradigm, s.approach,
      array(select person.name from member join person on person.id = member.account_id
        where member.study_id = ${study} and member.role = 'lead' and member.left_at is null
        order by member.joined_at, person.name) as authors,
      (select count(*) from site where study_id = ${study}) as sites,
      (select count(*) from participant where study_id = ${study}) as participants,
      (select count(*) from transcript where study_id = ${study} and stage = 'released') as transcripts,
      (select count(*) from coding where study_id = ${study}) as codings
    from study s where s.study_id = ${study}`.execute(transaction)
  const [facts] = rows
  if (!facts) throw new Error('A study was read that this member does not see.')
  return facts
}
