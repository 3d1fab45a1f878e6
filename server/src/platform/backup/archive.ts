import { buffer } from 'node:stream/consumers'
import { finished, pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { extract, type Extract, pack, type Pack } from 'tar-stream'
import { z } from 'zod'
import { BackupRefused } from './refused.ts'

export const archiveFormat = 1

/** Where and when a backup was made, and what reads it. It stands first. */
export const about = z.object({
  format: z.literal(archiveFormat),
  madeAt: z.iso.datetime(),
  /** The name of the instance key, which tells nothing of it. */
  instance: z.string().nullable(),
  migrations: z.array(z.object({ name: z.string(), digest: z.string() })),
  tables: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
    }),
  ),
  /** How long the erasure ledger was: a key ring with a shorter one is older than the backup. */
  erasures: z.number().int(),
})
export type About = z.infer<typeof about>

/** What must be there after a restore. It stands after the tables and before the blobs. */
export const manifest = z.object({
  tables: z.record(z.string(), z.object({ rows: z.number().int(), digest: z.string() })),
  sequences: z.array(
    z.object({ schema: z.string(), name: z.string(), last: z.string(), called: z.boolean() }),
  ),
  blobs: z.array(z.object({ address: z.string(), bytes: z.number().int() })),
  /** Blobs that were gone when the backup was made. */
  missing: z.array(z.string()),
  auditHead: z.object({ number: z.number().int(), hash: z.string() }).nullable(),
})
export type Manifest = z.infer<typeof manifest>

/** The key of a study or of a subject, by name only. */
export const keyName = z.object({
  study: z.string(),
  subject: z.string().nullable(),
  kind: z.string().nullable(),
})

type Entry = Extract extends AsyncIterable<infer One> ? One : never

const zip = promisify(gzip)
const unzip = promisify(gunzip)

/**
 * A tar archive: `about.json`, `tables/<schema>.<table>/<number>.ndjson.gz`, `keys/…`, `manifest.json`,
 * `blobs/<address>`, `end`. Any tar and any JSON library read it.
 */
export class ArchiveWriter {
  readonly stream: Pack = pack()

  async json(name: string, value: unknown): Promise<void> {
    await this.#add(name, Buffer.from(JSON.stringify(value)))
  }

  async lines(name: string, lines: readonly string[]): Promise<void> {
    await this.#add(name, await zip(`${lines.join('\n')}\n`, { level: 4 }))
  }

  async blob(address: string, size: number, content: Readable): Promise<void> {
    await pipeline(content, this.stream.entry({ name: `blobs/${address}`, size }))
  }

  async end(): Promise<void> {
    await this.#add('end', Buffer.alloc(0))
    this.stream.finalize()
  }

  async #add(name: string, content: Buffer): Promise<void> {
    const entry = this.stream.entry({ name, size: content.length })
    entry.end(content)
    await finished(entry)
  }
}

export type Part =
  | { is: 'about'; about: About }
  | { is: 'table'; table: string; lines: string }
  | { is: 'keys'; lines: string }
  | { is: 'manifest'; manifest: Manifest }
  | { is: 'blob'; address: string; content: Readable }

/** The parts of an archive in their order. @throws BackupRefused when it is no backup, or has no end. */
export async function* readArchive(stream: Readable): AsyncGenerator<Part> {
  const archive = extract()
  const feeding = pipeline(stream, archive)
  // Its error reaches the loop below as well; this keeps it from being unhandled while a part is worked on.
  feeding.catch(() => undefined)
  let ended = false
  for await (const entry of archive) {
    if (entry.header.name === 'end') {
      ended = true
      entry.resume()
    } else yield await partOf(entry)
  }
  await feeding
  if (!ended) throw new BackupRefused('This backup has no end: it was cut off while it was made.')
}

async function partOf(entry: Entry): Promise<Part> {
  const { name } = entry.header
  if (name === 'about.json') return { is: 'about', about: readAs(about, await buffer(entry)) }
  if (name === 'manifest.json')
    return { is: 'manifest', manifest: readAs(manifest, await buffer(entry)) }
  const [folder, second = ''] = name.split('/')
  if (folder === 'tables')
    return { is: 'table', table: second, lines: String(await unzip(await buffer(entry))) }
  if (folder === 'keys') return { is: 'keys', lines: String(await unzip(await buffer(entry))) }
  if (folder === 'blobs')
    return { is: 'blob', address: second, content: Readable.from(entry, { objectMode: false }) }
  throw new BackupRefused(
    `This backup holds "${name}", which this version does not know. Update Throughline.`,
  )
}

function readAs<Schema extends z.ZodType>(schema: Schema, bytes: Buffer): z.output<Schema> {
  const parsed = schema.safeParse(JSON.parse(String(bytes)))
  if (!parsed.success)
    throw new BackupRefused(
      'This backup was made by a newer Throughline, or is no backup. Update Throughline and try again.',
    )
  return parsed.data
}
