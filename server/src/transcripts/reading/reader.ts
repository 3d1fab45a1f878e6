import { Piscina } from 'piscina'
import type { FileToRead, Reading, ReadTask } from './read-here.ts'

const longest = 30_000
const atOnce = 2
/** Of objects in V8's heap, and of what lies outside it: what was unpacked of a PDF, an archive, a file's bytes. */
const mostHeap = 768
const mostOutside = 768
const lookEvery = 200
let threads: Piscina<ReadTask, Reading> | null = null

/**
 * Reads a file in a thread of its own with limits of time and memory, so that no file holds up anybody else. The
 * bytes go over to the thread: the caller has them no longer. Never throws: what cannot be read is a result with its
 * sentence.
 */
export async function readApart(task: ReadTask): Promise<Reading> {
  threads ??= new Piscina<ReadTask, Reading>({
    filename: new URL('./thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: atOnce,
    idleTimeout: 10_000,
    resourceLimits: { maxOldGenerationSizeMb: mostHeap },
  })
  await turn()
  try {
    const { joined = [], ...first } = task
    const files = [first, ...joined].map(withBytesOfItsOwn)
    const transferList = files.map(({ bytes }) => bytes.buffer)
    const [sent, ...further] = files
    if (!sent) return unreadable(brokeTheReader)
    // The time begins when a thread is free, not when many others wait.
    const signal = AbortSignal.timeout(longest)
    return await threads.run({ ...sent, joined: further }, { signal, transferList })
  } catch (error) {
    return unreadable(sentenceFor(error))
  } finally {
    next()
  }
}

/** Bytes that share their memory with others (small ones do) are copied, for they cannot go over alone. */
function withBytesOfItsOwn({ bytes, name, options }: FileToRead) {
  const { buffer, byteLength } = bytes
  const own = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
  return { name, options, bytes: own ? new Uint8Array(buffer) : new Uint8Array(bytes) }
}

let reading = 0
const waiting: (() => void)[] = []
let looking: NodeJS.Timeout | null = null

async function turn(): Promise<void> {
  if (reading < atOnce) reading += 1
  else await new Promise<void>((resolve) => waiting.push(resolve))
  looking ??= setInterval(endLargeThreads, lookEvery).unref()
}

/** Whoever waits longest takes over the place; otherwise it is free. */
function next(): void {
  const first = waiting.shift()
  if (first) return first()
  reading -= 1
  if (reading > 0 || looking === null) return
  clearInterval(looking)
  looking = null
}

const ended = { forMemory: 0 }

/** Node limits the heap of a thread alone, so what lies outside it is looked at from here. */
function endLargeThreads(): void {
  for (const thread of threads?.threads ?? [])
    thread.getHeapStatistics().then(
      ({ external_memory: outside }) => {
        if (outside <= mostOutside * 1024 * 1024) return
        ended.forMemory += 1
        void thread.terminate()
      },
      // It has ended meanwhile.
      () => undefined,
    )
}

function sentenceFor(error: unknown): string {
  if (!(error instanceof Error)) return brokeTheReader
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return 'Reading this file took longer than 30 seconds and was stopped. Split it, or save it as plain text and try again.'
  const overHeap = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  if (overHeap || ended.forMemory > 0) {
    if (!overHeap) ended.forMemory -= 1
    return 'Reading this file took more memory than a transcript can need and was stopped. Split it, or save it as plain text and try again.'
  }
  return brokeTheReader
}

const brokeTheReader =
  'This file could not be read: it broke the reader. Save it as plain text and try again.'

function unreadable(message: string): Reading {
  return { inspection: null, result: { ok: false, error: { code: 'too-large', message } } }
}
