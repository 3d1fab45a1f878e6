import { createHash, type Hash } from 'node:crypto'
import type pg from 'pg'
import { z } from 'zod'

/** The last block: who notes it down can prove later that nothing before it was taken away. */
export interface AuditHead {
  number: number
  /** SHA-256 in hexadecimal digits. */
  hash: string
}

export type AuditVerdict =
  | {
      ok: true
      entries: number
      blocks: number
      head: AuditHead | null
      /** What is no proof of a change, and yet needs a look. */
      warnings: string[]
    }
  | { ok: false; sentence: string; block: number | null; entry: number | null }

const trailRow = z.object({
  number: z.number(),
  previous: z.instanceof(Buffer),
  hash: z.instanceof(Buffer),
  entries: z.number(),
  line: z.string().nullable(),
})
type Row = z.infer<typeof trailRow>

/** A block as it is read: `lines` is the running hash of what precedes it and of its entries so far. */
interface OpenBlock extends Row {
  seen: number
  running: Hash
}

/** Whatever runs a statement: a client, or a transaction that is open already. */
export interface Reader {
  query(statement: string): Promise<{ rows: unknown[] }>
}

class Broken extends Error {
  readonly block: number | null
  readonly entry: number | null

  constructor(sentence: string, block: number | null, entry: number | null = null) {
    super(sentence)
    this.block = block
    this.entry = entry
  }
}

/**
 * Computes the chain of the audit trail again: each block's hash is the SHA-256 of the hash before it and of its
 * entries' lines. Reads everything once, in one snapshot, with little memory.
 *
 * @param client connected as the owner of the tables, in no transaction
 * @param expected a head noted down earlier, which the trail must still contain
 */
export async function verifyAudit(
  client: pg.Client,
  expected: AuditHead | null = null,
): Promise<AuditVerdict> {
  await client.query('begin isolation level repeatable read, read only')
  try {
    return await verifyAuditWithin(client, expected)
  } finally {
    await client.query('rollback')
  }
}

/** The same within a transaction that is open already. */
export async function verifyAuditWithin(
  reader: Reader,
  expected: AuditHead | null = null,
): Promise<AuditVerdict> {
  try {
    await reader.query('set local statement_timeout = 0')
    const { blocks, entries, head, known } = await walkBlocks(reader, expected)
    await refuseStrays(reader)
    refuseOtherHead(expected, known, head)
    return { ok: true, entries, blocks, head, warnings: await findWarnings(reader) }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    return { ok: false, sentence: error.message, block: error.block, entry: error.entry }
  }
}

async function walkBlocks(reader: Reader, expected: AuditHead | null) {
  let current: OpenBlock | null = null
  let head: AuditHead | null = null
  let known: string | null = null
  let blocks = 0
  let entries = 0
  const close = (block: OpenBlock) => {
    head = finish(block)
    if (head.number === expected?.number) known = head.hash
    blocks += 1
    entries += block.seen
  }
  await reader.query(`declare trail no scroll cursor for
    select number::float8, previous, hash, entries, audit_line(entry) as line
    from audit_block left join audit_entry entry on entry.block = number order by audit_block.number, entry.id`)
  for (;;) {
    const { rows } = await reader.query('fetch 2000 from trail')
    if (rows.length === 0) break
    for (const row of rows.map((found) => trailRow.parse(found))) {
      if (current?.number !== row.number) {
        if (current) close(current)
        current = begin(row, head)
      }
      if (row.line === null) continue
      if (current.seen > 0) current.running.update('\n')
      current.running.update(row.line)
      current.seen += 1
    }
  }
  if (current) close(current)
  await reader.query('close trail')
  return { blocks, entries, head: head as AuditHead | null, known: known as string | null }
}

function begin(row: Row, head: AuditHead | null): OpenBlock {
  const next = (head?.number ?? 0) + 1
  if (row.number !== next)
    throw new Broken(
      row.number === next + 1
        ? `Block ${next} of the audit trail was removed.`
        : `Blocks ${next} to ${row.number - 1} of the audit trail were removed.`,
      next,
    )
  if (row.previous.toString('hex') !== (head?.hash ?? ''))
    throw new Broken(
      `Block ${row.number} of the audit trail does not follow the block before it: one of the two was replaced.`,
      row.number,
    )
  return { ...row, seen: 0, running: createHash('sha256').update(row.previous) }
}

function finish(block: OpenBlock): AuditHead {
  const { number, seen, entries } = block
  if (seen < entries)
    throw new Broken(
      `${entries - seen} of the ${entries} entries in block ${number} of the audit trail were removed.`,
      number,
    )
  if (seen > entries)
    throw new Broken(
      `Block ${number} of the audit trail was sealed with ${entries} entries and holds ${seen}: some were added later.`,
      number,
    )
  const hash = block.running.digest('hex')
  if (hash !== block.hash.toString('hex'))
    throw new Broken(
      `Block ${number} of the audit trail was changed after it was sealed: an entry in it, their order, or its hash.`,
      number,
    )
  return { number, hash }
}

/** Entries of a block that is no longer there. */
async function refuseStrays(reader: Reader): Promise<void> {
  const { rows } = await reader.query(`
    select id::float8, block::float8 from audit_entry
    where block is not null and not exists (select from audit_block where number = block) order by audit_entry.id limit 1`)
  const [stray] = rows.map((row) => z.object({ id: z.number(), block: z.number() }).parse(row))
  if (stray)
    throw new Broken(
      `Entry ${stray.id} belongs to block ${stray.block} of the audit trail, which was removed.`,
      stray.block,
      stray.id,
    )
}

function refuseOtherHead(
  expected: AuditHead | null,
  known: string | null,
  head: AuditHead | null,
): void {
  if (!expected || known === expected.hash) return
  throw new Broken(
    known === null
      ? `The audit trail ends at block ${head?.number ?? 0}: block ${expected.number}, which was noted down, is gone.`
      : `Block ${expected.number} of the audit trail is not the one that was noted down: the trail was rewritten.`,
    expected.number,
  )
}

async function findWarnings(reader: Reader): Promise<string[]> {
  const { rows } = await reader.query(`
    select
      (select count(*)::float8 from audit_entry where block is null and at < now() - interval '1 minute') as unsealed,
      (select count(*)::float8 from pg_trigger where tgrelid = 'audit_entry'::regclass and tgenabled in ('O', 'A')
        and tgname in ('audit_entry_append_only', 'audit_entry_no_truncate')) as guards`)
  const found = z.object({ unsealed: z.number(), guards: z.number() }).parse(rows[0])
  const warnings: string[] = []
  if (found.unsealed > 0)
    warnings.push(
      `${found.unsealed} entries are older than a minute and not sealed yet. That is as it should be after the app ` +
        'was stopped hard: start it, and look again.',
    )
  if (found.guards < 2)
    warnings.push(
      'The triggers that keep the audit trail append-only are switched off. Find out who did that, and why.',
    )
  return warnings
}
