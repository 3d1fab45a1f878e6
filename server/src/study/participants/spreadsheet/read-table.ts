import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { Problem } from '../../../platform/http/problem.ts'
import { table, type Table } from './parse-table.ts'

/** What comes back from the worker. */
const workerAnswer = z.union([table, z.object({ problem: z.string() })])
export type WorkerAnswer = z.infer<typeof workerAnswer>

const longestReading = 15_000
const mostMemoryMb = 256

/**
 * Reads a CSV or XLSX file in a worker with limits of time and memory, so that a file made to harm harms nobody.
 *
 * @throws Problem 422 with a sentence that says what is wrong with the file
 */
export async function readTable(file: Uint8Array): Promise<Table> {
  const answer = await new Promise<WorkerAnswer>((resolve, reject) => {
    const worker = new Worker(new URL('./table-worker.ts', import.meta.url), {
      workerData: file,
      resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    })
    const timer = setTimeout(() => {
      resolve({
        problem: 'This file takes too long to read, so it was left. Save it again as CSV.',
      })
      void worker.terminate()
    }, longestReading)
    worker.once('message', (message) => {
      clearTimeout(timer)
      resolve(workerAnswer.parse(message))
    })
    worker.once('error', (error) => {
      clearTimeout(timer)
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        resolve({
          problem: 'This file needs too much memory to read. Split it, or save it as CSV.',
        })
      else reject(error)
    })
  })
  if ('problem' in answer) throw Problem.invalid('unreadable-file', answer.problem)
  return answer
}
