import { fileToImport, previewFile, uploadFile } from '@throughline/contract/transcripts'
import type { FilePreview, FileToImport, ReadOptions } from '@throughline/contract/transcripts'
import { useCallback, useSyncExternalStore } from 'react'
import { z } from 'zod'
import { ask, sendUpload } from '../../app/client.ts'

type Role = FileToImport['speakers'][string]

/** How far a chosen file has come. */
export type Progress =
  | { is: 'waiting' }
  | { is: 'sending'; sent: number }
  | { is: 'reading' }
  | { is: 'failed'; error: unknown }
  /** The page was left before it was sent. */
  | { is: 'lost' }
  | { is: 'read'; preview: FilePreview; isReadAgain: boolean }

/** A file in the list, with what a person chose for it. */
export interface SentFile {
  key: string
  /** Under which the server keeps it; null until it was sent. */
  upload: string | null
  name: string
  bytes: number
  progress: Progress
  options: ReadOptions
  /** Number of a transcript in the file → participant; null where a guess was taken away. */
  participants: Readonly<Record<string, string | null>>
  /** Number of a speaker in the file → part. */
  speakers: Readonly<Record<string, Role>>
  again: boolean
}

type Choices = Pick<SentFile, 'options' | 'participants' | 'speakers' | 'again'>

const noChoices: Choices = { options: {}, participants: {}, speakers: {}, again: false }
const atOnce = 3

/** What outlives a reload of the tab: which files were sent, and what was chosen for them. */
const kept = z.array(
  z.object({
    upload: z.uuid().nullable(),
    name: z.string(),
    bytes: z.number(),
    options: fileToImport.shape.options,
    participants: z.record(z.string(), z.uuid().nullable()),
    speakers: fileToImport.shape.speakers,
    again: z.boolean(),
  }),
)

/**
 * The list of files to import into one study. Each file tells its own listeners of its own changes, so that the
 * progress of one does not draw two hundred rows.
 */
export class FileList {
  readonly #study: string
  readonly #files = new Map<string, SentFile>()
  readonly #sources = new Map<string, File>()
  readonly #sending = new Map<string, AbortController>()
  readonly #listeners = new Set<() => void>()
  #all: readonly SentFile[] = []
  #count = 0
  #soon: ReturnType<typeof setTimeout> | undefined

  constructor(study: string) {
    this.#study = study
    for (const file of this.#recall())
      this.#put({ key: this.#newKey(), ...file, progress: { is: 'lost' } })
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  all = (): readonly SentFile[] => this.#all
  get = (key: string): SentFile | undefined => this.#files.get(key)

  /** Adds files and sends them, three at a time. Gives how many were in the list already. */
  add(files: readonly File[]): number {
    let twice = 0
    for (const file of files) {
      if (this.#holds(file)) {
        twice += 1
        continue
      }
      const key = this.#newKey()
      this.#sources.set(key, file)
      const { name, size: bytes } = file
      for (const known of this.#files.values())
        if (known.progress.is === 'lost' && known.name === name) this.#files.delete(known.key)
      this.#files.set(key, {
        key,
        upload: null,
        name,
        bytes,
        ...noChoices,
        progress: { is: 'waiting' },
      })
    }
    this.#tell()
    this.#sendNext()
    return twice
  }

  /** Adds a file that was sent before, such as one whose import failed. */
  addSent(upload: string, name: string, choices: Partial<Choices> = {}): void {
    const key = this.#newKey()
    this.#put({ key, upload, name, bytes: 0, ...noChoices, ...choices, progress: { is: 'lost' } })
    this.#tell()
  }

  /** Sends a file again that did not arrive, or asks again what one that did becomes. */
  tryAgain(key: string): void {
    const file = this.#files.get(key)
    if (!file) return
    if (file.upload !== null) this.#put(file)
    else if (this.#sources.has(key)) {
      this.#files.set(key, { ...file, progress: { is: 'waiting' } })
      this.#sendNext()
    }
    this.#tell()
  }

  /** Reads a sent file again, another way. What was chosen for its speakers, or rows, goes with the old reading. */
  readAgain(key: string, options: ReadOptions): void {
    const file = this.#files.get(key)
    if (file?.progress.is !== 'read') return
    const { preview } = file.progress
    this.#change(key, () => ({
      ...file,
      options,
      speakers: {},
      participants: options.csv === file.options.csv ? file.participants : {},
      progress: { is: 'read', preview, isReadAgain: true },
    }))
    void this.#read(key, preview.upload)
  }

  choose(key: string, choices: Partial<Omit<Choices, 'options'>>): void {
    this.#change(key, (file) => ({ ...file, ...choices }))
  }

  /** The same for many at once, drawn once. */
  chooseAll(changes: ReadonlyMap<string, Partial<Omit<Choices, 'options'>>>): void {
    for (const [key, choices] of changes) {
      const file = this.#files.get(key)
      if (file) this.#files.set(key, { ...file, ...choices })
    }
    this.#tell()
  }

  remove(keys: Iterable<string>): void {
    for (const key of keys) {
      this.#sending.get(key)?.abort()
      this.#sources.delete(key)
      this.#files.delete(key)
    }
    this.#tell()
  }

  #newKey(): string {
    this.#count += 1
    return `file-${this.#count}`
  }

  #holds(file: File): boolean {
    for (const known of this.#sources.values())
      if (
        known.name === file.name &&
        known.size === file.size &&
        known.lastModified === file.lastModified &&
        known.webkitRelativePath === file.webkitRelativePath
      )
        return true
    return false
  }

  /** Puts a file into the list; one that the server keeps is asked for. */
  #put(file: SentFile): void {
    const { key, upload } = file
    this.#files.set(key, upload === null ? file : { ...file, progress: { is: 'reading' } })
    this.#all = [...this.#files.values()]
    if (upload !== null) void this.#read(key, upload)
  }

  #change(key: string, change: (file: SentFile) => SentFile): void {
    const file = this.#files.get(key)
    if (!file) return
    this.#files.set(key, change(file))
    this.#tell()
  }

  #sendNext(): void {
    for (const { key, progress } of this.#files.values()) {
      if (this.#sending.size >= atOnce) return
      const source = this.#sources.get(key)
      if (progress.is !== 'waiting' || this.#sending.has(key) || !source) continue
      void this.#send(key, source)
    }
  }

  async #send(key: string, source: File): Promise<void> {
    const stop = new AbortController()
    this.#sending.set(key, stop)
    const show = (progress: Progress) => {
      const file = this.#files.get(key)
      if (file) this.#files.set(key, { ...file, progress })
      this.#tellSoon()
    }
    show({ is: 'sending', sent: 0 })
    try {
      const preview = await sendUpload(
        uploadFile,
        { params: { study: this.#study }, search: { name: source.name.slice(-255) }, body: source },
        {
          signal: stop.signal,
          onProgress: (sent, total) =>
            show(sent < total ? { is: 'sending', sent } : { is: 'reading' }),
        },
      )
      const file = this.#files.get(key)
      if (file) this.#files.set(key, { ...file, upload: preview.upload })
      show({ is: 'read', preview, isReadAgain: false })
    } catch (error) {
      if (!stop.signal.aborted) show({ is: 'failed', error })
    } finally {
      this.#sending.delete(key)
      this.#sendNext()
    }
  }

  /** A later reading wins over an earlier one. */
  async #read(key: string, upload: string): Promise<void> {
    const options = this.#files.get(key)?.options ?? {}
    const isLatest = () => this.#files.get(key)?.options === options
    try {
      const preview = await ask(previewFile, {
        params: { study: this.#study, upload },
        search: { options: JSON.stringify(options) },
      })
      if (isLatest())
        this.#change(key, (file) => ({
          ...file,
          name: preview.name,
          bytes: preview.bytes,
          progress: { is: 'read', preview, isReadAgain: false },
        }))
    } catch (error) {
      if (isLatest()) this.#change(key, (file) => ({ ...file, progress: { is: 'failed', error } }))
    }
  }

  /** While two hundred files are on their way, the page is drawn four times a second, not for each of them. */
  #tellSoon(): void {
    this.#soon ??= setTimeout(() => this.#tell(), 250)
  }

  #tell(): void {
    clearTimeout(this.#soon)
    this.#soon = undefined
    this.#all = [...this.#files.values()]
    this.#keep()
    for (const listener of this.#listeners) listener()
  }

  get #place(): string {
    return `throughline:import:${this.#study}`
  }

  /** In the tab only: the name of a file may be somebody's. */
  #keep(): void {
    const sent: z.input<typeof kept> = this.#all.map(
      ({ upload, name, bytes, options, participants, speakers, again }) => ({
        upload,
        name,
        bytes,
        options,
        participants,
        speakers,
        again,
      }),
    )
    try {
      if (sent.length > 0) sessionStorage.setItem(this.#place, JSON.stringify(sent))
      else sessionStorage.removeItem(this.#place)
    } catch {
      // A browser that keeps nothing shows an empty list after a reload.
    }
  }

  #recall(): z.output<typeof kept> {
    try {
      const stored: unknown = JSON.parse(sessionStorage.getItem(this.#place) ?? '[]')
      return kept.safeParse(stored).data ?? []
    } catch {
      return []
    }
  }
}

const lists = new Map<string, FileList>()

/** The list of this study; it stays while somebody looks at another page. */
export function fileListOf(study: string): FileList {
  const list = lists.get(study) ?? new FileList(study)
  lists.set(study, list)
  return list
}

export function useFiles(list: FileList): readonly SentFile[] {
  return useSyncExternalStore(list.subscribe, list.all)
}

/** One file; its component is drawn again only when this one changes. */
export function useFile(list: FileList, key: string): SentFile | undefined {
  return useSyncExternalStore(
    list.subscribe,
    useCallback(() => list.get(key), [list, key]),
  )
}
