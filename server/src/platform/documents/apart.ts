import { Piscina } from 'piscina'
import { z } from 'zod'

const atOnce = 2
let threads: Piscina<unknown, unknown> | null = null

/**
 * Has a document written in a thread of its own, so that a large one keeps nobody waiting.
 *
 * @param writer a module whose default export takes what is given and answers with the document's bytes
 * @param given goes over as a copy
 */
export async function writtenApart(writer: URL, given: object): Promise<Uint8Array> {
  threads ??= new Piscina({ minThreads: 0, maxThreads: atOnce, idleTimeout: 10_000 })
  return z.instanceof(Uint8Array).parse(await threads.run(given, { filename: writer.href }))
}
