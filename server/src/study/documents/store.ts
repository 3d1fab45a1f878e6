import {
  type DocumentContent,
  documentContent,
  type DocumentKind,
} from '@throughline/contract/documents'
import { sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../../platform/http/problem.ts'
import type { Place } from '../participants/store.ts'
import { cleanContent } from './rules.ts'

/** The rows of documents and their versions: read, locked, written. */

const versionRow = z.object({
  document: z.string(),
  number: z.number(),
  note: z.string(),
  machineMade: z.boolean(),
  writtenBy: z.string(),
  writtenAt: z.date(),
  approvedBy: z.string().nullable(),
  approvedAt: z.date().nullable(),
  inForceFrom: z.date().nullable(),
})
export type VersionRow = z.infer<typeof versionRow>

export interface DocumentRow {
  id: string
  kind: DocumentKind
  name: string
  site: string | null
  language: string
}

const versionColumns = sql`document_id as document, number, note, machine_made as "machineMade",
  written_by as "writtenBy", written_at as "writtenAt", approved_by as "approvedBy", approved_at as "approvedAt",
  in_force_from as "inForceFrom"`

export async function documentsOf({ transaction, study }: Place): Promise<DocumentRow[]> {
  const { rows } =
    await sql<DocumentRow>`select id, kind, name, site_id as site, language from document
    where study_id = ${study}
    order by array_position(array['information sheet', 'recruitment text', 'eligibility', 'sign-up form', 'consent form',
      'interview guide', 'distress protocol', 'debrief', 'mail'], kind), name, language, id`.execute(
      transaction,
    )
  return rows
}

/** The versions of one document or of all, without what they say; the newest first. */
export async function versionsOf(
  { transaction, study }: Place,
  document: string | null,
): Promise<VersionRow[]> {
  const { rows } = await sql`select ${versionColumns} from document_version
    where study_id = ${study} and (${document}::uuid is null or document_id = ${document})
    order by number desc`.execute(transaction)
  return z.array(versionRow).parse(rows)
}

export async function contentsOf({ transaction, study }: Place, document: string) {
  const { rows } = await sql`select number, content from document_version
    where study_id = ${study} and document_id = ${document}`.execute(transaction)
  const parsed = z.array(z.object({ number: z.number(), content: documentContent })).parse(rows)
  return new Map(parsed.map(({ number, content }) => [number, content]))
}

/** @throws Problem 404 */
export async function lockDocument(
  { transaction, study }: Place,
  id: string,
): Promise<DocumentRow> {
  const { rows } =
    await sql<DocumentRow>`select id, kind, name, site_id as site, language from document
    where study_id = ${study} and id = ${id} for update`.execute(transaction)
  if (!rows[0]) throw Problem.notFound('There is no such document in this study.')
  return rows[0]
}

/** @throws Problem 404 */
export async function versionOrRefuse(
  place: Place,
  document: string,
  number: number,
): Promise<VersionRow> {
  const version = (await versionsOf(place, document)).find((one) => one.number === number)
  if (!version) throw Problem.notFound('There is no such version of this document.')
  return version
}

/** @throws Problem 422 */
export function cleanOrRefuse(content: DocumentContent): DocumentContent {
  const clean = cleanContent(content)
  if (clean === null)
    throw Problem.invalid('bad-document', 'A part of this document has no readable text.')
  return clean
}

export async function insertVersion(
  { transaction, study, account }: Place & { account: string },
  version: {
    document: string
    number: number
    content: unknown
    note: string
    machineMade: boolean
  },
): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    insert into document_version (study_id, document_id, number, content, note, machine_made, written_by)
    values (${study}, ${version.document}, ${version.number}, ${JSON.stringify(version.content)}, ${version.note},
      ${version.machineMade}, ${account}) returning written_at as at`.execute(transaction)
  return writtenAt(rows)
}

export function writtenAt(rows: readonly { at: Date }[]): Date {
  const [row] = rows
  if (!row) throw new Error('A version was not written.')
  return row.at
}

export const documentEvent = (document: string) => ({
  name: 'document.changed',
  may: '',
  data: { document },
})
