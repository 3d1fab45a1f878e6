import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { parseTable, Unreadable } from './parse-table.ts'
import type { WorkerAnswer } from './read-table.ts'

/** Runs in a worker of its own: parses one file and answers with its table or with what is wrong. */

const answer: WorkerAnswer = await parseTable(z.instanceof(Uint8Array).parse(workerData)).catch(
  (error: unknown): WorkerAnswer => {
    if (error instanceof Unreadable) return { problem: error.message }
    throw error
  },
)
parentPort?.postMessage(answer)
