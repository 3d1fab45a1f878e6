import type {
  DocumentContent,
  DocumentKind,
  DocumentSummary,
  DocumentVersion,
} from '@throughline/contract/documents'
import { documentContent } from '@throughline/contract/documents'
import { sql } from 'kysely'
import { z } from 'zod'
import type { ReadContext } from '../../platform/http/endpoints.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Place } from '../participants/store.ts'
import { inForceOf, stateOf } from './rules.ts'
import { contentsOf, documentsOf, type VersionRow, versionsOf } from './store.ts'

/** All documents with the version in force and the one to come. */
export async function listDocuments(place: Place): Promise<DocumentSummary[]> {
  const documents = await documentsOf(place)
  const versions = Map.groupBy(await versionsOf(place, null), ({ document }) => document)
  const now = new Date()
  return documents.map((document) => {
    const own = versions.get(document.id) ?? []
    const inForce = inForceOf(own, now)
    const coming = own.find(
      (one) => stateOf(one, own, now) === 'draft' || stateOf(one, own, now) === 'approved',
    )
    return {
      ...document,
      inForce: inForce ? told(inForce, own, now) : null,
      coming: coming ? told(coming, own, now) : null,
      versions: own.length,
    }
  })
}

/** @throws Problem 404 */
export async function documentOf(context: ReadContext, id: string) {
  const document = (await documentsOf(context)).find((one) => one.id === id)
  if (!document) throw Problem.notFound('There is no such document in this study.')
  const versions = await versionsOf(context, id)
  const contents = await contentsOf(context, id)
  const now = new Date()
  return {
    ...document,
    versions: versions.flatMap((version) => {
      const content = contents.get(version.number)
      return content ? [{ ...told(version, versions, now), content }] : []
    }),
  }
}

function told(version: VersionRow, all: readonly VersionRow[], now: Date): DocumentVersion {
  const { document: _, writtenAt, approvedAt, inForceFrom, ...rest } = version
  return {
    ...rest,
    state: stateOf(version, all, now),
    writtenAt: writtenAt.toISOString(),
    approvedAt: approvedAt?.toISOString() ?? null,
    inForceFrom: inForceFrom?.toISOString() ?? null,
  }
}

/** A document's version in force, as it is shown to somebody. */
export interface InForce<Kind extends DocumentKind> {
  document: string
  number: number
  name: string
  site: string | null
  language: string
  machineMade: boolean
  content: Extract<DocumentContent, { kind: Kind }>
}

/** The documents of a kind that are in force now, in every language. */
export async function inForceNow<Kind extends DocumentKind>(
  { transaction, study }: Place,
  kind: Kind,
): Promise<InForce<Kind>[]> {
  const { rows } = await sql<{
    document: string
    number: number
    name: string
    site: string | null
    language: string
    machineMade: boolean
    content: unknown
  }>`select distinct on (document.id) document.id as document, number, name, site_id as site, language,
      machine_made as "machineMade", content
    from document join document_version version
      on version.study_id = document.study_id and version.document_id = document.id
    where document.study_id = ${study} and kind = ${kind} and in_force_from <= now()
    order by document.id, in_force_from desc, number desc`.execute(transaction)
  return rows.map((row) => ({ ...row, content: contentOf(kind, row.content) }))
}

/** One version, word for word, whether it is still in force or not. @throws Problem 404 */
export async function versionOf<Kind extends DocumentKind>(
  { transaction, study }: Place,
  kind: Kind,
  document: string,
  number: number,
): Promise<Extract<DocumentContent, { kind: Kind }>> {
  const { rows } = await sql<{ content: unknown }>`select content from document_version
    where study_id = ${study} and document_id = ${document} and number = ${number}`.execute(
    transaction,
  )
  if (!rows[0]) throw Problem.notFound('There is no such version of this document.')
  return contentOf(kind, rows[0].content)
}

/** Of several languages the one asked for, else English, else whichever there is. */
export function inLanguage<Version extends { language: string }>(
  versions: readonly Version[],
  language: string,
): Version | null {
  return (
    versions.find((one) => one.language === language) ??
    versions.find((one) => one.language === 'en') ??
    versions[0] ??
    null
  )
}

function contentOf<Kind extends DocumentKind>(
  kind: Kind,
  content: unknown,
): Extract<DocumentContent, { kind: Kind }> {
  return z
    .custom<Extract<DocumentContent, { kind: Kind }>>(
      (value) =>
        documentContent.safeParse(value).success && Reflect.get(Object(value), 'kind') === kind,
    )
    .parse(content)
}

/** Which kinds have a version in force; of a debrief, at which site. */
export async function inForceKinds({
  transaction,
  study,
}: Place): Promise<{ kind: DocumentKind; site: string | null }[]> {
  const { rows } = await sql<{ kind: DocumentKind; site: string | null }>`
    select distinct kind, site_id as site from document join document_version version
      on version.study_id = document.study_id and version.document_id = document.id
    where document.study_id = ${study} and in_force_from <= now()`.execute(transaction)
  return rows
}
