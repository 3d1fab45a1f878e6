import { previewFile, uploadFile } from '@throughline/contract/transcripts'
import type { ReadOptions } from '@throughline/contract/transcripts'
import { useCallback, useSyncExternalStore } from 'react'
import type { z } from 'zod'
import { ask, sendUpload } from '../../app/client.ts'
import { keptFiles, noChoices } from './sent-file.ts'
import type { Choices, Progress, SentFile } from './sent-file.ts'

const atOnce = 3
const alone = { joined: [], joinedTo: null }

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
        ...alone,
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
    this.#put({
      key,
      upload,
      name,
      bytes: 0,
      ...noChoices,
      ...choices,
      ...alone,
      progress: { is: 'lost' },
    })
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
    if (file.joinedTo !== null) this.#joinAnew(file.joinedTo)
  }

  /** Makes these files one session with the first of them, which is read again with the others. */
  join(keys: readonly string[]): void {
    const [first, ...others] = keys.flatMap((key) => this.#files.get(key) ?? [])
    if (first?.upload == null) return
    for (const file of others)
      this.#files.set(file.key, { ...file, joinedTo: first.upload, joined: [] })
    this.#joinAnew(first.upload)
  }

  /**
   * Lets this file stand for itself again; of a session's first one, all its files. To join them is proposed again only
   * where nobody meant to keep them apart.
   */
  part(key: string, isMeant = true): void {
    const file = this.#files.get(key)
    if (!file) return
    const leader = file.joinedTo ?? file.upload
    for (const other of this.#files.values())
      if (other.joinedTo === leader && (other.key === key || file.joinedTo === null))
        this.#files.set(other.key, { ...other, joinedTo: null, apart: isMeant })
    if (file.joinedTo === null) this.#files.set(key, { ...file, apart: isMeant })
    if (leader !== null) this.#joinAnew(leader)
  }

  /** The files that are joined with this one. */
  joinedWith(file: SentFile): SentFile[] {
    return file.joined.flatMap(
      ({ upload }) => this.#all.find((other) => other.upload === upload) ?? [],
    )
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
    const leaders = new Set<string>()
    for (const key of keys) {
      const file = this.#files.get(key)
      this.#sending.get(key)?.abort()
      this.#sources.delete(key)
      this.#files.delete(key)
      if (file?.joinedTo != null) leaders.add(file.joinedTo)
      for (const other of this.#files.values())
        if (file?.upload != null && other.joinedTo === file.upload)
          this.#files.set(other.key, { ...other, joinedTo: null })
    }
    this.#tell()
    for (const leader of leaders) this.#joinAnew(leader)
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

  /** Asks again what a session's first file becomes with those that are joined with it now. */
  #joinAnew(upload: string): void {
    const files = [...this.#files.values()]
    const first = files.find((file) => file.upload === upload)
    if (first?.progress.is === 'read')
      this.#change(first.key, (file) => ({
        ...file,
        joined: files.flatMap(({ upload: other, joinedTo, options }) =>
          joinedTo === upload && other !== null ? [{ upload: other, options }] : [],
        ),
        speakers: {},
        progress:
          first.progress.is === 'read' ? { ...first.progress, isReadAgain: true } : file.progress,
      }))
    else this.#tell()
    if (first) void this.#read(first.key, upload)
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
    const { options = {}, joined = [] } = this.#files.get(key) ?? {}
    const isLatest = () => {
      const now = this.#files.get(key)
      return now?.options === options && now.joined === joined
    }
    try {
      const preview = await ask(previewFile, {
        params: { study: this.#study, upload },
        search: { options: JSON.stringify(options), joined: JSON.stringify(joined) },
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
    const sent: z.input<typeof keptFiles> = this.#all.map(
      ({ key: _key, progress: _progress, ...file }) => ({ ...file, joined: [...file.joined] }),
    )
    try {
      if (sent.length > 0) sessionStorage.setItem(this.#place, JSON.stringify(sent))
      else sessionStorage.removeItem(this.#place)
    } catch {
      // A browser that keeps nothing shows an empty list after a reload.
    }
  }

  #recall(): z.output<typeof keptFiles> {
    try {
      const stored: unknown = JSON.parse(sessionStorage.getItem(this.#place) ?? '[]')
      return keptFiles.safeParse(stored).data ?? []
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
